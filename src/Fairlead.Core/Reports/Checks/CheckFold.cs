using Fairlead.Core.Checks;

namespace Fairlead.Core.Reports.Checks;

/// <summary>Answers to one question that ended alike: the first of them in full, the rest by name, so that a long list stays readable.</summary>
/// <param name="Shown">To be shown in full.</param>
/// <param name="Rest">To be counted and named.</param>
public sealed record CheckFold(IReadOnlyList<CheckResult> Shown, IReadOnlyList<CheckResult> Rest)
{
    private const int MostPasses = 3;
    private const int MostFailures = 6;
    private const int MostUnknown = 3;

    /// <summary>What is worst comes first, then the order of rules; within a rule, reading order is kept.</summary>
    public static IReadOnlyList<CheckFold> Of(IEnumerable<CheckResult> results)
    {
        ArgumentNullException.ThrowIfNull(results);
        return
        [
            .. results
                .GroupBy(result => (result.Check.Id, result.Outcome, Reason: result.Outcome == CheckOutcome.Passed ? "" : result.Reason))
                .OrderBy(alike => CheckPhrases.Rank(alike.Key.Outcome))
                .ThenBy(alike => alike.First().Check.Rule, StringComparer.Ordinal)
                .Select(alike => Of(alike.Key.Outcome, [.. alike])),
        ];
    }

    private static CheckFold Of(CheckOutcome outcome, IReadOnlyList<CheckResult> alike)
    {
        var shown = outcome switch
        {
            // Three passes are three lines; thirty are one.
            CheckOutcome.Passed => alike.Count <= MostPasses ? alike.Count : 0,
            CheckOutcome.Failed or CheckOutcome.Warning => MostFailures,
            CheckOutcome.Unknown => MostUnknown,
            _ => 1,
        };
        return new([.. alike.Take(shown)], [.. alike.Skip(shown)]);
    }
}
