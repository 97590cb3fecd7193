using Fairlead.Core.Sites;

namespace Fairlead.Core.Capacity;

/// <summary>
/// The need of every segment against what it has. The segments of a stretched network share one supply, so each of their rows carries
/// the whole network's figures.
/// </summary>
public static class CapacityPlanner
{
    /// <returns>One row per segment whose addressing is known, in reading order.</returns>
    public static IReadOnlyList<SegmentCapacity> Measure(Estate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        return [.. estate.Segments.Where(segment => segment.Spec.Addressing.HasValue).Select(Measure)];
    }

    /// <summary>Spare nodes of a cluster during an upgrade, all segments together.</summary>
    public static long SpareOf(Cluster cluster)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        var profile = cluster.Site.Profile;
        return cluster.WrittenSpare ?? profile.UpgradeSparePerCluster + ((long)profile.UpgradeSparePerPool * cluster.NodePools.Count);
    }

    private static SegmentCapacity Measure(Segment segment)
    {
        var twins = segment.Place.Segments.Where(twin => twin.Spec.Addressing.HasValue).ToList();
        var needs = twins.ConvertAll(twin => (Segment: twin, Needs: NeedsOn(twin)));
        var all = needs.SelectMany(twin => twin.Needs).ToList();
        var stale = needs.Sum(twin => twin.Needs.Select(need => need.StaleLeases).OrderDescending().Take(twin.Segment.Spec.ConcurrentUpgrades.Or(1)).Sum());
        var spare = all.Sum(need => need.UpgradeSpare);
        var atMost = all.Sum(need => need.AtMost);
        return new SegmentCapacity
        {
            Segment = segment,
            Available = Supply.Of(twins),
            Steady = all.Sum(need => need.Steady),
            AtMost = atMost,
            Spare = spare,
            StaleLeases = stale,
            Peak = atMost + spare + stale,
            DocumentedMinimum = all.Sum(need => need.DocumentedMinimum),
            Breakdown = all,
            HasSource = twins.Exists(twin => twin.Scopes.Count > 0 || twin.Pool.Count > 0),
            IsSound = twins.TrueForAll(IsSupplySound) && twins.SelectMany(UsersOf).All(IsDemandSound),
        };
    }

    private static List<ClusterNeed> NeedsOn(Segment segment) => [.. UsersOf(segment).Select(cluster => NeedOf(cluster, segment))];

    /// <summary>Clusters with anything on the segment, in reading order.</summary>
    private static IEnumerable<Cluster> UsersOf(Segment segment) =>
        segment.Clusters.Concat(segment.NodePools.Select(pool => pool.Cluster)).Distinct().OrderBy(cluster => cluster.Subject);

    private static ClusterNeed NeedOf(Cluster cluster, Segment segment)
    {
        var pools = cluster.NodePools.Where(pool => pool.Segment == segment).ToList();
        var isHome = cluster.Segment == segment;
        var controlPlaneNodes = isHome ? cluster.ControlPlaneNodes : 0;
        var workersMax = pools.Sum(pool => (long)pool.NodesAtMost);
        return new ClusterNeed(
            cluster,
            controlPlaneNodes,
            pools.Sum(pool => (long)pool.Nodes),
            workersMax,
            isHome ? cluster.LoadBalancerVirtualMachines : 0,
            SpareOn(cluster, isHome, pools.Count),
            StaleLeases(cluster, segment, controlPlaneNodes + workersMax))
        {
            ControlPlaneIps = isHome && TakesControlPlaneIpFromPool(cluster, segment) ? 1 : 0,
        };
    }

    private static long SpareOn(Cluster cluster, bool isHome, int pools)
    {
        var profile = cluster.Site.Profile;
        if (cluster.WrittenSpare is { } written)
            return isHome ? written : 0;
        return (isHome ? profile.UpgradeSparePerCluster : 0) + ((long)profile.UpgradeSparePerPool * pools);
    }

    /// <summary>An upgrade replaces nodes faster than leases expire, and a VM that is powered off releases nothing.</summary>
    private static long StaleLeases(Cluster cluster, Segment segment, long nodesAtMost)
    {
        if (!segment.Spec.Dhcp.TryGet(out var dhcp) || !dhcp.LeaseTime.TryGet(out var leaseTime))
            return 0;
        var secondsPerNode = cluster.MinutesPerNode * 60L;
        var replacedInALease = (((long)leaseTime.TotalSeconds) + secondsPerNode - 1) / secondsPerNode;
        return Math.Min(nodesAtMost, replacedInALease);
    }

    /// <summary>Azure Local takes the control plane IP from the pool when it picks it itself, or when it is written so.</summary>
    private static bool TakesControlPlaneIpFromPool(Cluster cluster, Segment segment)
    {
        if (!cluster.Site.Profile.ControlPlaneIpPickedByPlatform)
            return false;
        if (cluster.ControlPlane.Ip.IsAbsent)
            return segment.Pool.Count > 0;
        return cluster.ControlPlaneIps.Any(ip => segment.Pool.Any(pool => pool.Value.Contains(ip.Value)));
    }

    private static bool IsSupplySound(Segment segment)
    {
        var spec = segment.Spec;
        if (!spec.Pool.IsSound || !spec.Dhcp.IsSound || !spec.ConcurrentUpgrades.IsSound)
            return false;
        return !spec.Dhcp.TryGet(out var dhcp) || (dhcp.Scopes.IsSound && dhcp.OtherLeases.IsSound && dhcp.LeaseTime.IsSound && dhcp.Scopes.Or([]).All(scope => scope.Exclude.IsSound));
    }

    private static bool IsDemandSound(Cluster cluster) =>
        cluster.Spec.ControlPlane.IsSound && cluster.ControlPlane.Nodes.IsSound
        && cluster.Spec.NodePools.IsSound && cluster.NodePools.All(pool => pool.IsSizeSound)
        && cluster.Spec.Upgrade.IsSound && (!cluster.Spec.Upgrade.TryGet(out var upgrade) || (upgrade.Spare.IsSound && upgrade.MinutesPerNode.IsSound))
        && cluster.Spec.LoadBalancer.IsSound && (cluster.LoadBalancer is not { } balancer || balancer.VirtualMachines.IsSound);
}
