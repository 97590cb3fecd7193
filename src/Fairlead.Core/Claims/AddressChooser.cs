using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Claims;

/// <summary>
/// Fills in what is written as <c>auto</c>, after all explicit claims of all files and in reading order: the lowest free range of the segment
/// that nobody claims, outside every scope (exclusions count as taken), IPv4 first, without addresses that end in .0 or .255.
/// </summary>
public sealed class AddressChooser
{
    private readonly Dictionary<string, Space> _spaces;

    private AddressChooser(IReadOnlyList<Claim> claims) =>
        _spaces = claims.GroupBy(claim => claim.AddressSpace).ToDictionary(space => space.Key, space => new Space([.. space]));

    /// <summary>Assigns addresses to the clusters that ask for them; a cluster for which nothing is free keeps none.</summary>
    public static void Choose(Estate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var asking = estate.Clusters.Where(cluster => WantsControlPlaneIp(cluster) || WantsLoadBalancer(cluster)).ToList();
        if (asking.Count == 0)
            return;
        var chooser = new AddressChooser(ClaimCollector.Collect(estate));
        foreach (var cluster in asking)
            chooser.Assign(cluster);
    }

    /// <summary>Whether the planner is asked for the control plane IP and knows where to look.</summary>
    public static bool WantsControlPlaneIp(Cluster cluster) =>
        cluster.ControlPlane.Ip.TryGet(out var ip) && ip.IsAuto && cluster.Segment is { Spec.Prefix.IsSound: true };

    /// <inheritdoc cref="WantsControlPlaneIp"/>
    public static bool WantsLoadBalancer(Cluster cluster) =>
        cluster.LoadBalancer is { } balancer && balancer.Addresses.TryGet(out var addresses) && addresses.IsAuto && cluster.Segment is { Spec.Prefix.IsSound: true };

    private void Assign(Cluster cluster)
    {
        if (WantsControlPlaneIp(cluster) && Take(cluster, 1) is { } ip)
            cluster.ControlPlaneIps = [new(new(ip.First, cluster.ControlPlaneIpSubject, cluster.ControlPlane.Ip.At), IsChosen: true)];
        if (!WantsLoadBalancer(cluster))
            return;
        var field = cluster.LoadBalancer!.Addresses;
        var count = field.Value.AutoCount ?? Math.Max(1, cluster.Services);
        if (Take(cluster, (uint)count) is { } range)
            cluster.LoadBalancerRanges = [new(new(range, field.Subject!, field.At), IsChosen: true)];
    }

    private IpRange? Take(Cluster cluster, UInt128 count) => _spaces[cluster.AddressSpace].Take(cluster.Segment!, count);

    /// <summary>One address space: what is claimed in it, and what has been chosen since.</summary>
    private sealed class Space
    {
        private readonly IpSet _taken;
        private readonly Dictionary<IpRange, List<Claim>> _neighbours = [];
        private readonly Dictionary<Place, List<FreeRanges>> _places = [];

        public Space(List<Claim> claims)
        {
            AddNeighbours([.. claims.Where(claim => claim.Kind == ClaimKind.Segment).OrderBy(claim => claim.Range)]);
            _taken = IpSet.Of(claims.Where(claim => claim.Kind != ClaimKind.Segment).Select(claim => claim.Range));
        }

        public IpRange? Take(Segment segment, UInt128 count)
        {
            foreach (var free in FreeIn(segment))
            {
                if (free.Find(count) is not { } found)
                    continue;
                // No other place need know: what is free in one lies in no other.
                free.Remove(found);
                return found;
            }

            return null;
        }

        /// <summary>What is free in a place, one entry per family, IPv4 first.</summary>
        private List<FreeRanges> FreeIn(Segment segment)
        {
            if (_places.TryGetValue(segment.Place, out var known))
                return known;
            var free = new List<FreeRanges>();
            foreach (var prefix in segment.Prefixes.Select(prefix => prefix.Value).Order())
            {
                var others = _neighbours[prefix.Range].Where(claim => claim.Segment!.Place != segment.Place).Select(claim => claim.Range);
                free.Add(new FreeRanges(prefix, _taken.Intersect(prefix.Range).Union(IpSet.Of(others))));
            }

            _places.Add(segment.Place, free);
            return free;
        }

        /// <summary>Segments that overlap, directly or through others; only those can be in each other's way.</summary>
        private void AddNeighbours(List<Claim> segmentsByRange)
        {
            List<Claim> group = [];
            var last = default(IpAddr);
            foreach (var claim in segmentsByRange)
            {
                if (claim.Range.First > last)
                    group = [];
                group.Add(claim);
                _neighbours[claim.Range] = group;
                last = claim.Range.Last > last ? claim.Range.Last : last;
            }
        }
    }

    /// <summary>The free addresses of one prefix, as choices are made.</summary>
    private sealed class FreeRanges(IpPrefix prefix, IpSet taken)
    {
        private IpSet _free = taken.Gaps(Usable(prefix));

        public IpRange? Find(UInt128 count)
        {
            foreach (var gap in _free.Ranges)
            {
                if (FindIn(gap, count) is { } found)
                    return found;
            }

            return null;
        }

        public void Remove(IpRange range)
        {
            if (prefix.Range.Overlaps(range))
                _free = _free.Except(range);
        }

        private static IpRange Usable(IpPrefix prefix)
        {
            var (first, last) = (prefix.First, prefix.Last);
            if (prefix.HasNetworkAndBroadcast)
                _ = first.TryNext(out first) && last.TryPrevious(out last);
            else if (prefix.Family == IpFamily.V6 && prefix.Length < 127)
                _ = first.TryNext(out first); // the subnet-router anycast address, RFC 4291 section 2.6.1
            return IpRange.Of(first, last);
        }

        /// <summary>The lowest run in a gap; for IPv4 one that stays between .1 and .254 of its /24.</summary>
        private static IpRange? FindIn(IpRange gap, UInt128 count)
        {
            const uint BlockSize = 256;
            if (gap.Family == IpFamily.V6)
                return gap.Count >= count ? Run(gap.First, count) : null;
            if (count > BlockSize - 2)
                return null;
            var start = gap.First;
            var offset = start.LastOctet;
            if (offset == 0 && !start.TryNext(out start))
                return null;
            var isTooLate = (UInt128)start.LastOctet + count > BlockSize - 1;
            if (isTooLate && !start.TryAdd(BlockSize + 1 - start.LastOctet, out start))
                return null;
            return Run(start, count) is { } run && gap.Contains(run) ? run : null;
        }

        private static IpRange? Run(IpAddr start, UInt128 count) =>
            start.TryAdd(count - 1, out var end) ? IpRange.Of(start, end) : null;
    }
}
