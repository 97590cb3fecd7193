using Fairlead.Core.Planning;
using Fairlead.Core.Rules;

namespace Fairlead.Core.Reports.Html;

/// <summary>Why each rule that fired exists, so that the page needs no other beside it.</summary>
internal static class RulesSection
{
    public static void Write(HtmlWriter html, Plan plan)
    {
        var rules = plan.Diagnostics.Select(finding => finding.Rule).DistinctBy(rule => rule.Id).OrderBy(rule => rule.Id, StringComparer.Ordinal).ToList();
        if (rules.Count == 0)
            return;
        html.Open("section", ("id", "rules"), ("aria-labelledby", "rules-title"));
        html.Element("h2", "Rules that spoke", ("id", "rules-title"));
        html.Element("p", "Each has a page with an example and its mend: fairlead explain and the rule's id.", ("class", "lead"));
        foreach (var rule in rules)
        {
            html.Open("article", ("id", rule.Id), ("class", "ruletext"));
            html.Element("h3", $"{rule.Id} {rule.Name}");
            html.Element("p", rule.Summary);
            var text = RuleText.Of(rule);
            HtmlProse.Write(html, "Why", text.Why);
            HtmlProse.Write(html, "Mend", text.Mend);
            html.CloseLine();
        }

        html.CloseLine();
    }
}
