namespace Fairlead.Core.Importing;

/// <summary>A cluster of a site file that is not written yet.</summary>
public sealed class ClusterDraft
{
    public required Drafted Name { get; init; }

    public required SegmentDraft Segment { get; init; }

    /// <summary>One per family; none: the planner chooses.</summary>
    public List<Drafted> ControlPlaneIps { get; } = [];

    /// <summary>None: the planner chooses, where <see cref="WantsLoadBalancer"/>.</summary>
    public List<Drafted> LoadBalancer { get; } = [];

    public bool WantsLoadBalancer { get; init; }

    public Drafted? KubernetesVersion { get; set; }

    public Drafted? ControlPlaneNodes { get; set; }

    public Drafted? ControlPlaneVmSize { get; set; }

    public Drafted? PodCidr { get; set; }

    /// <summary>Load balancer VMs that take node addresses.</summary>
    public Drafted? LoadBalancerMachines { get; set; }

    public List<NodePoolDraft> NodePools { get; } = [];
}
