using Fairlead.Core.Addressing;

namespace Fairlead.Core.Observations;

/// <summary>What a template declares. It says what somebody wants, not what is there.</summary>
public sealed record DeclaredSite
{
    /// <summary>The profile that its types of resources belong to: <c>aks-arc-vmware</c>, <c>aks-azure-local</c>; null where they fit several.</summary>
    public string? Profile { get; init; }

    /// <summary>The Azure region, as its name.</summary>
    public Declared<string>? Region { get; init; }

    public IReadOnlyList<DeclaredNetwork> Networks { get; init; } = [];

    public IReadOnlyList<DeclaredCluster> Clusters { get; init; } = [];
}

/// <param name="Where">File and line.</param>
public sealed record Declared<T>(T Value, string Where);

/// <summary>A logical network: what a site file calls a segment.</summary>
public sealed record DeclaredNetwork(Declared<string> Name)
{
    /// <summary>vSphere's own name of it.</summary>
    public Declared<string>? VsphereNetwork { get; init; }

    public Declared<int>? Vlan { get; init; }

    public IReadOnlyList<Declared<IpPrefix>> Prefixes { get; init; } = [];

    public IReadOnlyList<Declared<IpAddr>> Gateways { get; init; } = [];

    public IReadOnlyList<Declared<IpAddr>> DnsServers { get; init; } = [];

    public IReadOnlyList<Declared<IpAddr>> DhcpServers { get; init; } = [];

    /// <summary>Whether nodes get their addresses from pools and not from DHCP; null where the template does not say.</summary>
    public Declared<bool>? IsStatic { get; init; }

    /// <summary>Addresses for machines.</summary>
    public IReadOnlyList<Declared<IpRange>> Pools { get; init; } = [];

    /// <summary>Virtual addresses: control planes and services.</summary>
    public IReadOnlyList<Declared<IpRange>> VirtualPools { get; init; } = [];
}

public sealed record DeclaredCluster(Declared<string> Name)
{
    /// <summary>The name of its network, which another template may declare.</summary>
    public Declared<string>? Network { get; init; }

    public Declared<IpAddr>? ControlPlaneIp { get; init; }

    public Declared<int>? ControlPlaneNodes { get; init; }

    public Declared<string>? ControlPlaneVmSize { get; init; }

    public Declared<string>? KubernetesVersion { get; init; }

    public Declared<IpPrefix>? PodCidr { get; init; }

    /// <summary>Load balancer VMs.</summary>
    public Declared<int>? LoadBalancerMachines { get; init; }

    public IReadOnlyList<DeclaredPool> Pools { get; init; } = [];
}

public sealed record DeclaredPool(Declared<string> Name)
{
    public Declared<int>? Nodes { get; init; }

    public Declared<string>? VmSize { get; init; }

    /// <summary>Null without autoscaling.</summary>
    public Declared<int>? Min { get; init; }

    public Declared<int>? Max { get; init; }
}
