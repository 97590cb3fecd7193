namespace Fairlead.Cli.Init;

/// <summary>A cluster of a first site file.</summary>
internal sealed class ClusterDraft
{
    public required Drafted Name { get; init; }

    public required SegmentDraft Segment { get; init; }

    /// <summary>One per family; none: the planner chooses.</summary>
    public List<Drafted> ControlPlaneIps { get; } = [];

    /// <summary>None: the planner chooses, where <see cref="WantsLoadBalancer"/>.</summary>
    public List<Drafted> LoadBalancer { get; } = [];

    public bool WantsLoadBalancer { get; init; }
}
