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

    /// <summary>Nothing failed, but a question that had to be answered stayed open.</summary>
    public const int Open = 4;

    /// <summary>All of them with what they mean, for the manual.</summary>
    public static IReadOnlyList<(int Code, string Meaning)> All { get; } =
    [
        (Good, "Nothing of error severity was found. For 'who': nobody has the address. For 'endpoints diff': the catalogues are equal."),
        (Findings, "At least one error was found that no override accepts. For 'who': somebody has the address. For 'endpoints diff': the catalogues differ."),
        (UnusableInput, "The arguments or the input can't be used; nothing can be said about the plan."),
        (Failed, "Fairlead itself failed, or could not write its result."),
        (Open, "For 'check': nothing failed, but a required question is unknown or was skipped; --allow-unknown makes it 0. With --observe: nothing is wrong, but a source could not be read."),
    ];
}
