using System.Globalization;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Firewalls;

/// <summary>What the firewalls around a site have to let through, from the published lists with the site's own values filled in.</summary>
public sealed record FirewallPlan
{
    /// <summary>The profile that the endpoint catalogue is made for.</summary>
    private const string CatalogProfile = "aks-arc-vmware";

    /// <summary>To the outside, in catalogue order; empty where <see cref="HasEgressList"/> is false.</summary>
    public required IReadOnlyList<FirewallRule> Egress { get; init; }

    /// <summary>Between machines of the site, in catalogue order.</summary>
    public required IReadOnlyList<FirewallRule> Inside { get; init; }

    /// <summary>Fairlead has a list of outside endpoints for the site's profile.</summary>
    public required bool HasEgressList { get; init; }

    /// <summary>The machines that rules speak of, in order of first mention.</summary>
    public IReadOnlyList<Machines> Parties =>
        [.. Inside.Concat(Egress).SelectMany(rule => rule.To is null ? rule.From : rule.From.Append(rule.To)).Distinct()];

    /// <summary>The documents that rules come from, in order of first mention.</summary>
    public IReadOnlyList<FirewallSource> Documents =>
        [.. Inside.Concat(Egress).SelectMany(rule => rule.Sources).DistinctBy(source => source.Document).Select(source => source with { Row = null })];

    public static FirewallPlan Of(Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        var machines = new MachinesOfSite(site);
        var hasList = site.Profile.Name == CatalogProfile;
        return new FirewallPlan
        {
            HasEgressList = hasList,
            Egress = hasList ? [.. EgressOf(site, machines)] : [],
            Inside = [.. InsideOf(site, machines)],
        };
    }

    private static IEnumerable<FirewallRule> InsideOf(Site site, MachinesOfSite machines)
    {
        foreach (var rule in PortCatalog.Default.Under(site.Profile, site.Spec.ResourceBridge.HasValue, site.Clusters.Count > 0))
        {
            // Without one, there is nothing to open: servers inside the segment need no rule, and the site may have no time servers of its own.
            if (rule.To.Id is "dhcp-servers" or "ntp-servers" && machines[rule.To.Id].Addresses.Count == 0)
                continue;
            yield return new FirewallRule
            {
                From = [machines[rule.From.Id]],
                To = machines[rule.To.Id],
                Ports = rule.Ports,
                Protocol = rule.Protocol,
                IsBothWays = rule.IsBothWays,
                Why = rule.Why,
                Condition = rule.Condition,
                IsConditional = rule.Condition is not null,
                IsInferred = rule.Mark != Mark.Doc,
                Note = rule.Note,
                Sources = [new FirewallSource(rule.Source.Id, null, rule.Source.Title, rule.Source.Citation)],
            };
        }
    }

    /// <summary>Each host and port once, whichever lists ask for it. What only the site can name (vCenter, DNS) is among the ports inside.</summary>
    private static IEnumerable<FirewallRule> EgressOf(Site site, MachinesOfSite machines) =>
        EndpointCatalog.Default.Endpoints
            .Where(endpoint => endpoint.Kind != HostKind.Placeholder)
            .GroupBy(endpoint => (Host: EndpointCatalog.HostIn(endpoint, site.Region), endpoint.Port))
            .Select(same => ToRule(same.Key.Host, [.. same], site.Region, machines));

    private static FirewallRule ToRule(string host, List<Endpoint> endpoints, Region? region, MachinesOfSite machines)
    {
        var endpoint = endpoints[0];
        var sources = endpoints.SelectMany(one => one.Sources).ToList();
        var always = GroupsOf(sources.Where(source => source.Condition is null));
        var isFilledIn = host != endpoint.Host;
        var usesShortName = isFilledIn && endpoint.RegionTemplate!.Contains("{regionShort}", StringComparison.Ordinal);
        return new FirewallRule
        {
            From = [.. (always.Count > 0 ? always : GroupsOf(sources)).Select(id => machines[id])],
            Host = host,
            PublishedAs = isFilledIn ? string.Join(", ", endpoints.Select(one => one.Host).Distinct()) : null,
            Ports = [endpoint.Port],
            Protocol = endpoint.Protocol is EndpointProtocol.Ntp or EndpointProtocol.Udp ? "udp" : "tcp",
            Why = endpoint.WebSocket ? $"{endpoint.Purpose} Upgraded to WebSocket." : endpoint.Purpose,
            Condition = ConditionOf(sources, always, machines),
            IsConditional = always.Count == 0,
            IsInferred = usesShortName && region!.ShortName.Note is not null,
            Note = usesShortName ? region!.ShortName.Note : null,
            Sources = [.. sources.Select(source => new FirewallSource(source.List.Id, source.Row, source.List.Title, Citation(source.List)))],
        };
    }

    private static List<string> GroupsOf(IEnumerable<EndpointSource> sources) => [.. sources.SelectMany(source => source.From).Select(group => group.Id).Distinct()];

    private static string? ConditionOf(List<EndpointSource> sources, List<string> always, MachinesOfSite machines)
    {
        var parts = new List<string>();
        foreach (var conditional in sources.Where(source => source.Condition is not null).GroupBy(source => source.Condition!))
        {
            if (always.Count == 0)
                parts.Add(conditional.Key);
            else if (GroupsOf(conditional).Except(always).ToList() is { Count: > 0 } more)
                parts.Add($"from {string.Join(", ", more.Select(id => machines[id].Name))}, {conditional.Key}");
        }

        return parts.Count == 0 ? null : string.Join("; ", parts);
    }

    private static string Citation(EndpointList list) =>
        Citations.Format(list.Repo, list.Path, list.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
}
