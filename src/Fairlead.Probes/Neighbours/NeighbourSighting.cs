using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Neighbours;

/// <summary>One MAC that was seen with one address; several MACs for one address are several sightings.</summary>
/// <param name="Mac">As the packet says it: what a cache would learn.</param>
/// <param name="FrameSource">As the frame says it; another than <paramref name="Mac"/> for some virtual routers.</param>
/// <param name="At">When it was seen first.</param>
public sealed record NeighbourSighting(IpAddr Address, MacAddress Mac, MacAddress FrameSource, SeenAs As, DateTimeOffset At)
{
    /// <summary>It holds the address, or claims to.</summary>
    public bool IsLife => (As & (SeenAs.AnsweredProbe | SeenAs.AnsweredRequest | SeenAs.Announced)) != 0;

    public bool AnsweredProbe => As.HasFlag(SeenAs.AnsweredProbe);

    public bool AnsweredRequest => As.HasFlag(SeenAs.AnsweredRequest);
}

/// <summary>What one frame says, before it is put beside what was seen already.</summary>
internal readonly record struct NeighbourReply(IpAddr Address, MacAddress Mac, MacAddress FrameSource, SeenAs As);
