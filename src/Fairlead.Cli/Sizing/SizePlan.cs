using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Capacity;
using Fairlead.Core.Planning;
using Fairlead.Core.Profiles;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Sizing;

/// <summary>
/// The reverse of a plan: the smallest network that holds the clusters under one profile. The need comes from the planner itself, on a
/// site written for the purpose, so that <c>size</c> and <c>plan</c> can't disagree.
/// </summary>
internal sealed record SizePlan
{
    /// <summary>What a plan wants left at the peak before it is silent.</summary>
    private const int LeastHeadroom = 5;
    private const int ShortestPrefix = 8;

    /// <summary>Network, broadcast and gateway.</summary>
    private const int Fixed = 3;

    public required Profile Profile { get; init; }

    public required SegmentCapacity Need { get; init; }

    /// <summary>Control plane IPs outside scope and pool; none where the platform takes them from the pool.</summary>
    public required int ControlPlaneIps { get; init; }

    public required int LoadBalancerIps { get; init; }

    /// <summary>Peak with headroom: 10 %, at least 5.</summary>
    public required long ScopeSize { get; init; }

    public required IpPrefix Prefix { get; init; }

    public required IpAddr Gateway { get; init; }

    public required IpRange? ControlPlaneRange { get; init; }

    public required IpRange? LoadBalancerRange { get; init; }

    /// <summary>The DHCP scope, or the static pool.</summary>
    public required IpRange Scope { get; init; }

    /// <param name="network">Where the prefix begins; it is lowered to a boundary that the prefix can begin at.</param>
    /// <returns>Null when no prefix is large enough.</returns>
    public static SizePlan? Make(Profile profile, IReadOnlyList<ClusterSize> clusters, TimeSpan? leaseTime, int concurrentUpgrades, IpAddr network)
    {
        var need = NeedOf(profile, clusters, leaseTime, concurrentUpgrades);
        var scope = Math.Max(need.Peak + LeastHeadroom, (need.Peak * 10 + 8) / 9);
        var controlPlaneIps = profile.ControlPlaneIpPickedByPlatform ? 0 : clusters.Count;
        var loadBalancerIps = clusters.Sum(cluster => cluster.Services);
        var total = Fixed + scope + controlPlaneIps + loadBalancerIps;
        var length = 32 - (int)Math.Ceiling(Math.Log2(total));
        return length < ShortestPrefix ? null : LayOut(profile, need, IpPrefix.Of(network, length), controlPlaneIps, loadBalancerIps, scope);
    }

    private static SizePlan LayOut(Profile profile, SegmentCapacity need, IpPrefix prefix, int controlPlaneIps, int loadBalancerIps, long scope)
    {
        var next = prefix.First;
        var gateway = Take(1)!.Value.First;
        var controlPlane = Take(controlPlaneIps);
        var loadBalancer = Take(loadBalancerIps);
        return new SizePlan
        {
            Profile = profile,
            Need = need,
            ControlPlaneIps = controlPlaneIps,
            LoadBalancerIps = loadBalancerIps,
            ScopeSize = scope,
            Prefix = prefix,
            Gateway = gateway,
            ControlPlaneRange = controlPlane,
            LoadBalancerRange = loadBalancer,
            Scope = Take(scope)!.Value,
        };

        IpRange? Take(long count)
        {
            if (count == 0)
                return null;
            _ = next.TryNext(out var first);
            _ = next.TryAdd((UInt128)count, out next);
            return IpRange.Of(first, next);
        }
    }

    private static SegmentCapacity NeedOf(Profile profile, IReadOnlyList<ClusterSize> clusters, TimeSpan? leaseTime, int concurrentUpgrades)
    {
        var isStatic = profile.NodeAddressing is { Value: NodeAddressing.Static };
        var site = new StringBuilder();
        site.Append(CultureInfo.InvariantCulture, $"apiVersion: fairlead.dev/v1\nkind: Site\nname: size\nprofile: {profile.Name}\nsegments:\n");
        site.Append(CultureInfo.InvariantCulture, $"  - name: s\n    prefix: 10.0.0.0/8\n    addressing: {(isStatic ? "static" : "dhcp")}\n    concurrentUpgrades: {concurrentUpgrades}\n");
        if (isStatic)
            site.Append("    pool: 10.128.0.0-10.255.255.254\n");
        else
            site.Append(CultureInfo.InvariantCulture, $"    dhcp: {{scopes: [{{range: 10.128.0.0-10.255.255.254}}]{(leaseTime is { } lease ? string.Create(CultureInfo.InvariantCulture, $", leaseTime: {(long)lease.TotalSeconds}s") : "")}}}\n");
        site.Append("clusters:\n");
        foreach (var cluster in clusters)
            Append(site, cluster);
        var plan = Planner.Make(SiteFileReader.Parse("size.yaml", Encoding.UTF8.GetBytes(site.ToString())), new PlanOptions { AsOf = DateOnly.MinValue });
        return plan.Capacity[0];
    }

    private static void Append(StringBuilder site, ClusterSize cluster)
    {
        site.Append(CultureInfo.InvariantCulture, $"  - name: {cluster.Name}\n    segment: s\n    controlPlane: {{nodes: {cluster.ControlPlaneNodes}}}\n    services: {cluster.Services}\n    loadBalancer: {{provider: other, virtualMachines: {cluster.LoadBalancerVMs}}}\n");
        site.Append(CultureInfo.InvariantCulture, $"    upgrade: {{minutesPerNode: {cluster.MinutesPerNode}{(cluster.Spare is { } spare ? string.Create(CultureInfo.InvariantCulture, $", spare: {spare}") : "")}}}\n    nodePools:\n");
        for (var i = 0; i < cluster.Pools.Count; i++)
            site.Append(CultureInfo.InvariantCulture, $"      - {{name: pool{i}, nodes: {cluster.Pools[i].Nodes}, autoscale: {{max: {cluster.Pools[i].NodesAtMost}}}}}\n");
        if (cluster.Pools.Count == 0)
            site.Append("      []\n");
    }
}
