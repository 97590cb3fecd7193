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
        HtmlPage.Write(output, $"{Names(plan)}: Fairlead plan", html => WriteBody(html, plan));
    }

    private static void WriteBody(HtmlWriter html, Plan plan)
    {
        html.Element("a", "Skip to the findings", ("class", "skip"), ("href", "#findings"));
        html.Open("header");
        html.Element("p", "Fairlead plan", ("class", "kicker"));
        html.Element("h1", Names(plan));
        WriteVerdict(html, plan);
        WriteContents(html, plan);
        html.CloseLine();
        html.Open("main");
        SummarySection.Write(html, plan);
        FindingsSection.Write(html, plan);
        MapsSection.Write(html, plan);
        CapacitySection.Write(html, plan);
        AddressesSection.Write(html, plan);
        FirewallSection.Write(html, plan);
        RulesSection.Write(html, plan);
        html.CloseLine();
        html.Open("footer");
        html.Element("p", "Made by Fairlead from the site files alone: what is planned, not what is there. The same files give the same page.");
        html.CloseLine();
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

    private static void WriteContents(HtmlWriter html, Plan plan)
    {
        html.Open("nav", ("aria-label", "Contents"));
        html.Open("ul");
        Item("summary", "Summary");
        Item("findings", "Findings");
        if (plan.Estate.Segments.Any(segment => segment.Prefixes.Count > 0))
            Item("maps", "Address maps");
        if (plan.Capacity.Count > 0)
            Item("capacity", "Capacity");
        if (plan.ExclusiveAddresses.Any())
            Item("addresses", "Address plan");
        if (plan.Estate.Sites.Count > 0)
            Item("firewall", "Firewall");
        if (plan.Diagnostics.Count > 0)
            Item("rules", "Rules");
        html.Close();
        html.CloseLine();

        void Item(string id, string title)
        {
            html.Open("li");
            html.Element("a", title, ("href", "#" + id));
            html.Close();
        }
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
