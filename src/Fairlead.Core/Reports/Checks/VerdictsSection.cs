using Fairlead.Core.Checks;
using Fairlead.Core.Reports.Html;

namespace Fairlead.Core.Reports.Checks;

/// <summary>What is known of each address that was asked about. None is ever called free.</summary>
internal static class VerdictsSection
{
    private const int MostRows = 5_000;

    public static void Write(HtmlWriter html, CheckReport report)
    {
        var addresses = report.Results.Where(result => result.Verdict is not null).ToList();
        if (addresses.Count == 0)
            return;
        html.Open("section", ("id", "addresses"), ("aria-labelledby", "addresses-title"));
        html.Element("h2", "Addresses", ("id", "addresses-title"));
        html.Element("p", "What was seen of each. No answer is not the same as free: who is switched off today may be back tomorrow.", ("class", "lead"));
        using (var table = new HtmlTable(html, string.Join(", ", addresses.GroupBy(result => result.Verdict!.Value).OrderBy(group => group.Key).Select(group => $"{PlanWords.Number(group.Count())} {group.Key.Word()}")), "address", "verdict", "reason", "outcome", "for", "seen"))
        {
            foreach (var result in addresses.Take(MostRows))
            {
                table.Row(
                    Cell.Code(CheckPhrases.Thing(result)),
                    result.Verdict!.Value.Word(),
                    result.Reason,
                    new Cell(to => OutcomeBadge.Write(to, result.Outcome)),
                    Cell.Code(result.Subject),
                    string.Join("; ", result.Evidence.Select(seen => seen.Text)));
            }
        }

        if (addresses.Count > MostRows)
            html.Element("p", $"{PlanWords.Number(addresses.Count - MostRows)} more are left out; fairlead check --format json has them all.", ("class", "cut"));
        html.CloseLine();
    }
}
