namespace Fairlead.Cli;

/// <summary>What the program's end says. Scripts rely on it.</summary>
internal static class ExitCodes
{
    /// <summary>Nothing of error severity.</summary>
    public const int Good = 0;

    /// <summary>At least one error that no override accepts.</summary>
    public const int Findings = 1;

    /// <summary>Unusable input or arguments.</summary>
    public const int UnusableInput = 2;

    /// <summary>Fairlead itself failed.</summary>
    public const int Failed = 3;
}
