namespace Fairlead.Core.Checks;

/// <summary>Everything one run asked and saw.</summary>
/// <param name="Results">In reading order of their subjects, then by id and target.</param>
public sealed record CheckReport(Vantage Vantage, IReadOnlyList<CheckResult> Results)
{
    /// <summary>The sites asked about, in reading order; empty where a report does not say.</summary>
    public IReadOnlyList<CheckedSite> Sites { get; init; } = [];

    public bool HasFailures => Results.Any(result => result.Outcome == CheckOutcome.Failed);

    /// <summary>Nothing failed is not enough: something that had to be answered was not.</summary>
    public bool HasOpenQuestions => Results.Any(result => result.IsOpen);

    public int Count(CheckOutcome outcome) => Results.Count(result => result.Outcome == outcome);
}
