using System.Globalization;
using System.Text;
using Fairlead.Core.Checks;

namespace Fairlead.Core.Reports.Checks;

/// <summary>
/// The answers as test results: one suite per family, one case per answer. Failed is a failure; a warning passes with its text as output, as
/// it does in a plan; what stayed unknown or was skipped is skipped, never a pass.
/// </summary>
public static class CheckJUnit
{
    public static void Write(CheckReport report, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        var properties = VantageFacts.Of(report.Vantage).Select(fact => ($"vantage.{fact.Name}", fact.Value)).ToList();
        JUnitReport.Write([.. report.Results.GroupBy(result => result.Check.Family).Select(family => new JUnitSuite($"check {family.Key}", JUnitSuite.Distinct(family.Select(Case))) { Properties = properties })], output);
    }

    private static JUnitCase Case(CheckResult result) => new(
        $"{result.Check.Rule} {result.Check.Id}: {result.Subject}{(CheckPhrases.Behind(result) is null ? "" : $" {result.Target}")}",
        result.Outcome switch
        {
            CheckOutcome.Failed => JUnitOutcome.Failed,
            CheckOutcome.Unknown or CheckOutcome.Skipped => JUnitOutcome.Skipped,
            _ => JUnitOutcome.Passed,
        },
        TextOf(result),
        result.Location)
    {
        Message = result.Message,
        Type = result.Check.Rule,
        Duration = result.Duration,
    };

    private static string TextOf(CheckResult result)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{result.Outcome.Word()} ({result.Reason}){(result.Verdict is { } verdict ? $", verdict {verdict.Word()}" : "")}\n{result.Message}\n");
        foreach (var seen in result.Evidence)
            text.Append(CultureInfo.InvariantCulture, $"Seen: {seen.Kind}: {seen.Text}\n");
        if (result.Hint is not null)
            text.Append(CultureInfo.InvariantCulture, $"Hint: {result.Hint}\n");
        return text.Append(CultureInfo.InvariantCulture, $"Why: fairlead explain {result.Check.Rule}").ToString();
    }
}
