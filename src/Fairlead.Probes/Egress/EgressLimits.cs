namespace Fairlead.Probes.Egress;

/// <summary>How long and how much is asked of each endpoint.</summary>
internal static class EgressLimits
{
    /// <summary>Endpoints asked at once; a further one waits for its turn.</summary>
    public const int AtOnce = 64;

    /// <summary>Of one endpoint: each address of the name and once more without HTTP/2, directly and through a proxy.</summary>
    public const int MostConnections = 2 * (Dialler.MostAddresses + 1);

    public static readonly TimeSpan Name = TimeSpan.FromSeconds(10);

    /// <summary>For each address.</summary>
    public static readonly TimeSpan Connect = TimeSpan.FromSeconds(5);

    public static readonly TimeSpan Greeting = TimeSpan.FromSeconds(10);

    public static readonly TimeSpan Reply = TimeSpan.FromSeconds(10);

    /// <summary>One way, all steps together, when everything on it is as slow as it may be; both ways are gone at once.</summary>
    public static readonly TimeSpan Way = Name + Dialler.HeadStarts + (2 * (Connect + Reply + Greeting + Reply));
}
