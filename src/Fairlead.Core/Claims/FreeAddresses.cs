using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Claims;

/// <summary>
/// One address space: what may be given to somebody in each of its segments. That is what nobody claims and no other segment covers; what is
/// excluded from a scope counts as claimed.
/// </summary>
/// <remarks>Not safe for several threads at once.</remarks>
public sealed class FreeAddresses
{
    private readonly IpSet _taken;
    private readonly Dictionary<IpRange, List<Claim>> _neighbours = [];
    private readonly Dictionary<Place, List<FreePool>> _places = [];
    private readonly Func<IpRange, IEnumerable<IpRange>> _heldIn;

    /// <param name="claims">Of the address space.</param>
    /// <param name="heldIn">What is taken of a prefix beside, and may be given back; asked when a pool is made.</param>
    public FreeAddresses(IEnumerable<Claim> claims, Func<IpRange, IEnumerable<IpRange>> heldIn)
    {
        var all = claims.ToList();
        AddNeighbours([.. all.Where(claim => claim.Kind == ClaimKind.Segment).OrderBy(claim => claim.Range)]);
        _taken = IpSet.Of(all.Where(claim => claim.Kind != ClaimKind.Segment).Select(claim => claim.Range));
        _heldIn = heldIn;
    }

    /// <summary>One pool for each family of a segment, IPv4 first; the segments of a stretched network share theirs.</summary>
    public IReadOnlyList<FreePool> In(Segment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        if (_places.TryGetValue(segment.Place, out var known))
            return known;
        var free = new List<FreePool>();
        foreach (var prefix in segment.Prefixes.Select(prefix => prefix.Value).Order())
        {
            var others = _neighbours[prefix.Range].Where(claim => claim.Segment!.Place != segment.Place).Select(claim => claim.Range);
            var pool = FreePool.Of(prefix, _taken.Intersect(prefix.Range).Union(IpSet.Of(others)));
            foreach (var held in _heldIn(prefix.Range))
                pool.Take(held);
            free.Add(pool);
        }

        _places.Add(segment.Place, free);
        return free;
    }

    /// <summary>Finds the lowest free range of so many addresses and takes it; null when there is none.</summary>
    public IpRange? Take(Segment segment, UInt128 count)
    {
        foreach (var pool in In(segment))
        {
            if (!pool.TryFind(count, out var found))
                continue;
            // No other place need know: what is free in one lies in no other.
            pool.Take(found);
            return found;
        }

        return null;
    }

    /// <summary>Somebody has it from now on, wherever it lies.</summary>
    public void Take(IpRange range)
    {
        foreach (var pool in _places.Values.SelectMany(pools => pools))
            pool.Take(range);
    }

    /// <summary>Nobody has it any more.</summary>
    public void Give(IpRange range)
    {
        foreach (var pool in _places.Values.SelectMany(pools => pools))
            pool.Give(range);
    }

    /// <summary>Segments that overlap, directly or through others; only those can be in each other's way.</summary>
    private void AddNeighbours(List<Claim> segmentsByRange)
    {
        List<Claim> group = [];
        var last = default(IpAddr);
        foreach (var claim in segmentsByRange)
        {
            if (claim.Range.First > last)
                group = [];
            group.Add(claim);
            _neighbours[claim.Range] = group;
            last = claim.Range.Last > last ? claim.Range.Last : last;
        }
    }
}
