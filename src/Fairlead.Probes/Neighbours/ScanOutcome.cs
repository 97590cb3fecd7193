using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Neighbours;

/// <summary>What a scan saw.</summary>
/// <param name="Sightings">By address, then by when they were seen. An address that is not here was silent.</param>
/// <param name="Frames">So many were sent.</param>
/// <param name="Fault">Other than none: silence means nothing, because not everybody was asked to the end.</param>
public sealed record ScanOutcome(IReadOnlyList<NeighbourSighting> Sightings, long Frames, LinkFault Fault)
{
    private readonly Dictionary<IpAddr, NeighbourSighting[]> _byAddress = Sightings.GroupBy(seen => seen.Address).ToDictionary(group => group.Key, group => group.ToArray());

    /// <summary>Everything seen of one address.</summary>
    public IReadOnlyList<NeighbourSighting> Of(IpAddr address) => _byAddress.GetValueOrDefault(address, []);
}
