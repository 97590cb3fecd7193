namespace Fairlead.Core.Sweeps;

/// <summary>What an answer of a sweep is taken for.</summary>
public enum SweptAs
{
    /// <summary>One machine holds the address.</summary>
    Host,

    /// <summary>Two or more do.</summary>
    Duplicate,

    /// <summary>A machine answers for the address that answers for others' too; whether anybody holds it was not seen.</summary>
    Proxy,
}

public static class SweptWords
{
    /// <summary>As reports write it.</summary>
    public static string Word(this SweptAs swept) => swept switch
    {
        SweptAs.Host => "host",
        SweptAs.Duplicate => "duplicate",
        SweptAs.Proxy => "proxy-arp",
        _ => throw new ArgumentOutOfRangeException(nameof(swept), swept, "No such answer."),
    };
}
