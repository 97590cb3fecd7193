using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Capacity;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Profiles;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Rules;

/// <summary>FL5: pod and service networks. Pairs (FL5001 to FL5003) are in <see cref="PairRules"/>.</summary>
internal static class OverlayRules
{
    private const int NodeBlockLengthV4 = 24;
    private const int NodeBlockLengthV6 = 64;

    public static void Check(RuleContext context, IReadOnlyList<Claim> claims)
    {
        ReservedCidrOverlapsBridge(context, claims);
        foreach (var cluster in context.Estate.Clusters)
        {
            ServiceCidrFixed(cluster, context);
            PodCidrTooSmall(cluster, context);
        }
    }

    /// <summary>The bridge's own pod and service ranges against what it must reach: its subnet, ESXi hosts, DNS servers.</summary>
    private static void ReservedCidrOverlapsBridge(RuleContext context, IReadOnlyList<Claim> claims)
    {
        var reached = claims.Where(claim => claim.Kind is ClaimKind.BridgePrefix or ClaimKind.EsxiHost or ClaimKind.DnsServer).ToLookup(claim => claim.Site);
        foreach (var site in context.Estate.Sites)
        {
            if (!site.Spec.ResourceBridge.TryGet(out var bridge) || !bridge.Version.TryGet(out var text) || !BridgeVersion.TryParse(text, out var version))
                continue;
            foreach (var things in ThingsTheBridgeReaches(site, reached[site]))
            {
                foreach (var reserved in ResourceBridge.ReservedCidrs(version))
                    ReportIfOverlapping(context, site, things, reserved, text);
            }
        }
    }

    /// <summary>One group a thing: a DNS server that several segments list is one.</summary>
    private static IEnumerable<IReadOnlyList<Claim>> ThingsTheBridgeReaches(Site site, IEnumerable<Claim> reached)
    {
        var inItsSpace = reached.Where(claim => claim.AddressSpace == site.AddressSpace);
        return inItsSpace.GroupBy(claim => claim.Kind == ClaimKind.DnsServer ? (object)claim.Range : claim).Select(thing => thing.ToList());
    }

    private static void ReportIfOverlapping(RuleContext context, Site site, IReadOnlyList<Claim> thing, ReservedCidr reserved, string version)
    {
        var cidr = IpPrefix.Parse(reserved.Cidr);
        var claim = thing[0];
        if (!claim.Range.TryIntersect(cidr.Range, out var overlap))
            return;
        var severity = reserved.Severity == Enforcement.Block ? Severity.Error : Severity.Warning;
        context.Report(
            RuleCatalog.ReservedCidrOverlapsBridge,
            site,
            claim.Subject,
            claim.Source,
            $"{ClaimText.Capitalised(ClaimText.Describe(claim))} meets {cidr}, which a resource bridge {version} uses for its own {reserved.What}, on {overlap}.",
            "move it out of that range, or plan the bridge elsewhere; the range can't be changed",
            severity);
    }

    private static void ServiceCidrFixed(Cluster cluster, RuleContext context)
    {
        var written = cluster.Spec.ServiceCidr;
        if (!cluster.Site.Profile.ServiceCidrFixed || cluster.Site.Profile.DefaultServiceCidr is not { } fixedCidr || !written.IsWritten || !written.IsSound)
            return;
        var isTheFixedOne = written.Value.Count == 1 && written.Value[0].Value == IpPrefix.Parse(fixedCidr.Value);
        if (!isTheFixedOne)
            context.Report(RuleCatalog.ServiceCidrFixed, cluster.Site, written, $"Cluster {cluster} asks for the service network {string.Join(", ", written.Value.Select(cidr => cidr.Value))}; the platform always uses {fixedCidr.Value}.", "remove serviceCIDR, and keep that range free of real addresses");
    }

    private static void PodCidrTooSmall(Cluster cluster, RuleContext context)
    {
        if (cluster.PodCidrs.Count == 0 || !cluster.Spec.PodCidr.IsSound || cluster.NodePools.Any(pool => !pool.IsSizeSound) || !cluster.ControlPlane.Nodes.IsSound)
            return;
        var nodes = cluster.ControlPlaneNodes + cluster.NodePools.Sum(pool => (long)pool.NodesAtMost) + CapacityPlanner.SpareOf(cluster);
        var smallest = cluster.PodCidrs.MinBy(cidr => BlocksOf(cidr.Value))!;
        var blocks = BlocksOf(smallest.Value);
        if (blocks >= (UInt128)nodes)
            return;
        var origin = smallest.IsDefault ? " (the profile's default)" : "";
        var block = smallest.Value.Family == IpFamily.V4 ? NodeBlockLengthV4 : NodeBlockLengthV6;
        context.Report(RuleCatalog.PodCidrTooSmall, cluster.Site, smallest.At, string.Create(CultureInfo.InvariantCulture, $"The pod network {smallest.Value}{origin} of cluster {cluster} has {blocks} blocks of /{block}, one per node, and the cluster may have {nodes} nodes during an upgrade."), "use a shorter prefix for podCIDR, or fewer nodes");
    }

    /// <summary>Each node takes a /24 (IPv6: a /64) of the pod network.</summary>
    private static UInt128 BlocksOf(IpPrefix cidr)
    {
        var bits = (cidr.Family == IpFamily.V4 ? NodeBlockLengthV4 : NodeBlockLengthV6) - cidr.Length;
        return bits < 0 ? 0 : UInt128.One << bits;
    }
}
