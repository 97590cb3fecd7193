using Fairlead.Core.Planning;
using Fairlead.Core.Sites;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Running;

/// <summary>What one run of <c>fairlead check</c> is to ask, and from where.</summary>
public sealed record CheckRequest
{
    public required Plan Plan { get; init; }

    /// <summary>The segments to ask about, in reading order; those of the sites given unless the user chose.</summary>
    public required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>The clusters to ask about, in reading order.</summary>
    public required IReadOnlyList<Cluster> Clusters { get; init; }

    /// <summary>The interface that stands in a segment; null when this machine stands in none of them.</summary>
    public LinkInterface? Interface { get; init; }

    /// <summary>The segment that <see cref="Interface"/> stands in.</summary>
    public Segment? OnLinkSegment { get; init; }

    /// <summary>Which kind of machine asks, by the id of the port catalogue: <c>cluster-vms</c>, <c>management-machine</c>, <c>physical-nodes</c>, …</summary>
    public string Role { get; init; } = "cluster-vms";

    /// <summary>Every frame that is broadcast or multicast on <see cref="Interface"/> waits for its turn here, whichever family sends it.</summary>
    public required BroadcastPacer Broadcasts { get; init; }

    /// <summary>Clusters that exist already, so that members hold their addresses.</summary>
    public IReadOnlySet<Cluster> ActiveClusters { get; init; } = new HashSet<Cluster>();

    /// <summary>Sites whose resource bridge exists already.</summary>
    public IReadOnlySet<Site> ActiveBridges { get; init; } = new HashSet<Site>();

    /// <summary>PEM file of an authority for private endpoints; null for the public ones alone.</summary>
    public string? OwnAuthorityFile { get; init; }

    /// <summary>PEM file of the roots that are public here, in place of the embedded ones: a sovereign cloud's, or a test's; null for the embedded.</summary>
    public string? PublicRootsFile { get; init; }

    /// <summary>Sees every raw frame; null without <c>--pcap</c>.</summary>
    public IPacketTap? Tap { get; init; }

    public required TimeProvider Time { get; init; }
}
