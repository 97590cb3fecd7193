using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Sites;

namespace Fairlead.Cli.Output;

/// <summary>A network with addresses in it: a segment, or the prefix of a resource bridge.</summary>
internal sealed class AddressPlace(Site site, Segment? segment, IpPrefix[] prefixes)
{
    public Site Site { get; } = site;

    /// <summary>Null for a resource bridge.</summary>
    public Segment? Segment { get; } = segment;

    public string AddressSpace { get; } = segment?.AddressSpace ?? site.AddressSpace;

    /// <summary>At most one per family.</summary>
    public IpPrefix[] Prefixes { get; } = prefixes;

    /// <summary>Everything claimed in it, whoever claims it.</summary>
    public List<Claim> Claims { get; } = [];

    public bool Contains(IpRange range)
    {
        foreach (var prefix in Prefixes)
        {
            if (prefix.Contains(range))
                return true;
        }

        return false;
    }
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
        var spaces = claims.Where(claim => AddressUses.IsUse(claim.Kind)).ToLookup(claim => claim.AddressSpace);
        foreach (var space in result.Places.GroupBy(place => place.AddressSpace))
            result.Sweep(space, [.. spaces[space.Key].Order(ByRange)]);
        return result;
    }

    private static readonly Comparer<Claim> ByRange = Comparer<Claim>.Create((one, other) => one.Range.CompareTo(other.Range));

    private static IEnumerable<AddressPlace> PlacesOf(Site site)
    {
        foreach (var segment in site.Segments)
        {
            var prefixes = new IpPrefix[segment.Prefixes.Count];
            for (var i = 0; i < prefixes.Length; i++)
                prefixes[i] = segment.Prefixes[i].Value;
            yield return new AddressPlace(site, segment, prefixes);
        }

        if (site.Spec.ResourceBridge.TryGet(out var bridge) && bridge.Prefix.TryGet(out var prefix) && !site.Segments.Any(segment => segment.AddressSpace == site.AddressSpace && segment.PrefixOf(prefix.Family) == prefix))
            yield return new AddressPlace(site, null, [prefix]);
    }

    /// <summary>Both by first address: whatever is still open when a network begins may lie in it.</summary>
    private void Sweep(IEnumerable<AddressPlace> places, List<Claim> claims)
    {
        var networks = new List<Network>();
        foreach (var place in places)
        {
            foreach (var prefix in place.Prefixes)
                networks.Add(new Network(place, prefix.Range));
        }

        networks.Sort((one, other) => one.Range.CompareTo(other.Range));
        var open = new List<Claim>();
        var next = 0;
        foreach (var network in networks)
        {
            open.RemoveAll(claim => claim.Range.IsEntirelyBefore(network.Range));
            for (; next < claims.Count && !network.Range.IsEntirelyBefore(claims[next].Range); next++)
            {
                if (!claims[next].Range.IsEntirelyBefore(network.Range))
                    open.Add(claims[next]);
            }

            foreach (var claim in open)
            {
                if (!claim.Range.Overlaps(network.Range))
                    continue;
                network.Place.Claims.Add(claim);
                _placed.Add(claim);
            }
        }
    }

    private sealed record Network(AddressPlace Place, IpRange Range);
}
