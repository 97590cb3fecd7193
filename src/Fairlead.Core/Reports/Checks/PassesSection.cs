using System.Globalization;
using Fairlead.Core.Checks;
using Fairlead.Core.Reports.Html;

namespace Fairlead.Core.Reports.Checks;

/// <summary>What was seen to be as the plan assumes, folded by question.</summary>
internal static class PassesSection
{
    private const int MostOpen = 12;

    public static void Write(HtmlWriter html, CheckReport report)
    {
        var passes = report.Results.Where(result => result.Outcome == CheckOutcome.Passed).GroupBy(result => result.Check.Id).OrderBy(check => check.First().Check.Rule, StringComparer.Ordinal).ToList();
        if (passes.Count == 0)
            return;
        html.Open("section", ("id", "passes"), ("aria-labelledby", "passes-title"));
        html.Element("h2", "As planned", ("id", "passes-title"));
        foreach (var check in passes)
        {
            html.Open("details", ("class", "object"), ("open", check.Count() <= MostOpen ? "open" : null));
            html.Open("summary");
            html.Open("h4");
            html.Element("code", check.Key);
            html.Close();
            html.Element("span", $"{PlanWords.Number(check.Count())} passed", ("class", "counts"));
            html.CloseLine();
            using (var table = new HtmlTable(html, check.First().Check.Summary, "what", "seen", "subject", Column.OfNumbers("ms")))
            {
                foreach (var result in check)
                    table.Row(Cell.Code(CheckPhrases.Thing(result)), result.Message, Cell.Code(result.Subject), result.Duration.TotalMilliseconds.ToString("N0", CultureInfo.InvariantCulture));
            }

            html.CloseLine();
        }

        html.CloseLine();
    }
}
