using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Reports;

internal enum JUnitOutcome
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>One test case.</summary>
internal sealed record JUnitCase(string Name, JUnitOutcome Outcome, string Text, SourceLocation? Location)
{
    /// <summary>What is wrong, in one line; of a failure alone.</summary>
    public string Message { get; init; } = "";

    /// <summary>The rule that says so; of a failure alone.</summary>
    public string Type { get; init; } = "";

    /// <summary>Null where two runs over the same input are to write the same report.</summary>
    public TimeSpan? Duration { get; init; }

    public static JUnitCase Pass(string name, string text) => new(name, JUnitOutcome.Passed, text, null);
}
