using Fairlead.Core.Checks;

namespace Fairlead.Core.Reports.Checks;

/// <summary>What the answers of a run are called in every report for people.</summary>
public static class CheckPhrases
{
    /// <summary>How it went, as the beginning of a sentence.</summary>
    public static string Headline(CheckReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.HasFailures)
            return "Not as planned";
        if (report.HasOpenQuestions)
            return "Nothing failed, but questions stayed open";
        if (report.Results.Count == 0)
            return "Nothing was asked";
        return report.Count(CheckOutcome.Warning) > 0 ? "Nothing failed; some things need a look" : "As planned";
    }

    /// <summary>How many ended in which way; of warnings, open and skipped questions only when there are any.</summary>
    public static string Counts(CheckReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return string.Join(", ", Enum.GetValues<CheckOutcome>().OrderBy(Rank).Where(outcome => outcome is CheckOutcome.Failed or CheckOutcome.Passed || report.Count(outcome) > 0).Select(outcome => $"{PlanWords.Number(report.Count(outcome))} {Plural(outcome, report.Count(outcome))}"));
    }

    /// <summary>From where it was seen, in one sentence without its end: which machine, where it stands, for whom it stood in.</summary>
    public static string SeenFrom(Vantage vantage)
    {
        ArgumentNullException.ThrowIfNull(vantage);
        var place = vantage.Interface is null ? "" : $", {vantage.Interface}{(vantage.Addresses.Count > 0 ? $" ({string.Join(", ", vantage.Addresses)})" : "")}";
        var segment = vantage.Segment is null ? "outside every segment asked about" : $"in {vantage.Segment}";
        return $"{vantage.Host}{place}, {segment}, as {vantage.Role}{StandIn(vantage)}{(vantage.Via is null ? "" : $", via {vantage.Via}")}";
    }

    /// <summary>The one thing that was asked about; where several of a subject are, the target.</summary>
    public static string Thing(CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Target ?? result.Subject;
    }

    /// <summary>The subject, when the target alone does not say it.</summary>
    public static string? Behind(CheckResult result)
    {
        ArgumentNullException.ThrowIfNull(result);
        return result.Target is null || result.Target == result.Subject ? null : result.Subject;
    }

    /// <summary>What is worst comes first.</summary>
    public static int Rank(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Failed => 0,
        CheckOutcome.Warning => 1,
        CheckOutcome.Unknown => 2,
        CheckOutcome.Skipped => 3,
        _ => 4,
    };

    /// <summary>The first names of a list, and how many more there are.</summary>
    public static string Some(IReadOnlyList<string> names, int most)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Count <= most ? string.Join(", ", names) : $"{string.Join(", ", names.Take(most))} and {PlanWords.Number(names.Count - most)} more";
    }

    private static string Plural(CheckOutcome outcome, int count) => outcome == CheckOutcome.Warning && count != 1 ? "warnings" : outcome.Word();

    private static string StandIn(Vantage vantage) => vantage.StandInFor is null ? "" : $", stand-in for {vantage.StandInFor}";
}
