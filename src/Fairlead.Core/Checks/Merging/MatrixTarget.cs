namespace Fairlead.Core.Checks.Merging;

/// <summary>One thing to be reached, as every vantage saw it.</summary>
/// <param name="Cells">One for each vantage, in their order: the answer that says most about it; null where that vantage did not ask.</param>
public sealed record MatrixTarget(MatrixColumn Column, IReadOnlyList<CheckResult?> Cells)
{
    /// <summary>It is as planned from one vantage, and not from another.</summary>
    public bool Disagrees => Cells.Any(cell => cell?.Outcome == CheckOutcome.Passed) && Cells.Any(cell => cell?.Outcome == CheckOutcome.Failed);

    /// <summary>Of several answers about one thing, the worst; what was left out on purpose comes last.</summary>
    internal static CheckResult? Worst(IReadOnlyList<CheckResult> results) => results.MinBy(result => result.Outcome switch
    {
        CheckOutcome.Failed => 0,
        CheckOutcome.Warning => 1,
        _ when result.IsOpen => 2,
        CheckOutcome.Passed => 3,
        _ => 4,
    });
}
