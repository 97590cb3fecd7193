using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Sites;

/// <summary>A Kubernetes cluster with its references resolved and its defaults in place.</summary>
public sealed class Cluster
{
    /// <summary>The Kubernetes API's, where nobody wrote another.</summary>
    public const int DefaultApiPort = 6443;

    private const int DefaultControlPlaneNodes = 1;
    private const int DefaultMinutesPerNode = 10;

    private readonly List<NodePool> _nodePools = [];

    internal Cluster(Site site, ClusterSpec spec, Segment? segment)
    {
        Site = site;
        Spec = spec;
        Segment = segment;
        ControlPlane = spec.ControlPlane.Or(new ControlPlaneSpec { Subject = Subject.Field("controlPlane"), At = At(spec.ControlPlane.At) });
        PodCidrs = CidrsOrDefault(spec.PodCidr, "podCIDR", site.Profile.DefaultPodCidr?.Value);
        ServiceCidrs = CidrsOrDefault(spec.ServiceCidr, "serviceCIDR", site.Profile.DefaultServiceCidr?.Value);
        ControlPlaneIps = ControlPlane.Ip.TryGet(out var ips) ? [.. ips.Written.Select(ip => new Assigned<IpAddr>(ip, IsChosen: false))] : [];
        LoadBalancerRanges = LoadBalancer?.Addresses is { } field && field.TryGet(out var addresses) ? [.. addresses.Written.Select(range => new Assigned<IpRange>(range, IsChosen: false))] : [];
    }

    public Site Site { get; }

    public ClusterSpec Spec { get; }

    public Subject Subject => Spec.Subject;

    /// <summary>Its name, or its index where it has none.</summary>
    public string Name => Subject.Name;

    /// <summary>Null when none is written or there is no such segment.</summary>
    public Segment? Segment { get; }

    public string AddressSpace => Segment?.AddressSpace ?? Site.AddressSpace;

    public ControlPlaneSpec ControlPlane { get; }

    public Subject ControlPlaneIpSubject => ControlPlane.Subject.Field("ip");

    public Subject LoadBalancerSubject => Subject.Field("loadBalancer");

    public int ApiPort => ControlPlane.Port.Or(DefaultApiPort);

    public int ControlPlaneNodes => ControlPlane.Nodes.Or(DefaultControlPlaneNodes);

    /// <summary>Null when what is written can't be used.</summary>
    public LoadBalancerSpec? LoadBalancer => Spec.LoadBalancer.Or(null!);

    public int LoadBalancerVirtualMachines => LoadBalancer?.VirtualMachines.Or(0) ?? 0;

    public int Services => Spec.Services.Or(0);

    public int MinutesPerNode => Spec.Upgrade.TryGet(out var upgrade) ? upgrade.MinutesPerNode.Or(DefaultMinutesPerNode) : DefaultMinutesPerNode;

    /// <summary>Null: the profile's formula.</summary>
    public int? WrittenSpare => Spec.Upgrade.TryGet(out var upgrade) && upgrade.Spare.TryGet(out var spare) ? spare : null;

    public IReadOnlyList<NodePool> NodePools => _nodePools;

    /// <summary>Written or chosen; at most one per family.</summary>
    public IReadOnlyList<Assigned<IpAddr>> ControlPlaneIps { get; internal set; }

    /// <summary>Written or chosen, in reading order.</summary>
    public IReadOnlyList<Assigned<IpRange>> LoadBalancerRanges { get; internal set; }

    public IReadOnlyList<ClusterCidr> PodCidrs { get; }

    public IReadOnlyList<ClusterCidr> ServiceCidrs { get; }

    /// <summary>The place of a part, or the cluster's own where the part is not written.</summary>
    public SourceLocation At(SourceLocation part) => part == default ? Spec.At : part;

    internal void Add(NodePool pool) => _nodePools.Add(pool);

    public override string ToString() => $"{Site.Name}/{Name}";

    private ClusterCidr[] CidrsOrDefault(Field<IReadOnlyList<Located<IpPrefix>>> written, string field, string? profileDefault)
    {
        if (written.IsWritten)
            return [.. written.Or([]).Select(cidr => new ClusterCidr(cidr, IsDefault: false))];
        return profileDefault is null ? [] : [new ClusterCidr(new(IpPrefix.Parse(profileDefault), Subject.Field(field), Spec.At), IsDefault: true)];
    }
}

/// <summary>An address or range of a cluster, and whether the planner chose it.</summary>
public sealed record Assigned<T>(Located<T> At, bool IsChosen)
{
    public T Value => At.Value;

    public Subject Subject => At.Subject;
}

/// <summary>A pod or service network, and whether it is the profile's default that nobody wrote.</summary>
public sealed record ClusterCidr(Located<IpPrefix> At, bool IsDefault)
{
    public IpPrefix Value => At.Value;

    public Subject Subject => At.Subject;
}
