using Fairlead.Core.Planning;
using Fairlead.Core.Reports.Blocks;

namespace Fairlead.Core.Reports.Html;

/// <summary>What has to be let through for each site.</summary>
internal static class FirewallSection
{
    private const int MostSites = 50;

    public static void Write(HtmlWriter html, Plan plan)
    {
        var sites = plan.Estate.Sites;
        if (sites.Count == 0)
            return;
        html.Open("section", ("id", "firewall"), ("aria-labelledby", "firewall-title"));
        html.Element("h2", "Firewall", ("id", "firewall-title"));
        html.Element("p", "Who has to reach what, from the published lists and the site's own addresses. For the people who run the firewall, fairlead render request writes the same as a page of its own.", ("class", "lead"));
        if (sites.Count > MostSites)
            html.Element("p", $"The first {MostSites} of {PlanWords.Number(sites.Count)} sites.", ("class", "cut"));
        foreach (var site in sites.Take(MostSites))
        {
            html.Open("details", ("class", "object"), ("open", sites.Count == 1 ? "open" : null));
            html.Open("summary");
            html.Element("h3", site.Name);
            html.Element("span", site.Profile.Title, ("class", "counts"));
            html.CloseLine();
            foreach (var block in FirewallBlocks.Of(site))
                BlockHtml.Write(html, block);
            html.CloseLine();
        }

        html.CloseLine();
    }
}
