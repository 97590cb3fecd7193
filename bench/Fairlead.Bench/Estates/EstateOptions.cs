namespace Fairlead.Bench.Estates;

/// <summary>What a generated estate is like. The same options give the same files, byte for byte.</summary>
public sealed record EstateOptions
{
    public const int ClustersPerSegment = 20;

    public required int Clusters { get; init; }

    public required int Segments { get; init; }

    public int Seed { get; init; } = 1;

    /// <summary>The share of clusters with a mistake, from 0 to 1; a fifth of it goes for segments. 0 makes an estate without errors and warnings.</summary>
    public double Mistakes { get; init; }

    /// <summary>Every cluster leaves its control plane IP and load balancer addresses to the planner.</summary>
    public bool IsAutomatic { get; init; }

    /// <summary>The share of clusters that stand in a file of their own.</summary>
    public double OwnFiles { get; init; } = 0.4;

    public void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfNegative(Clusters);
        ArgumentOutOfRangeException.ThrowIfLessThan(Segments, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Segments, SegmentPlan.MostSegments);
        ArgumentOutOfRangeException.ThrowIfGreaterThan((long)Clusters, (long)Segments * ClustersPerSegment);
    }
}
