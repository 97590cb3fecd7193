using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Rules;

/// <summary>FL4: load balancer addresses. Pairs (FL4002, FL4004, FL4008) are in <see cref="PairRules"/>.</summary>
internal static class LoadBalancerRules
{
    public static void Check(RuleContext context)
    {
        foreach (var cluster in context.Estate.Clusters)
        {
            LoadBalancerMissing(cluster, context);
            LoadBalancerOutsideSegment(cluster, context);
            LoadBalancerTooSmall(cluster, context);
            BgpWithoutPeer(cluster, context);
            PoolHasBuggyAddresses(cluster, context);
        }
    }

    /// <summary>Addresses that services can have: distinct ones, of two families the scarcer.</summary>
    public static UInt128 AddressesOf(Cluster cluster)
    {
        var addresses = IpSet.Of(cluster.LoadBalancerRanges.Select(range => range.Value));
        var v4 = addresses.Count(IpFamily.V4);
        var v6 = addresses.Count(IpFamily.V6);
        return v4 == 0 || v6 == 0 ? v4 + v6 : UInt128.Min(v4, v6);
    }

    private static void LoadBalancerMissing(Cluster cluster, RuleContext context)
    {
        var balancer = cluster.LoadBalancer;
        var isKnown = cluster.Spec.LoadBalancer.IsSound && (balancer is null || (balancer.Addresses.IsSound && balancer.Provider.IsSound));
        if (!isKnown || cluster.LoadBalancerRanges.Count > 0)
            return;
        var at = cluster.At(cluster.Spec.LoadBalancer.At);
        if (AddressChooser.WantsLoadBalancer(cluster))
        {
            context.Report(RuleCatalog.LoadBalancerMissing, cluster.Site, cluster.LoadBalancerSubject, at, $"No range of segment {cluster.Segment} is free and long enough for the load balancer of cluster {cluster}.", "ask for fewer addresses, write two ranges, or use a larger segment");
            return;
        }

        var isAskedFor = balancer is not null && balancer.Addresses.TryGet(out var addresses) && addresses.IsAuto;
        var bringsItsOwn = balancer is not null && balancer.Provider.Or(LoadBalancerProvider.MetalLb) == LoadBalancerProvider.Other;
        if (cluster.Services > 0 && !isAskedFor && !bringsItsOwn)
            context.Report(RuleCatalog.LoadBalancerMissing, cluster.Site, cluster.LoadBalancerSubject, at, Line($"Cluster {cluster} expects {cluster.Services} services of type LoadBalancer and has no addresses for them; the platform brings no load balancer of its own."), "add 'loadBalancer: {addresses: […]}' outside every DHCP scope, or 'addresses: auto'");
    }

    private static void LoadBalancerOutsideSegment(Cluster cluster, RuleContext context)
    {
        if (cluster.Segment is not { Spec.Prefix.IsSound: true } segment || cluster.LoadBalancer is not { Mode.IsSound: true } balancer || balancer.Mode.Or(LoadBalancerMode.L2) != LoadBalancerMode.L2)
            return;
        foreach (var range in cluster.LoadBalancerRanges.Where(range => !segment.Contains(range.Value)))
            context.Report(RuleCatalog.LoadBalancerOutsideSegment, cluster.Site, range.At, $"The load balancer range {range.Value} leaves segment {segment} ({string.Join(", ", segment.Prefixes.Select(prefix => prefix.Value))}); in l2 mode nodes answer ARP only for addresses of their segment.", "choose addresses of the segment, or announce them with 'mode: bgp'");
    }

    private static void LoadBalancerTooSmall(Cluster cluster, RuleContext context)
    {
        if (cluster.LoadBalancer is not { Addresses.IsSound: true } balancer || cluster.LoadBalancerRanges.Count == 0)
            return;
        var addresses = AddressesOf(cluster);
        if (addresses < (uint)cluster.Services)
            context.Report(RuleCatalog.LoadBalancerTooSmall, cluster.Site, balancer, Line($"Cluster {cluster} expects {cluster.Services} services of type LoadBalancer and has {addresses} addresses for them."), "add addresses, or let services share one address by port and accept this with an override");
    }

    private static void BgpWithoutPeer(Cluster cluster, RuleContext context)
    {
        if (cluster.LoadBalancer is { Peers.IsSound: true } balancer && balancer.Mode.TryGet(out var mode) && mode == LoadBalancerMode.Bgp && balancer.Peers.Or([]).Count == 0)
            context.Report(RuleCatalog.BgpWithoutPeer, cluster.Site, balancer, $"The load balancer of cluster {cluster} announces its addresses by BGP and has no peer to announce them to.", "add 'peers: [{address: …, asn: …, myAsn: …}]'");
    }

    private static void PoolHasBuggyAddresses(Cluster cluster, RuleContext context)
    {
        foreach (var range in cluster.LoadBalancerRanges.Where(range => range.Value.Family == IpFamily.V4))
        {
            if (FirstBuggy(range.Value) is { } buggy)
                context.Report(RuleCatalog.PoolHasBuggyAddresses, cluster.Site, range.At, $"The load balancer range {range.Value} holds {buggy}; some routers and clients drop addresses that end in .0 or .255.", "leave such addresses out, or set avoidBuggyIPs in the MetalLB pool");
        }
    }

    private static IpAddr? FirstBuggy(IpRange range)
    {
        const uint LastOctet = 255;
        var octet = range.First.LastOctet;
        if (octet is 0 or (byte)LastOctet)
            return range.First;
        return range.First.TryAdd(LastOctet - octet, out var next) && range.Contains(next) ? next : null;
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
