namespace Fairlead.Core.Checks.Families;

/// <summary>Whether every endpoint of the catalogue can be reached, and what stands in the way.</summary>
public static class EgressChecks
{
    public static readonly CheckInfo Endpoint = new("FL8301", "egress.endpoint", "Every endpoint that machines of this kind need is reached from here, unhindered, and answers itself.");

    /// <summary>In order of rule.</summary>
    public static IReadOnlyList<CheckInfo> All { get; } = [Endpoint];
}
