using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Claims;

/// <summary>Reads every address claim out of an estate, in reading order.</summary>
public static class ClaimCollector
{
    public static IReadOnlyList<Claim> Collect(Estate estate)
    {
        ArgumentNullException.ThrowIfNull(estate);
        var claims = new List<Claim>();
        foreach (var site in estate.Sites)
        {
            AddInfrastructure(site, claims);
            AddResourceBridge(site, claims);
            AddProxies(site, claims);
            foreach (var segment in site.Segments)
                AddSegment(segment, claims);
            foreach (var cluster in site.Clusters)
            {
                AddControlPlaneIps(cluster, claims);
                AddLoadBalancer(cluster, claims);
                AddCidrs(cluster, cluster.PodCidrs, ClaimKind.PodCidr, claims);
                AddCidrs(cluster, cluster.ServiceCidrs, ClaimKind.ServiceCidr, claims);
            }
        }

        return claims;
    }

    internal static void AddControlPlaneIps(Cluster cluster, List<Claim> claims)
    {
        foreach (var ip in cluster.ControlPlaneIps)
            claims.Add(OfCluster(cluster, ClaimKind.ControlPlaneIp, IpRange.Single(ip.Value), ip.Subject, ip.At.At, ip.IsChosen));
    }

    internal static void AddLoadBalancer(Cluster cluster, List<Claim> claims)
    {
        var isRouted = cluster.LoadBalancer is { } balancer && balancer.Mode.Or(LoadBalancerMode.L2) == LoadBalancerMode.Bgp;
        foreach (var range in cluster.LoadBalancerRanges)
            claims.Add(OfCluster(cluster, isRouted ? ClaimKind.RoutedLoadBalancer : ClaimKind.LoadBalancer, range.Value, range.Subject, range.At.At, range.IsChosen));
    }

    private static void AddInfrastructure(Site site, List<Claim> claims)
    {
        if (!site.Spec.Infrastructure.TryGet(out var infrastructure))
            return;
        if (infrastructure.VCenter.TryGet(out var vcenter))
        {
            if (vcenter.Address.TryGet(out var address))
                claims.Add(OfSite(site, ClaimKind.VCenter, IpRange.Single(address), infrastructure.Subject, vcenter.Address.Subject!, vcenter.Address.At));
            else if (vcenter.Host.TryGet(out var host) && IpAddr.TryParse(host, out address, out _))
                claims.Add(OfSite(site, ClaimKind.VCenter, IpRange.Single(address), infrastructure.Subject, vcenter.Host.Subject!, vcenter.Host.At));
        }

        foreach (var host in infrastructure.Hosts.Or([]))
            claims.Add(OfSite(site, ClaimKind.EsxiHost, host.Value, infrastructure.Subject, host.Subject, host.At));
        foreach (var server in infrastructure.NtpServers.Or([]))
            claims.Add(OfSite(site, ClaimKind.NtpServer, IpRange.Single(server.Value), infrastructure.Subject, server.Subject, server.At));
        foreach (var other in infrastructure.Other.Or([]))
            claims.Add(OfSite(site, ClaimKind.Reserved, other.Range.Value, infrastructure.Subject, other.Subject, other.At));
    }

    private static void AddResourceBridge(Site site, List<Claim> claims)
    {
        if (!site.Spec.ResourceBridge.TryGet(out var bridge))
            return;
        if (bridge.Prefix.TryGet(out var prefix))
            claims.Add(OfSite(site, ClaimKind.BridgePrefix, prefix.Range, bridge.Subject, bridge.Prefix.Subject!, bridge.Prefix.At));
        if (bridge.Gateway.TryGet(out var gateway) && !gateway.IsLinkLocal)
            claims.Add(OfSite(site, ClaimKind.Gateway, IpRange.Single(gateway), bridge.Subject, bridge.Gateway.Subject!, bridge.Gateway.At));
        if (bridge.ControlPlaneIp.TryGet(out var ip))
            claims.Add(OfSite(site, ClaimKind.BridgeControlPlaneIp, IpRange.Single(ip), bridge.Subject, bridge.ControlPlaneIp.Subject!, bridge.ControlPlaneIp.At));
        foreach (var node in bridge.NodeIps.Or([]))
            claims.Add(OfSite(site, ClaimKind.BridgeNodeIp, node.Value, bridge.Subject, node.Subject, node.At));
    }

