using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports.Html;

namespace Fairlead.Core.Reports;

/// <summary>The plan as one HTML file that needs nothing else: no script, no network, any screen, paper too.</summary>
public static class HtmlReport
{
    public static void Write(Plan plan, Stream output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(output);
        var frame = new HtmlFrame
        {
            Kicker = "Fairlead plan",
            Title = Names(plan),
            Skip = ("Skip to the findings", "findings"),
            Verdict = html => WriteVerdict(html, plan),
            Contents =
            [
                ("summary", "Summary", true),
                ("findings", "Findings", true),
                ("maps", "Address maps", plan.Estate.Segments.Any(segment => segment.Prefixes.Count > 0)),
                ("capacity", "Capacity", plan.Capacity.Count > 0),
                ("observed", "Observed", !plan.Observed.IsEmpty),
                ("addresses", "Address plan", plan.ExclusiveAddresses.Any()),
                ("firewall", "Firewall", plan.Estate.Sites.Count > 0),
                ("rules", "Rules", plan.Diagnostics.Count > 0),
            ],
            Sections = html => WriteSections(html, plan),
            Footer = plan.Observed.IsEmpty
                ? "Made by Fairlead from the site files alone: what is planned, not what is there. The same files give the same page."
                : "Made by Fairlead from the site files and what the named systems held when they were read.",
        };
        HtmlPage.Write(output, $"{frame.Title}: {frame.Kicker}", frame.Write);
    }

    private static void WriteSections(HtmlWriter html, Plan plan)
    {
        SummarySection.Write(html, plan);
        FindingsSection.Write(html, plan);
        MapsSection.Write(html, plan);
        CapacitySection.Write(html, plan);
        ObservedSection.Write(html, plan);
        AddressesSection.Write(html, plan);
        FirewallSection.Write(html, plan);
        RulesSection.Write(html, plan);
    }

    private static void WriteVerdict(HtmlWriter html, Plan plan)
    {
        var mood = plan.HasUnusableInput || plan.HasFailures ? Severity.Error : plan.Count(Severity.Warning) > 0 ? Severity.Warning : (Severity?)null;
        html.Open("p", ("class", $"verdict {(mood is null ? "good" : mood.Value.Word())}"));
        Icons.Write(html, mood);
        html.Element("strong", PlanWords.Verdict(plan) + ".");
        html.Text($" {PlanWords.Counts(plan)} in {PlanWords.Extent(plan)}.");
        html.CloseLine();
    }

    private static string Names(Plan plan)
    {
        const int Most = 3;
        var sites = plan.Estate.Sites;
        if (sites.Count == 0)
            return "No readable site";
        var names = string.Join(", ", sites.Take(Most).Select(site => site.Name));
        return sites.Count > Most ? $"{names} and {sites.Count - Most} more" : names;
    }
}
