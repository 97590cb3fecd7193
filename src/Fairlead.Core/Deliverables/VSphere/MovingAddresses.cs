using Fairlead.Core.Addressing;
using Fairlead.Core.Deliverables.LoadBalancers;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Deliverables.VSphere;

/// <summary>The addresses of a segment that nodes answer for in turn, by ARP or neighbour discovery; those announced by BGP do not move on it.</summary>
/// <param name="Texts">Whose they are, one for each cluster that has some.</param>
/// <param name="Ranges">All of them.</param>
/// <param name="MostV4">On one node at once, its own included.</param>
/// <param name="MostV6">The same; a node has two of its own, one of them link-local.</param>
internal sealed record MovingAddresses(IReadOnlyList<string> Texts, IReadOnlyList<IpRange> Ranges, UInt128 MostV4, UInt128 MostV6)
{
    public bool IsNone => Ranges.Count == 0;

    public static MovingAddresses Of(Segment segment)
    {
        var (texts, all) = (new List<string>(), new List<IpRange>());
        var (mostV4, mostV6) = (UInt128.Zero, UInt128.Zero);
        foreach (var cluster in segment.Clusters)
        {
            var ranges = RangesOf(cluster);
            if (ranges.Count == 0)
                continue;
            all.AddRange(ranges);
            texts.Add($"{Sum(ranges)} {(ranges is [{ IsSingle: true }] ? "address" : "addresses")} of {cluster.Name} ({string.Join(", ", ranges)})");
            // At worst one node is left and has them all.
            mostV4 = UInt128.Max(mostV4, Sum(ranges.Where(range => range.Family == IpFamily.V4)));
            mostV6 = UInt128.Max(mostV6, Sum(ranges.Where(range => range.Family == IpFamily.V6)));
        }

        return new(texts, all, mostV4 + 1, mostV6 + 2);
    }

    private static List<IpRange> RangesOf(Cluster cluster) =>
    [
        .. cluster.ControlPlane.Mode.Or(ControlPlaneMode.Arp) == ControlPlaneMode.Arp ? cluster.ControlPlaneIps.Select(ip => IpRange.Single(ip.Value)) : [],
        .. ServiceAddresses.IsByBgp(cluster) ? [] : cluster.LoadBalancerRanges.Select(range => range.Value),
    ];

    private static UInt128 Sum(IEnumerable<IpRange> ranges) => ranges.Aggregate(UInt128.Zero, (sum, range) => sum > UInt128.MaxValue - 2 - range.Count ? UInt128.MaxValue - 2 : sum + range.Count);
}
