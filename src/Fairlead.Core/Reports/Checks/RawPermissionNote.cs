using Fairlead.Core.Checks;

namespace Fairlead.Core.Reports.Checks;

/// <summary>What a run could not ask for want of CAP_NET_RAW, said once for all.</summary>
/// <param name="Missed">How many questions, and of which families.</param>
/// <param name="Asked">What was asked all the same.</param>
/// <param name="Hint">What to type; null when nobody said.</param>
public sealed record RawPermissionNote(string Missed, string Asked, string? Hint)
{
    /// <summary>The reason that such a question is skipped for.</summary>
    public const string Reason = "needs-cap-net-raw";

    /// <returns>Null when nothing was missed.</returns>
    public static RawPermissionNote? Of(CheckReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var missed = report.Results.Where(result => result.Reason == Reason).ToList();
        if (missed.Count == 0)
            return null;
        var families = string.Join(", ", missed.GroupBy(result => result.Check.Family).Select(family => $"{family.Key} {PlanWords.Number(family.Count())}"));
        var asked = report.Results.Where(result => result.Reason != Reason && result.Outcome != CheckOutcome.Skipped).Select(result => result.Check.Id).Distinct().ToList();
        return new(
            $"Without CAP_NET_RAW {PlanWords.Count(missed.Count, "question")} could not be asked ({families}).",
            asked.Count == 0 ? "Nothing else was to be asked." : $"Asked all the same: {string.Join(", ", asked)}.",
            missed.Select(result => result.Hint).FirstOrDefault(hint => hint is not null));
    }
}
