using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Reports;

internal enum JUnitOutcome
{
    Passed,
    Failed,
    Skipped,
}

/// <summary>One test case; without a finding it is a pass.</summary>
internal sealed record JUnitCase(string Name, JUnitOutcome Outcome, string Text, SourceLocation? Location, Diagnostic? Finding)
{
    public static JUnitCase Pass(string name, string text) => new(name, JUnitOutcome.Passed, text, null, null);
}
