using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Deliverables.LoadBalancers;

/// <summary>What the targets for services share.</summary>
internal static class ServiceAddresses
{
    /// <summary>The clusters asked for whose services this provider serves, each with a file name of its own.</summary>
    public static IEnumerable<(Cluster Cluster, string Name)> ServedBy(LoadBalancerProvider provider, RenderRequest request) =>
        request.NamedClusters(cluster => cluster.LoadBalancerRanges.Count > 0 && cluster.LoadBalancer?.Provider.Or(LoadBalancerProvider.MetalLb) == provider);

    public static bool IsByBgp(Cluster cluster) => cluster.LoadBalancer?.Mode.Or(LoadBalancerMode.L2) == LoadBalancerMode.Bgp;

    /// <summary>Both MetalLB and kube-vip read a range as two addresses, also where they are the same.</summary>
    public static IEnumerable<string> Ranges(Cluster cluster) => cluster.LoadBalancerRanges.Select(range => $"{range.Value.First}-{range.Value.Last}");

    /// <summary>The fewest prefixes that hold the addresses of the ranges and no other.</summary>
    public static IEnumerable<IpPrefix> Prefixes(IEnumerable<IpRange> ranges)
    {
        foreach (var range in IpSet.Of(ranges).Ranges)
        {
            var first = range.First;
            while (true)
            {
                var prefix = LongestFrom(first, range);
                yield return prefix;
                if (prefix.Last == range.Last || !prefix.Last.TryNext(out first))
                    break;
            }
        }
    }

    private static IpPrefix LongestFrom(IpAddr first, IpRange range)
    {
        for (var length = 0; ; length++)
        {
            var prefix = IpPrefix.Of(first, length);
            if (prefix.First == first && range.Contains(prefix.Range))
                return prefix;
        }
    }
}
