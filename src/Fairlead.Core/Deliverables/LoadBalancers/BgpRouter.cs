using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.LoadBalancers;

/// <summary>The router's side of BGP. Nodes lease their addresses, so it listens to the whole prefix of their segments; it takes host routes of the pool alone and tells nothing.</summary>
internal static class BgpRouter
{
    public static RenderTarget Target { get; } = new("bgp-router", DeliveryStep.Network, "The router's side of BGP, for FRR and for BIRD.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var files = new List<DeliverableFile>();
        var losses = new List<string>();
        var clusters = request.Clusters.Where(cluster => RoutedOf(cluster).Count > 0).ToList();
        foreach (var (cluster, name) in clusters.Zip(FileNames.Of(clusters.Select(cluster => $"{cluster.Site.Name}-{cluster.Name}"))))
        {
            var routed = RoutedOf(cluster);
            var number = 0;
            var families = new HashSet<IpFamily>();
            foreach (var peer in cluster.LoadBalancer?.Peers.Or([]) ?? [])
            {
                if (!peer.Address.TryGet(out var address) || !peer.Asn.TryGet(out var asn) || !peer.MyAsn.TryGet(out var nodes))
                    continue;
                number++;
                IpPrefix[] pool = [.. ServiceAddresses.Prefixes(routed.Where(range => range.Family == address.Family))];
                IpPrefix[] listen = [.. SegmentsOf(cluster).Select(segment => segment.PrefixOf(address.Family)).OfType<IpPrefix>().Distinct()];
                if (pool.Length == 0 || listen.Length == 0)
                {
                    losses.Add($"Cluster {cluster}: nothing is written for router {address}, because the {(pool.Length == 0 ? "pool" : "segments")} of the cluster have no {(address.IsV4 ? "IPv4" : "IPv6")}.");
                    continue;
                }

                families.Add(address.Family);
                var head = string.Create(CultureInfo.InvariantCulture, $"{name}-router-{number}");
                var what = $"Router {address} of cluster {Excerpt.Of(cluster.ToString())}, made by Fairlead";
                files.Add(new($"{head}.frr.conf", $"! {what}: vtysh -f FILE\n" + Frr(asn, nodes, address.Family, pool, listen)) { Comment = "!" });
                files.Add(new($"{head}.bird.conf", $"# {what}, for an include in bird.conf\n" + Bird(address, asn, nodes, pool, listen)));
            }

            if (routed.Any(range => !families.Contains(range.Family)))
                losses.Add($"Cluster {cluster}: a family of its addresses has no router that speaks it, so those addresses are not announced.");
            if (families.Count > 0)
                losses.Add($"Cluster {cluster}: any machine on its node segments may open a session, and one of another cluster there is told apart only by its AS number.");
        }

        return new(files, losses);
    }

    /// <summary>What the cluster announces by BGP: its services' addresses, its control plane IP, or both.</summary>
    private static IReadOnlyList<IpRange> RoutedOf(Cluster cluster) =>
    [
        .. ServiceAddresses.IsByBgp(cluster) ? cluster.LoadBalancerRanges.Select(range => range.Value) : [],
        .. cluster.ControlPlane.Mode.Or(ControlPlaneMode.Arp) == ControlPlaneMode.Bgp ? cluster.ControlPlaneIps.Select(ip => IpRange.Single(ip.Value)) : [],
    ];

    private static IEnumerable<Segment> SegmentsOf(Cluster cluster) => cluster.NodePools.Select(pool => pool.Segment).Prepend(cluster.Segment).OfType<Segment>().Distinct();

    private static string Frr(long asn, long nodes, IpFamily family, IpPrefix[] pool, IpPrefix[] listen)
    {
        var ip = family == IpFamily.V4 ? "ip" : "ipv6";
        var unicast = family == IpFamily.V4 ? "ipv4 unicast" : "ipv6 unicast";
        var group = string.Create(CultureInfo.InvariantCulture, $"FAIRLEAD-{nodes}-{(family == IpFamily.V4 ? 4 : 6)}");
        var text = new StringBuilder();
        var width = Width(family);
        var sequence = 0;
        foreach (var prefix in pool)
            text.Append(CultureInfo.InvariantCulture, $"{ip} prefix-list {group} seq {sequence += 5} permit {prefix}{(prefix.Length == width ? "" : string.Create(CultureInfo.InvariantCulture, $" ge {width}"))}\n");
        text.Append(CultureInfo.InvariantCulture, $"route-map {group}-IN permit 10\n match {ip} address prefix-list {group}\nexit\nroute-map {group}-OUT deny 10\nexit\n");
        text.Append(CultureInfo.InvariantCulture, $"router bgp {asn}\n no bgp default ipv4-unicast\n neighbor {group} peer-group\n neighbor {group} remote-as {nodes}\n");
        foreach (var prefix in listen)
            text.Append(CultureInfo.InvariantCulture, $" bgp listen range {prefix} peer-group {group}\n");
        text.Append(CultureInfo.InvariantCulture, $" address-family {unicast}\n  neighbor {group} activate\n  neighbor {group} route-map {group}-IN in\n  neighbor {group} route-map {group}-OUT out\n exit-address-family\nexit\n");
        return text.ToString();
    }

    private static string Bird(IpAddr address, long asn, long nodes, IpPrefix[] pool, IpPrefix[] listen)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"fairlead_{nodes}_{(address.IsV4 ? 4 : 6)}");
        var width = Width(address.Family);
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"filter {name}_in {{\n  if net ~ [ {string.Join(", ", pool.Select(prefix => string.Create(CultureInfo.InvariantCulture, $"{prefix}{{{width},{width}}}")))} ] then accept;\n  reject;\n}}\n");
        for (var i = 0; i < listen.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"protocol bgp {name}_{i + 1} {{\n  local {address} as {asn};\n  neighbor range {listen[i]} as {nodes};\n  dynamic name \"{name}_{i + 1}_\";\n  {(address.IsV4 ? "ipv4" : "ipv6")} {{\n    import filter {name}_in;\n    export none;\n  }};\n}}\n");
        return text.ToString();
    }

    private static int Width(IpFamily family) => family == IpFamily.V4 ? 32 : 128;
}
