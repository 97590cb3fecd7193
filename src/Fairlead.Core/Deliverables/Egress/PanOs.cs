using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Firewalls;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.Egress;

/// <summary>
/// PAN-OS set commands for configure mode: address objects and groups for sources, services for ports, a custom URL category for names that TLS greetings tell, FQDN objects for the others, and one
/// security rule for each group of sources and port.
/// </summary>
internal static class PanOs
{
    /// <summary>Of any object (PAN-OS: 63 characters); what is made here stays below it.</summary>
    private const string Prefix = "fairlead";

    public static RenderTarget Target { get; } = new("pan-os", DeliveryStep.Network, "PAN-OS: the site's egress as set commands.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var (files, losses) = (new List<DeliverableFile>(), new List<string>());
        foreach (var (site, name) in request.NamedSites)
        {
            var groups = EgressGroups.Of(site, FirewallPlan.Of(site), losses);
            if (groups.Count == 0)
                continue;
            files.Add(new($"{name}-egress.set", Commands(site, $"{Prefix}-{name[..Math.Min(name.Length, 30)].TrimEnd('-').ToLowerInvariant()}", groups)));
            losses.Add($"Site {site.Name}: PAN-OS tells names by the TLS greeting without decrypting, so a machine that greets an allowed name at another address passes; a rule by address too would need the addresses, which move.");
            losses.Add($"Site {site.Name}: the rules stand between the zones 'inside' and 'outside', in the default vsys: name yours, put them before whatever denies, and commit.");
            foreach (var group in groups.Where(group => !IsByUrl(group)))
            {
                var wild = group.Hosts.Where(host => host[0] == '*').ToList();
                if (wild.Count > 0)
                    losses.Add($"Site {site.Name}: {string.Join(", ", wild)} by {group.Protocol} {group.Port.ToString(CultureInfo.InvariantCulture)}: an FQDN object holds one name, no wildcard, so it is not opened.");
            }
        }

        return new(files, losses);
    }

    private static string Commands(Site site, string prefix, IReadOnlyList<EgressGroup> groups)
    {
        var text = new StringBuilder($"# What machines of {Excerpt.Of(site.Name)} may reach, made by Fairlead: PAN-OS, in configure mode.\n");
        var sources = groups.SelectMany(group => group.Sources).Distinct().Order().ToList();
        for (var at = 0; at < sources.Count; at++)
            text.Append(CultureInfo.InvariantCulture, $"set address {prefix}-from-{at + 1} {(sources[at].IsSingle ? $"ip-netmask {sources[at].First}" : $"ip-range {sources[at].First}-{sources[at].Last}")}\n");
        foreach (var (protocol, port) in groups.Select(group => (group.Protocol, group.Port)).Distinct().Order())
            text.Append(CultureInfo.InvariantCulture, $"set service {Service(protocol, port)} protocol {protocol} port {port}\n");
        for (var at = 0; at < groups.Count; at++)
        {
            var (group, name) = (groups[at], string.Create(CultureInfo.InvariantCulture, $"{prefix}-{at + 1}"));
            text.Append(CultureInfo.InvariantCulture, $"\n# {group.Names}, {group.Protocol} {group.Port}\n");
            var targets = IsByUrl(group) ? Category(text, name, group) : Objects(text, name, group);
            if (targets is null)
            {
                text.Append("# Wildcards alone, which no FQDN object holds: no rule.\n");
                continue;
            }

            text.Append($"set rulebase security rules {name} from inside to outside\n");
            text.Append($"set rulebase security rules {name} source [ {From(group.Sources)} ]\n");
            text.Append($"set rulebase security rules {name} {targets}\n");
            text.Append($"set rulebase security rules {name} application any service {Service(group.Protocol, group.Port)} action allow\n");
        }

        text.Append($"\n# What is not allowed above.\n");
        var deny = $"{prefix}-deny";
        text.Append($"set rulebase security rules {deny} from inside to outside\n");
        text.Append($"set rulebase security rules {deny} source [ {From(sources)} ]\n");
        return text.Append($"set rulebase security rules {deny} destination any application any service any action reset-client\n").ToString();

        string From(IEnumerable<IpRange> ranges) => string.Join(' ', ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"{prefix}-from-{sources.IndexOf(range) + 1}")));
    }

    /// <summary>Names ride in the TLS greeting or in an HTTP request.</summary>
    private static bool IsByUrl(EgressGroup group) => group.Protocol == "tcp" && group.Port is 80 or 443;

    /// <summary>An entry ends in a slash, or it would match longer names too; one with a wildcard leaves the domain itself out.</summary>
    private static string Category(StringBuilder text, string name, EgressGroup group)
    {
        text.Append($"set profiles custom-url-category {name} type \"URL List\"\n");
        text.Append($"set profiles custom-url-category {name} list [ {string.Join(' ', group.Hosts.SelectMany(host => host[0] == '*' ? [host[2..] + "/", host + "/"] : new[] { host + "/" }))} ]\n");
        return $"destination any category {name}";
    }

    /// <returns>Null where the group has no name without a wildcard.</returns>
    private static string? Objects(StringBuilder text, string name, EgressGroup group)
    {
        var hosts = group.Hosts.Where(host => host[0] != '*').ToList();
        if (hosts.Count == 0)
            return null;
        for (var at = 0; at < hosts.Count; at++)
            text.Append(CultureInfo.InvariantCulture, $"set address {name}-to-{at + 1} fqdn {hosts[at]}\n");
        return $"destination [ {string.Join(' ', Enumerable.Range(1, hosts.Count).Select(number => string.Create(CultureInfo.InvariantCulture, $"{name}-to-{number}")))} ]";
    }

    private static string Service(string protocol, int port) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}-{protocol}-{port}");
}
