using Fairlead.Core.Addressing;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Sites;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Arp;

/// <summary>Which addresses to ask about, from the site file alone, in reading order.</summary>
internal static class ArpTargets
{
    /// <summary>What <c>--active</c> takes for the resource bridge; no cluster can be called so.</summary>
    public const string ActiveBridge = "resourceBridge";

    public static IReadOnlyList<ArpTarget> Of(CheckRequest request) =>
        [.. SitesOf(request).SelectMany(site => BridgeOf(site, request.ActiveBridges.Contains(site))), .. request.Clusters.SelectMany(cluster => OfCluster(cluster, request.ActiveClusters.Contains(cluster)))];

    private static IEnumerable<ArpTarget> OfCluster(Cluster cluster, bool isActive)
    {
        foreach (var ip in cluster.ControlPlaneIps)
        {
            yield return new(ArpChecks.ControlPlaneIp, ip.Subject.ToString(), ip.At.At, IpRange.Single(ip.Value), $"the control plane IP of {cluster}")
            {
                Cluster = cluster,
                IsActive = isActive,
                MustBeHeld = true,
            };
        }

        foreach (var range in cluster.LoadBalancerRanges)
        {
            yield return new(ArpChecks.LoadBalancer, range.Subject.ToString(), range.At.At, range.Value, $"load balancer of {cluster}")
            {
                Cluster = cluster,
                IsActive = isActive,
            };
        }
    }

    private static IEnumerable<ArpTarget> BridgeOf(Site site, bool isActive)
    {
        if (!site.Spec.ResourceBridge.TryGet(out var bridge))
            yield break;
        if (bridge.ControlPlaneIp.TryGet(out var ip))
        {
            yield return new(ArpChecks.BridgeAddress, bridge.Subject.Field("controlPlaneIP").ToString(), bridge.ControlPlaneIp.At, IpRange.Single(ip), $"the control plane IP of {site}'s resource bridge")
            {
                BridgeOf = site,
                IsActive = isActive,
                MustBeHeld = true,
            };
        }

        foreach (var range in bridge.NodeIps.Or([]))
        {
            yield return new(ArpChecks.BridgeAddress, range.Subject.ToString(), range.At, range.Value, $"a machine of {site}'s resource bridge")
            {
                BridgeOf = site,
                IsActive = isActive,
                IsMachine = true,
            };
        }
    }

    private static IEnumerable<Site> SitesOf(CheckRequest request) =>
        request.Segments.Select(segment => segment.Site).Concat(request.Clusters.Select(cluster => cluster.Site)).Distinct();
}
