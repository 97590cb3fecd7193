using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports.Html;

internal static class SummarySection
{
    public static void Write(HtmlWriter html, Plan plan)
    {
        html.Open("section", ("id", "summary"), ("aria-labelledby", "summary-title"));
        html.Element("h2", "Summary", ("id", "summary-title"));
        html.Open("dl", ("class", "tiles"));
        Tile(html, "errors", PlanWords.Number(plan.Count(Severity.Error)), plan.Count(Severity.Error) > 0 ? "error" : null);
        Tile(html, "warnings", PlanWords.Number(plan.Count(Severity.Warning)), plan.Count(Severity.Warning) > 0 ? "warning" : null);
        Tile(html, "infos", PlanWords.Number(plan.Count(Severity.Info)), null);
        Tile(html, "accepted", PlanWords.Number(plan.Overridden), null);
        var (required, planned) = plan.ControlPlaneIps;
        Tile(html, "control plane IPs planned", $"{PlanWords.Number(planned)} of {PlanWords.Number(required)}", planned < required ? "warning" : null);
        var (services, addresses) = plan.LoadBalancerIps;
        Tile(html, $"load balancer addresses for {PlanWords.Count(services, "service")}", PlanWords.Addresses(addresses), addresses < (UInt128)services ? "warning" : null);
        html.CloseLine();
        WriteSites(html, plan);
        html.CloseLine();
    }

    private static void Tile(HtmlWriter html, string label, string figure, string? mood)
    {
        html.Open("div", ("class", mood));
        html.Element("dt", label);
        html.Element("dd", figure);
        html.Close();
    }

    private static void WriteSites(HtmlWriter html, Plan plan)
    {
        if (plan.Estate.Sites.Count == 0)
            return;
        var findings = plan.Diagnostics.Where(finding => !finding.IsOverridden && finding.Site is not null).ToLookup(finding => finding.Site!);
        using var table = new HtmlTable(html, "Sites", "site", "profile", "region", "address space", Column.OfNumbers("segments"), Column.OfNumbers("clusters"), Column.OfNumbers("errors"), Column.OfNumbers("warnings"));
        foreach (var site in plan.Estate.Sites)
        {
            table.Row(
                Cell.Code(site.Name),
                site.Profile.Name,
                site.Spec.Region.Or("not given"),
                site.AddressSpace,
                PlanWords.Number(site.Segments.Count),
                PlanWords.Number(site.Clusters.Count),
                PlanWords.Number(findings[site.Name].Count(finding => finding.Severity == Severity.Error)),
                PlanWords.Number(findings[site.Name].Count(finding => finding.Severity == Severity.Warning)));
        }
    }
}
