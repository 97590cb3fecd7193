using Fairlead.Core.Addressing;

namespace Fairlead.Core.Sites.Spec;

/// <summary>A cluster: an entry of a site's <c>clusters</c>, or a <c>kind: Cluster</c> document.</summary>
public sealed class ClusterSpec : SpecObject
{
    public Field<string> Name { get; internal set; }

    /// <summary>Only in a document of its own.</summary>
    public Field<string> Site { get; internal set; }

    public Field<string> Segment { get; internal set; }

    public Field<string> HostCluster { get; internal set; }

    public Field<string> KubernetesVersion { get; internal set; }

    public Field<ControlPlaneSpec> ControlPlane { get; internal set; }

    public Field<IReadOnlyList<NodePoolSpec>> NodePools { get; internal set; }

    public Field<LoadBalancerSpec> LoadBalancer { get; internal set; }

    public Field<int> Services { get; internal set; }

    public Field<IReadOnlyList<Located<IpPrefix>>> PodCidr { get; internal set; }

    public Field<IReadOnlyList<Located<IpPrefix>>> ServiceCidr { get; internal set; }

    public Field<UpgradeSpec> Upgrade { get; internal set; }

    /// <summary>Only in a document of its own; they reach this cluster's findings alone.</summary>
    public Field<IReadOnlyList<OverrideSpec>> Overrides { get; internal set; }
}

public sealed class ControlPlaneSpec : SpecObject
{
    public Field<ControlPlaneAddresses> Ip { get; internal set; }

    public Field<int> Nodes { get; internal set; }

    public Field<string> VmSize { get; internal set; }

    public Field<ControlPlaneProvider> Provider { get; internal set; }

    public Field<ControlPlaneMode> Mode { get; internal set; }

    public Field<int> Port { get; internal set; }
}

/// <summary>The control plane IP as written: one address per family, or <c>auto</c>.</summary>
public sealed record ControlPlaneAddresses(bool IsAuto, IReadOnlyList<Located<IpAddr>> Written);

/// <summary>What holds the control plane IP.</summary>
public enum ControlPlaneProvider
{
    KubeVip,
    Keepalived,
}

/// <summary>How the control plane IP is made known.</summary>
public enum ControlPlaneMode
{
    Arp,
    Bgp,
}

public sealed class NodePoolSpec : SpecObject
{
    public Field<string> Name { get; internal set; }

    public Field<int> Nodes { get; internal set; }

    public Field<string> VmSize { get; internal set; }

    public Field<string> Segment { get; internal set; }

    public Field<AutoscaleSpec> Autoscale { get; internal set; }
}

public sealed class AutoscaleSpec : SpecObject
{
    public Field<int> Min { get; internal set; }

    public Field<int> Max { get; internal set; }
}

public sealed class LoadBalancerSpec : SpecObject
{
    public Field<LoadBalancerProvider> Provider { get; internal set; }

    public Field<LoadBalancerMode> Mode { get; internal set; }

    public Field<LoadBalancerAddresses> Addresses { get; internal set; }

    public Field<IReadOnlyList<BgpPeerSpec>> Peers { get; internal set; }

    public Field<int> VirtualMachines { get; internal set; }
}

/// <summary>Load balancer addresses as written: ranges, or <c>auto</c> with or without a number.</summary>
/// <param name="AutoCount">How many to choose; null: as many as services.</param>
public sealed record LoadBalancerAddresses(bool IsAuto, int? AutoCount, IReadOnlyList<Located<IpRange>> Written);

public enum LoadBalancerProvider
{
    MetalLb,
    KubeVip,
    Other,
}

public enum LoadBalancerMode
{
    L2,
    Bgp,
}

public sealed class BgpPeerSpec : SpecObject
{
    public Field<IpAddr> Address { get; internal set; }

    public Field<long> Asn { get; internal set; }

    public Field<long> MyAsn { get; internal set; }
}

public sealed class UpgradeSpec : SpecObject
{
    public Field<int> MinutesPerNode { get; internal set; }

    public Field<int> Spare { get; internal set; }
}
