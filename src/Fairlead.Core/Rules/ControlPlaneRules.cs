using System.Globalization;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Rules;

/// <summary>FL2: the control plane IP and its nodes. Pairs (FL2003, FL2004) are in <see cref="PairRules"/>.</summary>
internal static class ControlPlaneRules
{
    public static void Check(RuleContext context)
    {
        foreach (var cluster in context.Estate.Clusters)
        {
            ControlPlaneIpMissing(cluster, context);
            ControlPlaneIpOutsideSegment(cluster, context);
            ControlPlaneIpChanged(cluster, context);
            ControlPlaneNodeCount(cluster, context);
            ControlPlaneNotRedundant(cluster, context);
        }
    }

    /// <summary>An address held by ARP must lie on the segment; one announced by BGP may lie anywhere.</summary>
    public static bool IsHeldByArp(Cluster cluster) => cluster.ControlPlane.Mode.IsSound && cluster.ControlPlane.Mode.Or(ControlPlaneMode.Arp) == ControlPlaneMode.Arp;

    private static void ControlPlaneIpMissing(Cluster cluster, RuleContext context)
    {
        var ip = cluster.ControlPlane.Ip;
        if (cluster.ControlPlaneIps.Count > 0 || !cluster.Spec.ControlPlane.IsSound || !ip.IsSound)
            return;
        var at = cluster.At(ip.IsWritten ? ip.At : cluster.Spec.ControlPlane.At);
        if (AddressChooser.WantsControlPlaneIp(cluster))
            context.Report(RuleCatalog.ControlPlaneIpMissing, cluster.Site, cluster.ControlPlaneIpSubject, at, $"No address of segment {cluster.Segment} is free for the control plane IP of cluster {cluster}.", "shrink a scope or a reserved range, or use a larger segment");
        else if (!ip.IsWritten || (!ip.Value.IsAuto && ip.Value.Written.Count == 0))
            context.Report(RuleCatalog.ControlPlaneIpMissing, cluster.Site, cluster.ControlPlaneIpSubject, at, MissingMessage(cluster), "add 'controlPlane: {ip: …}' with a free address outside every DHCP scope, or 'ip: auto'");
    }

    private static string MissingMessage(Cluster cluster) => cluster.Site.Profile.ControlPlaneIpPickedByPlatform
        ? $"Cluster {cluster} names no control plane IP; the platform picks one from the address pool."
        : $"Cluster {cluster} has no control plane IP; one immutable address per cluster is needed before it is created.";

    private static void ControlPlaneIpOutsideSegment(Cluster cluster, RuleContext context)
    {
        if (cluster.Segment is not { Spec.Prefix.IsSound: true } segment || !IsHeldByArp(cluster))
            return;
        foreach (var ip in cluster.ControlPlaneIps.Where(ip => !segment.Contains(ip.Value)))
            context.Report(RuleCatalog.ControlPlaneIpOutsideSegment, cluster.Site, ip.At, $"The control plane IP {ip.Value} lies outside segment {segment} ({string.Join(", ", segment.Prefixes.Select(prefix => prefix.Value))}), so no node can answer ARP for it.", "choose an address of the segment, or announce it with 'mode: bgp'");
    }

    private static void ControlPlaneIpChanged(Cluster cluster, RuleContext context)
    {
        if (!context.Held.TryGetValue(cluster.Subject.ToString(), out var held))
            return;
        foreach (var ip in cluster.ControlPlaneIps.Where(ip => !held.Contains(ip.Value)))
            context.Report(RuleCatalog.ControlPlaneIpChanged, cluster.Site, ip.At, $"The control plane IP of cluster {cluster} is {held} and can't become {ip.Value}: it is immutable.", $"write {held} again; a new address needs a new cluster");
    }

    private static void ControlPlaneNodeCount(Cluster cluster, RuleContext context)
    {
        if (!cluster.ControlPlane.Nodes.TryGet(out var nodes))
            return;
        var subject = cluster.ControlPlane.Nodes;
        if (cluster.Site.Profile.ControlPlaneCounts is { } counts)
        {
            var allowed = Enumerate(counts.Value);
            if (!counts.Value.Contains(nodes))
                context.Report(RuleCatalog.ControlPlaneNodeCount, cluster.Site, subject, string.Create(CultureInfo.InvariantCulture, $"Cluster {cluster} has {nodes} control plane nodes; {cluster.Site.Profile.Title} allows {allowed}."), $"use {allowed}");
        }
        else if (nodes < 1)
        {
            context.Report(RuleCatalog.ControlPlaneNodeCount, cluster.Site, subject, $"Cluster {cluster} has no control plane node.", "use 1, 3 or 5");
        }
        else if (nodes % 2 == 0)
        {
            context.Report(RuleCatalog.ControlPlaneNodeCount, cluster.Site, subject, string.Create(CultureInfo.InvariantCulture, $"Cluster {cluster} has {nodes} control plane nodes; an even number tolerates no more failures than {nodes - 1}."), "use an odd number", Severity.Warning);
        }
    }

    private static void ControlPlaneNotRedundant(Cluster cluster, RuleContext context)
    {
        if (cluster.ControlPlane.Nodes.TryGet(out var nodes) && nodes == 1)
            context.Report(RuleCatalog.ControlPlaneNotRedundant, cluster.Site, cluster.ControlPlane.Nodes, $"Cluster {cluster} has a single control plane node: while it is away, so is the API.", "use 3 for anything that matters");
    }

    private static string Enumerate(IReadOnlyList<int> numbers) =>
        string.Join(", ", numbers.SkipLast(1)) + (numbers.Count > 1 ? " or " : "") + numbers[^1].ToString(CultureInfo.InvariantCulture);
}
