using Fairlead.Core.Checks;
using Fairlead.Core.Reports.Html;

namespace Fairlead.Core.Reports.Checks;

/// <summary>Why each question that was not answered as planned is asked, so that the page needs no other beside it.</summary>
internal static class QuestionsSection
{
    public static IReadOnlyList<CheckInfo> Of(CheckReport report) =>
        [.. report.Results.Where(result => result.Outcome != CheckOutcome.Passed).Select(result => result.Check).Distinct().OrderBy(check => check.Rule, StringComparer.Ordinal)];

    public static void Write(HtmlWriter html, CheckReport report)
    {
        var checks = Of(report);
        if (checks.Count == 0)
            return;
        html.Open("section", ("id", "questions"), ("aria-labelledby", "questions-title"));
        html.Element("h2", "The questions", ("id", "questions-title"));
        html.Element("p", "Each has a page: fairlead explain and its id.", ("class", "lead"));
        foreach (var check in checks)
        {
            var text = CheckText.Of(check);
            html.Open("article", ("id", check.Rule), ("class", "ruletext"));
            html.Element("h3", $"{check.Rule} {check.Id}");
            html.Element("p", check.Summary);
            HtmlProse.Write(html, "Why", text.Why);
            HtmlProse.Write(html, "How it is asked", text.Asks);
            HtmlProse.Write(html, "Mend", text.Mend);
            html.CloseLine();
        }

        html.CloseLine();
    }
}
