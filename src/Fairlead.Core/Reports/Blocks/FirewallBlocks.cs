using System.Globalization;
using Fairlead.Core.Firewalls;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Reports.Blocks;

/// <summary>What the firewalls have to let through, as blocks: who is who, between machines, to the outside, and which documents say so.</summary>
internal static class FirewallBlocks
{
    public static IEnumerable<Block> Of(Site site)
    {
        var plan = FirewallPlan.Of(site);
        if (plan.Inside.Count + plan.Egress.Count == 0)
        {
            yield return new Paragraph("Nothing is known of this site's traffic: it has neither clusters nor a resource bridge.");
            yield break;
        }

        yield return new Grid("Who is who", ["name", "machines", "addresses"], [.. plan.Parties.Select(WhoRow)]);
        if (plan.Inside.Count > 0)
            yield return new Grid($"Between machines ({PlanWords.Count(plan.Inside.Count, "rule")})", ["from", "to", "ports", "why", "source"], [.. plan.Inside.Select(InsideRow)]);
        if (plan.HasEgressList)
        {
            yield return new Paragraph(RegionNote(site));
            foreach (var grid in Egress(plan))
                yield return grid;
        }
        else
        {
            yield return new Warning($"Fairlead has no list of outside endpoints for {site.Profile.Title}: please take it from the vendor's own page.");
        }

        yield return new Grid("Documents", ["name", "title", "where it stands"], [.. plan.Documents.Select(document => (IReadOnlyList<Line>)[Line.Code(document.Document), document.Title, Line.Code(document.Citation)])]);
    }

    private static IReadOnlyList<Line> WhoRow(Machines machines) => [Line.Strong(machines.Name), machines.Description, Line.Codes(machines.Addresses)];

    private static IReadOnlyList<Line> InsideRow(FirewallRule rule) =>
    [
        Line.Strong(string.Join(", ", rule.From.Select(machines => machines.Name))),
        (rule.IsBothWays ? (Line)"↔ " : "→ ") + rule.To!.Name,
        Ports(rule),
        Why(rule),
        Source(rule),
    ];

    /// <summary>One table for each set of sources: a firewall has one rule base per source, too.</summary>
    private static IEnumerable<Grid> Egress(FirewallPlan plan)
    {
        foreach (var group in plan.Egress.GroupBy(rule => (From: string.Join(", ", rule.From.Select(machines => machines.Name)), rule.IsConditional)))
        {
            yield return new Grid(
                $"To the outside from {group.Key.From}{(group.Key.IsConditional ? ", only on a condition" : "")} ({group.Count()})",
                ["to", "port", "why", "row"],
                [.. group.Select(EgressRow)]);
        }
    }

    private static IReadOnlyList<Line> EgressRow(FirewallRule rule) =>
    [
        Line.Stack([Line.Code(rule.Host!), rule.PublishedAs is null ? "" : "published as " + Line.Code(rule.PublishedAs)]),
        Ports(rule),
        Why(rule),
        Source(rule),
    ];

    private static Line Ports(FirewallRule rule) => Line.Code($"{rule.Protocol} {string.Join(", ", rule.Ports.Select(port => port.ToString(CultureInfo.InvariantCulture)))}");

    private static Line Why(FirewallRule rule) => Line.Stack(
    [
        rule.Why,
        rule.Condition is null ? "" : Line.Strong(rule.IsConditional ? "Condition:" : "Also") + " " + rule.Condition,
        rule.IsInferred ? Line.Strong("Inferred.") + (rule.Note is null ? "" : " " + rule.Note) : rule.Note ?? "",
    ]);

    private static Line Source(FirewallRule rule) => Line.Stack(rule.Sources
        .GroupBy(source => source.Document)
        .Select(document => Line.Code(document.Key) + Rows([.. document.Select(source => source.Row).OfType<int>().Distinct()])));

    private static Line Rows(List<int> rows) => rows.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" {string.Join(", ", rows)}");

    private static Line RegionNote(Site site) => site.Region is { } region
        ? $"The lists below are the union of what the vendor publishes, with {region.DisplayName} filled in where a name carries the region. A leading asterisk stands for any depth of names below."
        : "The lists below are the union of what the vendor publishes. " + Line.Missing("The site file names no region that Fairlead knows, so names that carry one stand as published: please fill in the region.");
}
