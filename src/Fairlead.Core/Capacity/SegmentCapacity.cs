using Fairlead.Core.Sites;

namespace Fairlead.Core.Capacity;

/// <summary>How many addresses a segment has for nodes, and how many its nodes take. All figures count addresses.</summary>
public sealed record SegmentCapacity
{
    public required Segment Segment { get; init; }

    /// <summary>What the scopes (less exclusions and other leases) or the pool hold; of two families the scarcer.</summary>
    public required UInt128 Available { get; init; }

    /// <summary>Nodes and load balancer VMs as written.</summary>
    public required long Steady { get; init; }

    /// <summary>Everything at once: scaled out, upgraded, and with the leases of replaced nodes not yet expired.</summary>
    public required long Peak { get; init; }

    /// <summary>Scaled out, without an upgrade.</summary>
    public required long AtMost { get; init; }

    /// <summary>Spare nodes during an upgrade.</summary>
    public required long Spare { get; init; }

    /// <summary>Leases that upgrades leave behind, for as many clusters as are upgraded at once.</summary>
    public required long StaleLeases { get; init; }

    /// <summary>The figure of the vendor's page: one per worker node as written.</summary>
    public required long DocumentedMinimum { get; init; }

    /// <summary>Available less peak; negative when the peak does not fit.</summary>
    public Int128 Headroom => (Available > (UInt128)Int128.MaxValue ? Int128.MaxValue : (Int128)Available) - Peak;

    public required IReadOnlyList<ClusterNeed> Breakdown { get; init; }

    /// <summary>Nothing of the input was unusable, so the figures may be judged.</summary>
    public required bool IsSound { get; init; }

    /// <summary>There is a scope or a pool to count.</summary>
    public required bool HasSource { get; init; }

    /// <summary>What stops first as demand grows; null when everything fits.</summary>
    public Shortage? FirstToFail =>
        Available < (UInt128)Steady ? Shortage.Create
        : Available < (UInt128)AtMost ? Shortage.Scale
        : Available < (UInt128)(AtMost + Spare) ? Shortage.Upgrade
        : Available < (UInt128)Peak ? Shortage.UpgradeWithStaleLeases
        : null;
}

/// <summary>The operation that runs out of addresses.</summary>
public enum Shortage
{
    Create,
    Scale,
    Upgrade,
    UpgradeWithStaleLeases,
}

/// <summary>What one cluster takes on one segment.</summary>
public sealed record ClusterNeed(
    Cluster Cluster,
    int ControlPlaneNodes,
    long Workers,
    long WorkersMax,
    int LoadBalancerVMs,
    long UpgradeSpare,
    long StaleLeases)
{
    /// <summary>Addresses beside those of nodes: a control plane IP that the platform takes from the pool.</summary>
    public int ControlPlaneIps { get; init; }

    public long Steady => ControlPlaneNodes + Workers + LoadBalancerVMs + ControlPlaneIps;

    public long AtMost => ControlPlaneNodes + WorkersMax + LoadBalancerVMs + ControlPlaneIps;

    /// <summary>One per worker node as written.</summary>
    public long DocumentedMinimum => Workers;
}