    private static void AddProxies(Site site, List<Claim> claims)
    {
        if (!site.Spec.Proxy.TryGet(out var proxy))
            return;
        foreach (var url in (ReadOnlySpan<Field<string>>)[proxy.Http, proxy.Https])
        {
            if (url.TryGet(out var text) && IpAddr.TryParse(ProxyUrl.HostOf(text), out var address, out _))
                claims.Add(OfSite(site, ClaimKind.Proxy, IpRange.Single(address), proxy.Subject, url.Subject!, url.At));
        }
    }

    private static void AddSegment(Segment segment, List<Claim> claims)
    {
        var spec = segment.Spec;
        foreach (var prefix in segment.Prefixes)
            Add(ClaimKind.Segment, prefix.Value.Range, prefix.Subject, prefix.At);
        foreach (var gateway in spec.Gateway.Or([]))
        {
            if (!gateway.Value.IsLinkLocal)
                Add(ClaimKind.Gateway, IpRange.Single(gateway.Value), gateway.Subject, gateway.At);
        }

        foreach (var server in spec.DnsServers.Or([]))
            Add(ClaimKind.DnsServer, IpRange.Single(server.Value), server.Subject, server.At);
        if (spec.Dhcp.TryGet(out var dhcp))
        {
            foreach (var server in dhcp.Servers.Or([]))
                Add(ClaimKind.DhcpServer, IpRange.Single(server.Value), server.Subject, server.At);
        }

        foreach (var scope in segment.Scopes)
            Add(ClaimKind.DhcpScope, scope.Range.Value, scope.Subject, scope.At, ScopeAddresses.ExcludedFrom(scope));
        foreach (var pool in segment.Pool)
            Add(ClaimKind.NodePool, pool.Value, pool.Subject, pool.At);
        foreach (var reserved in spec.Reserved.Or([]))
            Add(ClaimKind.Reserved, reserved.Range.Value, reserved.Subject, reserved.At);

        void Add(ClaimKind kind, IpRange range, Subject subject, SourceLocation at, IpSet? less = null) => claims.Add(new Claim
        {
            AddressSpace = segment.AddressSpace,
            Range = range,
            Kind = kind,
            Owner = segment.Subject,
            Subject = subject,
            Source = at,
            Site = segment.Site,
            Segment = segment,
            Less = less ?? IpSet.Empty,
        });
    }

    private static void AddCidrs(Cluster cluster, IReadOnlyList<ClusterCidr> cidrs, ClaimKind kind, List<Claim> claims)
    {
        foreach (var cidr in cidrs)
            claims.Add(OfCluster(cluster, kind, cidr.Value.Range, cidr.Subject, cidr.At.At, isDefault: cidr.IsDefault));
    }

    private static Claim OfCluster(Cluster cluster, ClaimKind kind, IpRange range, Subject subject, SourceLocation at, bool isChosen = false, bool isDefault = false) => new()
    {
        AddressSpace = cluster.AddressSpace,
        Range = range,
        Kind = kind,
        Owner = cluster.Subject,
        Subject = subject,
        Source = at,
        Site = cluster.Site,
        Segment = cluster.Segment,
        IsChosen = isChosen,
        IsDefault = isDefault,
    };

    private static Claim OfSite(Site site, ClaimKind kind, IpRange range, Subject owner, Subject subject, SourceLocation at) => new()
    {
        AddressSpace = site.AddressSpace,
        Range = range,
        Kind = kind,
        Owner = owner,
        Subject = subject,
        Source = at,
        Site = site,
    };
}
