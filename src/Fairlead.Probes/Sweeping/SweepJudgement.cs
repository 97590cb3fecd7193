using System.Collections.Frozen;
using Fairlead.Core.Addressing;
using Fairlead.Core.Sweeps;
using Fairlead.Probes.Neighbours;

namespace Fairlead.Probes.Sweeping;

/// <summary>
/// Tells hosts from twins and proxies. A MAC that answers for three addresses or more may be a machine with many addresses (the node that holds
/// the load balancer's) or a proxy; it is asked a second time, with RFC 5227 probes, which a machine answers for its own addresses alone.
/// </summary>
internal sealed class SweepJudgement
{
    /// <summary>From so many addresses on, one MAC is suspect.</summary>
    public const int Many = 3;

    /// <summary>Of a suspect's addresses, so many are asked again.</summary>
    public const int MostSamples = 8;

    /// <summary>Smaller sweeps say nothing about who answers for "nearly everything".</summary>
    private const int LeastForAppetite = 16;

    /// <summary>Each proxy with the addresses that it answered a probe for, which are its own.</summary>
    private readonly FrozenDictionary<MacAddress, FrozenSet<IpAddr>> _proxies;

    /// <param name="again">What the probes for <see cref="Samples"/> brought.</param>
    /// <param name="asked">Addresses of the sweep.</param>
    public SweepJudgement(IReadOnlyList<NeighbourSighting> seen, IReadOnlyList<NeighbourSighting> again, UInt128 asked)
    {
        var proven = again.Where(sighting => sighting.AnsweredProbe).ToLookup(sighting => sighting.Mac, sighting => sighting.Address);
        _proxies = Suspects(seen)
            .Select(suspect => (Mac: suspect.Key, Own: OwnOf([.. suspect], proven[suspect.Key].ToFrozenSet(), asked)))
            .Where(each => each.Own is not null)
            .ToFrozenDictionary(each => each.Mac, each => each.Own!);
    }

    public int Proxies => _proxies.Count;

    /// <summary>Which addresses to ask again: a few of each MAC that answered for many, and those in <paramref name="always"/> among them (a router's own).</summary>
    public static IReadOnlyList<IpAddr> Samples(IReadOnlyList<NeighbourSighting> seen, IReadOnlySet<IpAddr> always) =>
        [.. Suspects(seen).SelectMany(suspect => Spread([.. suspect.Distinct().Order()]).Concat(suspect.Where(always.Contains))).Distinct().Order()];

    /// <summary>One address that was answered for.</summary>
    /// <returns>What it is, and the MACs that make it so.</returns>
    public (SweptAs As, IReadOnlyList<MacAddress> Macs) Of(IReadOnlyList<NeighbourSighting> sightings)
    {
        IReadOnlyList<MacAddress> all = [.. sightings.Select(sighting => sighting.Mac).Distinct()];
        IReadOnlyList<MacAddress> holders = [.. all.Where(mac => !_proxies.TryGetValue(mac, out var own) || own.Contains(sightings[0].Address))];
        return holders.Count switch
        {
            0 => (SweptAs.Proxy, all),
            1 => (SweptAs.Host, holders),
            _ => (SweptAs.Duplicate, holders),
        };
    }

    private static IEnumerable<IGrouping<MacAddress, IpAddr>> Suspects(IReadOnlyList<NeighbourSighting> seen) =>
        seen.Where(sighting => sighting.IsLife).GroupBy(sighting => sighting.Mac, sighting => sighting.Address).Where(group => group.Distinct().Count() >= Many);

    /// <returns>The addresses that are a proxy's own; null for a machine that is none.</returns>
    private static FrozenSet<IpAddr>? OwnOf(IpAddr[] answered, FrozenSet<IpAddr> proven, UInt128 asked)
    {
        // No machine holds most of a network of some size: a proxy that answers probes too betrays itself by its appetite.
        if (asked >= LeastForAppetite && (UInt128)answered.Length * 2 > asked)
            return [];
        return Spread([.. answered.Distinct().Order()]).All(proven.Contains) ? null : proven;
    }

    /// <summary>From all over the addresses, since a machine's own may lie side by side among those that it stands in for.</summary>
    private static IEnumerable<IpAddr> Spread(IpAddr[] sorted)
    {
        var samples = Math.Min(MostSamples, sorted.Length);
        for (var i = 0; i < samples; i++)
            yield return sorted[(int)((long)i * (sorted.Length - 1) / (samples - 1))];
    }
}
