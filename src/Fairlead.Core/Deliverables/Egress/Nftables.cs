using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Firewalls;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.Egress;

/// <summary>
/// A router's filter for what a site's machines may reach: nftables, whose sets dnsmasq fills with the addresses of allowed names (its option nftset). It opens addresses and not
/// names, and says so.
/// </summary>
internal static class Nftables
{
    private const string Table = "fairlead_egress";

    public static RenderTarget Target { get; } = new("nftables", DeliveryStep.Network, "nftables and dnsmasq's nftset: the site's egress, filtered by the addresses of allowed names.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var (files, losses) = (new List<DeliverableFile>(), new List<string>());
        foreach (var (site, name) in request.NamedSites)
        {
            var plan = FirewallPlan.Of(site);
            var groups = EgressGroups.Of(site, plan, losses);
            if (groups.Count == 0)
                continue;
            files.Add(new($"{name}-egress.nft", Filter(site, plan, groups)));
            files.Add(new($"{name}-egress-dnsmasq.conf", Names(site, groups)));
            losses.Add($"Site {site.Name}: a filter by addresses opens every name that shares an address with an allowed one, as names of one content network do; squid tells them apart.");
            losses.Add($"Site {site.Name}: the machines must ask this dnsmasq for names, or its sets stay empty; addresses stay in them until the table is loaded again, which empties them: restart dnsmasq and the machines' name caches then.");
        }

        return new(files, losses);
    }

    private static string Filter(Site site, FirewallPlan plan, IReadOnlyList<EgressGroup> groups)
    {
        var text = new StringBuilder($"#!/usr/sbin/nft -f\n# What machines of {Excerpt.Of(site.Name)} may reach, for the router in front of them; made by Fairlead. Its sets are filled by dnsmasq: an ADDRESS is opened, not a name.\n");
        // Flushing would leave the sets of an earlier plan, and refuse those that are of another kind now.
        text.Append(CultureInfo.InvariantCulture, $"table inet {Table} {{}}\ndelete table inet {Table}\ntable inet {Table} {{\n");
        var families = Families.Where(each => groups.Any(group => group.SourcesOf(each.Family).Any())).ToList();
        foreach (var (family, type) in families)
        {
            Set(text, $"sources_{family.Mark()}", type, IpSet.Of(groups.SelectMany(group => group.SourcesOf(family))).Ranges);
            foreach (var (group, number) in Numbered(groups, family))
            {
                text.Append(CultureInfo.InvariantCulture, $"  # {group.Names}, {group.Protocol} {group.Port}\n");
                Set(text, $"from_{number}_{family.Mark()}", type, [.. group.SourcesOf(family)]);
                text.Append(CultureInfo.InvariantCulture, $"  set to_{number}_{family.Mark()} {{ type {type}; }}\n");
            }
        }

        text.Append("  chain forward {\n    type filter hook forward priority filter; policy accept;\n    ct state established,related accept\n");
        foreach (var (family, _) in families)
            text.Append(CultureInfo.InvariantCulture, $"    {family.Header()} saddr @sources_{family.Mark()} jump site\n");
        text.Append("  }\n  chain site {\n");
        foreach (var rule in plan.Inside.Where(rule => rule.To is not null))
        {
            Inside(text, rule, rule.From.SelectMany(EgressGroups.RangesOf), EgressGroups.RangesOf(rule.To!));
            if (rule.IsBothWays)
                Inside(text, rule, EgressGroups.RangesOf(rule.To!), rule.From.SelectMany(EgressGroups.RangesOf));
        }

        foreach (var (family, _) in families)
        {
            foreach (var (group, number) in Numbered(groups, family))
                text.Append(CultureInfo.InvariantCulture, $"    {family.Header()} saddr @from_{number}_{family.Mark()} {family.Header()} daddr @to_{number}_{family.Mark()} {group.Protocol} dport {group.Port} accept\n");
        }

        return text.Append("    # A reset at once, where ICMP may be limited in number.\n    meta l4proto tcp reject with tcp reset\n    reject with icmpx type admin-prohibited\n  }\n}\n").ToString();
    }

    /// <summary>Between machines of the site, where both sides are written.</summary>
    private static void Inside(StringBuilder text, FirewallRule rule, IEnumerable<IpRange> from, IEnumerable<IpRange> to)
    {
        foreach (var (family, _) in Families)
        {
            var (sources, targets) = (List(from, family), List(to, family));
            if (sources.Length == 0 || targets.Length == 0)
                continue;
            foreach (var protocol in rule.Protocol.Split('+'))
                text.Append(CultureInfo.InvariantCulture, $"    {family.Header()} saddr {{ {sources} }} {family.Header()} daddr {{ {targets} }} {protocol} dport {{ {string.Join(", ", rule.Ports)} }} accept\n");
        }
    }

    /// <summary>One line for each domain, with every set that its addresses belong in: dnsmasq takes the longest match alone.</summary>
    private static string Names(Site site, IReadOnlyList<EgressGroup> groups)
    {
        var text = new StringBuilder($"# Fills the sets of {Table} with the addresses of allowed names of {Excerpt.Of(site.Name)}; made by Fairlead, for a file of dnsmasq's conf-dir. A domain stands for all names below it.\n");
        foreach (var domain in groups.SelectMany(group => group.Hosts).Select(Domain).Distinct().Order(StringComparer.Ordinal))
        {
            var sets = from family in Families
                       from numbered in Numbered(groups, family.Family)
                       where numbered.Group.Hosts.Any(host => Domain(host) == domain || Covers(host, domain))
                       select string.Create(CultureInfo.InvariantCulture, $"{family.Family.Mark()}#inet#{Table}#to_{numbered.Number}_{family.Family.Mark()}");
            text.Append(CultureInfo.InvariantCulture, $"nftset=/{domain}/{string.Join(',', sets)}\n");
        }

        return text.ToString();
    }

    private static bool Covers(string wildcard, string domain) => wildcard.StartsWith("*.", StringComparison.Ordinal) && domain.EndsWith(wildcard[1..], StringComparison.Ordinal);

    private static string Domain(string host) => host.StartsWith("*.", StringComparison.Ordinal) ? host[2..] : host;

    /// <summary>Those with sources of a family, each with its number among all.</summary>
    private static IEnumerable<(EgressGroup Group, int Number)> Numbered(IReadOnlyList<EgressGroup> groups, IpFamily family) => groups.Select((group, at) => (group, at + 1)).Where(each => each.group.SourcesOf(family).Any());

    private static (IpFamily Family, string Type)[] Families => [(IpFamily.V4, "ipv4_addr"), (IpFamily.V6, "ipv6_addr")];

    private static void Set(StringBuilder text, string name, string type, IReadOnlyList<IpRange> ranges)
    {
        text.Append(CultureInfo.InvariantCulture, $"  set {name} {{ type {type}; flags interval; elements = {{ {string.Join(", ", ranges)} }}; }}\n");
    }

    private static string List(IEnumerable<IpRange> ranges, IpFamily family) => string.Join(", ", IpSet.Of(ranges.Where(range => range.Family == family)).Ranges);

    private static string Mark(this IpFamily family) => family == IpFamily.V4 ? "4" : "6";

    private static string Header(this IpFamily family) => family == IpFamily.V4 ? "ip" : "ip6";
}
