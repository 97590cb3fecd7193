namespace Fairlead.Core.Claims;

/// <summary>What an address range is used for. <see cref="ClaimKinds.NameOf"/> gives the name that reports show.</summary>
public enum ClaimKind : byte
{
    Segment,
    BridgePrefix,
    DhcpScope,
    NodePool,
    ControlPlaneIp,
    LoadBalancer,

    /// <summary>A load balancer range that is announced by BGP, so it may lie outside every segment.</summary>
    RoutedLoadBalancer,
    BridgeControlPlaneIp,
    BridgeNodeIp,
    Reserved,
    Gateway,
    DnsServer,
    DhcpServer,
    NtpServer,
    VCenter,
    EsxiHost,
    Proxy,
    PodCidr,
    ServiceCidr,
}

/// <summary>Kinds fall into groups; the table of pairs says which groups may meet.</summary>
public enum ClaimGroup : byte
{
    Place,
    Dynamic,
    Exclusive,
    Reserved,
    Host,
    Overlay,
}

public static class ClaimKinds
{
    public static ClaimGroup GroupOf(this ClaimKind kind) => kind switch
    {
        ClaimKind.Segment or ClaimKind.BridgePrefix => ClaimGroup.Place,
        ClaimKind.DhcpScope or ClaimKind.NodePool => ClaimGroup.Dynamic,
        ClaimKind.Reserved => ClaimGroup.Reserved,
        ClaimKind.PodCidr or ClaimKind.ServiceCidr => ClaimGroup.Overlay,
        >= ClaimKind.Gateway and <= ClaimKind.Proxy => ClaimGroup.Host,
        _ => ClaimGroup.Exclusive,
    };

    /// <summary>Whether addresses of one may be addresses of the other, as far as the table of pairs says.</summary>
    public static bool MayMeet(this ClaimKind kind, ClaimKind other) => (PairTable.ForbiddenFor(kind) & (1u << (int)other)) == 0;

    public static bool IsHost(this ClaimKind kind) => kind.GroupOf() == ClaimGroup.Host;

    public static bool IsLoadBalancer(this ClaimKind kind) => kind is ClaimKind.LoadBalancer or ClaimKind.RoutedLoadBalancer;

    public static bool IsBridgeAddress(this ClaimKind kind) => kind is ClaimKind.BridgeControlPlaneIp or ClaimKind.BridgeNodeIp;

    /// <summary>The name in reports and in the ledger.</summary>
    public static string NameOf(this ClaimKind kind) => kind switch
    {
        ClaimKind.Segment => "segment",
        ClaimKind.BridgePrefix => "bridge-prefix",
        ClaimKind.DhcpScope => "dhcp-scope",
        ClaimKind.NodePool => "node-pool",
        ClaimKind.ControlPlaneIp => "control-plane-ip",
        ClaimKind.LoadBalancer or ClaimKind.RoutedLoadBalancer => "load-balancer",
        ClaimKind.BridgeControlPlaneIp => "bridge-control-plane-ip",
        ClaimKind.BridgeNodeIp => "bridge-node-ip",
        ClaimKind.Reserved => "reserved",
        ClaimKind.Gateway => "gateway",
        ClaimKind.DnsServer => "dns-server",
        ClaimKind.DhcpServer => "dhcp-server",
        ClaimKind.NtpServer => "ntp-server",
        ClaimKind.VCenter => "vcenter",
        ClaimKind.EsxiHost => "esxi-host",
        ClaimKind.Proxy => "proxy",
        ClaimKind.PodCidr => "pod-cidr",
        ClaimKind.ServiceCidr => "service-cidr",
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "No such kind."),
    };
}
