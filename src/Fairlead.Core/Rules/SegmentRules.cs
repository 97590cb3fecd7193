using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Rules;

/// <summary>FL1: segments. Pairs (FL1001, FL1007) are in <see cref="PairRules"/>.</summary>
internal static class SegmentRules
{
    public static void Check(RuleContext context)
    {
        foreach (var segment in context.Estate.Segments)
        {
            GatewayOutsideSegment(segment, context);
            GatewayOrDnsServerIsNetworkOrBroadcast(segment, context);
            ReservedOutsideSegment(segment, context);
            DnsServerMissing(segment, context);
            SegmentUnused(segment, context);
        }

        foreach (var cluster in context.Estate.Clusters)
            ControlPlaneIpIsNetworkOrBroadcast(cluster, context);
        foreach (var site in context.Estate.Sites)
            LocalDomain(site, context);
    }

    private static void GatewayOutsideSegment(Segment segment, RuleContext context)
    {
        if (!segment.Spec.Prefix.IsSound)
            return;
        foreach (var gateway in segment.Spec.Gateway.Or([]).Where(gateway => !gateway.Value.IsLinkLocal && !segment.Contains(gateway.Value)))
            context.Report(RuleCatalog.GatewayOutsideSegment, segment.Site, gateway, $"The gateway {gateway.Value} lies outside {Name(segment)} ({Prefixes(segment)}).", "write the gateway's address on this segment, or correct the prefix");
    }

    private static void GatewayOrDnsServerIsNetworkOrBroadcast(Segment segment, RuleContext context)
    {
        foreach (var gateway in segment.Spec.Gateway.Or([]))
            ReportIfNetworkOrBroadcast(segment, segment.Site, gateway, "gateway", context);
        foreach (var server in segment.Spec.DnsServers.Or([]))
            ReportIfNetworkOrBroadcast(segment, segment.Site, server, "DNS server", context);
    }

    private static void ControlPlaneIpIsNetworkOrBroadcast(Cluster cluster, RuleContext context)
    {
        if (cluster.Segment is null || !ControlPlaneRules.IsHeldByArp(cluster))
            return;
        foreach (var ip in cluster.ControlPlaneIps)
            ReportIfNetworkOrBroadcast(cluster.Segment, cluster.Site, ip.At, "control plane IP", context);
    }

    private static void ReportIfNetworkOrBroadcast(Segment segment, Site site, Located<IpAddr> address, string role, RuleContext context)
    {
        if (segment.PrefixOf(address.Value.Family) is not { } prefix || !prefix.IsNetworkOrBroadcast(address.Value))
            return;
        var which = address.Value == prefix.First ? "network" : "broadcast";
        context.Report(RuleCatalog.AddressIsNetworkOrBroadcast, site, address, $"The {role} {address.Value} is the {which} address of {Name(segment)} ({prefix}).", $"use an address between {Neighbour(prefix.First, +1)} and {Neighbour(prefix.Last, -1)}");
    }

    private static void ReservedOutsideSegment(Segment segment, RuleContext context)
    {
        if (!segment.Spec.Prefix.IsSound)
            return;
        foreach (var reserved in segment.Spec.Reserved.Or([]).Where(reserved => !segment.Contains(reserved.Range.Value)))
            context.Report(RuleCatalog.ReservedOutsideSegment, segment.Site, reserved, $"The reserved range {reserved.Range.Value} leaves {Name(segment)} ({Prefixes(segment)}).", "cut the range to the segment, or move it to infrastructure.other");
    }

    private static void DnsServerMissing(Segment segment, RuleContext context)
    {
        if (segment.Clusters.Count + segment.NodePools.Count > 0 && segment.Spec.DnsServers.IsSound && segment.Spec.DnsServers.Or([]).Count == 0)
            context.Report(RuleCatalog.DnsServerMissing, segment, $"{Capitalised(Name(segment))} is used by clusters and has no DNS server.", "add 'dnsServers: […]' with servers that resolve internal and external names");
    }

    private static void SegmentUnused(Segment segment, RuleContext context)
    {
        var mayBeUsedByOthers = segment.Site.Spec.Clusters is { IsSound: false };
        if (!segment.IsInUse && !mayBeUsedByOthers)
            context.Report(RuleCatalog.SegmentUnused, segment, $"No cluster and no node pool uses {Name(segment)}.", "remove the segment, or keep it if a cluster is coming");
    }

    private static void LocalDomain(Site site, RuleContext context)
    {
        if (site.Spec.Infrastructure.TryGet(out var infrastructure) && infrastructure.VCenter.TryGet(out var vcenter))
            ReportIfLocal(vcenter.Host, "vCenter's name", host => host);
        if (site.Spec.Proxy.TryGet(out var proxy))
        {
            ReportIfLocal(proxy.Http, "The proxy's name", ProxyUrl.HostOf);
            ReportIfLocal(proxy.Https, "The proxy's name", ProxyUrl.HostOf);
        }

        if (site.Spec.Firewall.TryGet(out var firewall))
        {
            foreach (var rule in firewall.Allow.Or([]))
                ReportIfLocal(rule.Host, "The firewall rule's host", host => host);
        }

        void ReportIfLocal(Field<string> field, string what, Func<string, string> hostOf)
        {
            if (field.TryGet(out var text) && hostOf(text).TrimEnd('.') is var host && host.EndsWith(".local", StringComparison.OrdinalIgnoreCase))
                context.Report(RuleCatalog.LocalDomain, site, field, $"{what} {host} ends in .local, which node VMs take for multicast DNS and do not resolve.", "use a name in a domain that your DNS servers answer for");
        }
    }

    private static string Name(Segment segment) => $"segment {segment}";

    private static string Prefixes(Segment segment) => segment.Prefixes.Count == 0 ? "no prefix" : string.Join(", ", segment.Prefixes.Select(prefix => prefix.Value));

    private static string Capitalised(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static IpAddr Neighbour(IpAddr address, int step)
    {
        _ = step > 0 ? address.TryNext(out var neighbour) : address.TryPrevious(out neighbour);
        return neighbour;
    }
}
