using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Sites;

namespace Fairlead.Cli.Output;

/// <summary>A network with addresses in it: a segment, or the prefix of a resource bridge.</summary>
/// <param name="Segment">Null for a resource bridge.</param>
/// <param name="Prefixes">One per family.</param>
internal sealed record AddressPlace(Site Site, Segment? Segment, string AddressSpace, IReadOnlyList<IpPrefix> Prefixes)
{
    /// <summary>Everything claimed in it, whoever claims it, by address.</summary>
    public List<Claim> Claims { get; } = [];
}

/// <summary>Puts every claim of addresses into the networks that hold them.</summary>
internal sealed class ClaimsByPlace
{
    private readonly HashSet<Claim> _placed = [];

    private ClaimsByPlace(IReadOnlyList<AddressPlace> places) => Places = places;

    /// <summary>In reading order.</summary>
    public IReadOnlyList<AddressPlace> Places { get; }

    public bool IsPlaced(Claim claim) => _placed.Contains(claim);

    public static ClaimsByPlace Of(Estate estate, IReadOnlyList<Claim> claims)
    {
        var result = new ClaimsByPlace([.. estate.Sites.SelectMany(PlacesOf)]);
        var spaces = claims.Where(claim => AddressUses.Of(claim.Kind) is not null).GroupBy(claim => claim.AddressSpace).ToDictionary(space => space.Key, space => space.OrderBy(claim => claim.Range).ToList());
        foreach (var space in result.Places.GroupBy(place => place.AddressSpace))
        {
            if (spaces.TryGetValue(space.Key, out var found))
                result.Sweep([.. space], found);
        }

        return result;
    }

    private static IEnumerable<AddressPlace> PlacesOf(Site site)
    {
        foreach (var segment in site.Segments)
            yield return new AddressPlace(site, segment, segment.AddressSpace, [.. segment.Prefixes.Select(prefix => prefix.Value)]);
        if (site.Spec.ResourceBridge.TryGet(out var bridge) && bridge.Prefix.TryGet(out var prefix) && !site.Segments.Any(segment => segment.AddressSpace == site.AddressSpace && segment.PrefixOf(prefix.Family) == prefix))
            yield return new AddressPlace(site, null, site.AddressSpace, [prefix]);
    }

    /// <summary>Both by first address: whatever is still open when a network begins may lie in it.</summary>
    private void Sweep(List<AddressPlace> places, List<Claim> claims)
    {
        var open = new List<Claim>();
        var next = 0;
        foreach (var (place, prefix) in places.SelectMany(place => place.Prefixes.Select(prefix => (place, prefix.Range))).OrderBy(pair => pair.Range))
        {
            open.RemoveAll(claim => claim.Range.IsEntirelyBefore(prefix));
            for (; next < claims.Count && !prefix.IsEntirelyBefore(claims[next].Range); next++)
            {
                if (!claims[next].Range.IsEntirelyBefore(prefix))
                    open.Add(claims[next]);
            }

            foreach (var claim in open.Where(claim => claim.Range.Overlaps(prefix)))
            {
                place.Claims.Add(claim);
                _placed.Add(claim);
            }
        }
    }
}
