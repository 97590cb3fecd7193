namespace Fairlead.Core.Importing;

/// <summary>A site file before it is text.</summary>
public sealed class SiteDraft
{
    public required string Name { get; init; }

    public required string Profile { get; init; }

    public string? Region { get; init; }

    /// <summary>How the file came about, for its first comment.</summary>
    public required string Origin { get; init; }

    public Drafted? VCenterHost { get; set; }

    public Drafted? VCenterAddress { get; set; }

    public List<Drafted> Hosts { get; } = [];

    public List<Drafted> NtpServers { get; } = [];

    public List<SegmentDraft> Segments { get; } = [];

    public List<ClusterDraft> Clusters { get; } = [];

    public List<LeftOutRow> LeftOut { get; } = [];

    public bool IsEmpty => Segments.Count + Clusters.Count + Hosts.Count + NtpServers.Count == 0 && VCenterHost is null && VCenterAddress is null;
}
