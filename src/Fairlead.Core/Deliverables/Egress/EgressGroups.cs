using Fairlead.Core.Addressing;
using Fairlead.Core.Firewalls;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Deliverables.Egress;

/// <summary>What a site's machines may reach outside, as filters want it: for each group of sources and each port, the names, none of them twice.</summary>
/// <param name="Names">Whose machines; for comments.</param>
/// <param name="Sources">Never empty: a group whose addresses nobody wrote opens nothing.</param>
/// <param name="Hosts">Names, or <c>*.</c> and a domain; what another of them covers is left out, and filters take a domain for one of those below it. In ordinal order.</param>
internal sealed record EgressGroup(string Names, IReadOnlyList<IpRange> Sources, string Protocol, int Port, IReadOnlyList<string> Hosts)
{
    public IEnumerable<IpRange> SourcesOf(IpFamily family) => Sources.Where(range => range.Family == family);
}

internal static class EgressGroups
{
    /// <param name="losses">Gets a sentence for each rule that can't be expressed by addresses of this site.</param>
    public static IReadOnlyList<EgressGroup> Of(Site site, FirewallPlan plan, List<string> losses)
    {
        var silent = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var found = new Dictionary<(string Names, string Protocol, int Port), (IReadOnlyList<IpRange> Sources, SortedSet<string> Hosts)>();
        foreach (var rule in plan.Egress)
        {
            var from = rule.From.Where(machines => RangesOf(machines).Count > 0).ToList();
            foreach (var unknown in rule.From.Except(from))
                silent[unknown.Name] = silent.GetValueOrDefault(unknown.Name) + 1;
            if (from.Count == 0)
                continue;
            if (rule.Host!.LastIndexOf('*') > 0)
            {
                losses.Add($"Site {site.Name}: {rule.Host} has its wildcard in the middle, which no such filter knows; it is not opened.");
                continue;
            }

            foreach (var protocol in rule.Protocol.Split('+'))
            {
                foreach (var port in rule.Ports)
                {
                    var key = (string.Join(", ", from.Select(machines => machines.Name)), protocol, port);
                    if (!found.TryGetValue(key, out var group))
                        found.Add(key, group = (IpSet.Of(from.SelectMany(RangesOf)).Ranges, new SortedSet<string>(StringComparer.Ordinal)));
                    group.Hosts.Add(rule.Host!);
                }
            }
        }

        foreach (var (name, count) in silent)
            losses.Add($"Site {site.Name}: the site file does not say which addresses the {name} have, so nothing is opened for them ({count} {(count == 1 ? "rule" : "rules")}).");
        return [.. found.OrderBy(each => each.Key.Names, StringComparer.Ordinal).ThenBy(each => each.Key.Protocol, StringComparer.Ordinal).ThenBy(each => each.Key.Port).Select(each => new EgressGroup(each.Key.Names, each.Value.Sources, each.Key.Protocol, each.Key.Port, Uncovered(each.Value.Hosts)))];
    }

    /// <summary>The addresses among what a kind of machines is written with; names are none.</summary>
    public static IReadOnlyList<IpRange> RangesOf(Machines machines) => [.. machines.Addresses.Select(text => IpRange.TryParse(text, out var range, out _) ? range : (IpRange?)null).OfType<IpRange>()];

    private static List<string> Uncovered(SortedSet<string> hosts) => [.. hosts.Where(host => !hosts.Any(other => other != host && other.StartsWith("*.", StringComparison.Ordinal) && (host == other[2..] || host.EndsWith(other[1..], StringComparison.Ordinal))))];
}
