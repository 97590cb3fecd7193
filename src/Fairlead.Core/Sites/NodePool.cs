using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Sites;

/// <summary>A cluster's node pool, on the cluster's segment or on one of its own.</summary>
public sealed class NodePool
{
    internal NodePool(Cluster cluster, NodePoolSpec spec, Segment? segment)
    {
        Cluster = cluster;
        Spec = spec;
        Segment = segment;
    }

    public Cluster Cluster { get; }

    public NodePoolSpec Spec { get; }

    public Subject Subject => Spec.Subject;

    /// <summary>Where its workers live; null when there is no such segment.</summary>
    public Segment? Segment { get; }

    public AutoscaleSpec? Autoscale => Spec.Autoscale.Or(null!);

    /// <summary>Workers in steady state: as written, else the autoscaler's least, else 1.</summary>
    public int Nodes => Spec.Nodes.TryGet(out var nodes) ? nodes : Autoscale is { } scale && scale.Min.TryGet(out var min) ? min : 1;

    /// <summary>Workers at most.</summary>
    public int NodesAtMost => Autoscale is { } scale && scale.Max.TryGet(out var max) ? Math.Max(Nodes, max) : Nodes;

    /// <summary>Nothing about its size was unusable.</summary>
    public bool IsSizeSound => Spec.Nodes.IsSound && Spec.Autoscale.IsSound && (Autoscale is not { } scale || (scale.Min.IsSound && scale.Max.IsSound));
}
