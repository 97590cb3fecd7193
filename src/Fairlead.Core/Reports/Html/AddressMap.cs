using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Reports.Html;

/// <summary>What one prefix of a segment is used for: tiles that cover it without gap or overlap, in order.</summary>
/// <param name="Tiles">Each belongs to one use; where several meet, the one that matters most.</param>
/// <param name="Conflicts">Addresses that two claims share although they may not.</param>
internal sealed record AddressMap(Segment Segment, IpPrefix Prefix, IReadOnlyList<MapTile> Tiles, IReadOnlyList<MapConflict> Conflicts)
{
    public IEnumerable<MapTile> Used => Tiles.Where(tile => tile.Use is not (MapUse.Free or MapUse.Edge));

    public UInt128 CountOf(MapUse use) => IpSet.Of(Tiles.Where(tile => tile.Use == use).Select(tile => tile.Range)).Count();

    /// <param name="claims">All that touch the prefix, in its address space.</param>
    /// <param name="conflicts">Likewise.</param>
    public static AddressMap Of(Segment segment, IpPrefix prefix, IReadOnlyList<Claim> claims, IReadOnlyList<MapConflict> conflicts)
    {
        var uses = UsesIn(prefix, claims).ToList();
        var clipped = conflicts.SelectMany(conflict => conflict.Addresses.Intersect(prefix.Range).Ranges.Select(range => conflict with { Addresses = IpSet.Of(range) })).ToList();
        return new AddressMap(segment, prefix, [.. Tile(prefix.Range, uses)], clipped);
    }

    private static IEnumerable<MapTile> UsesIn(IpPrefix prefix, IReadOnlyList<Claim> claims)
    {
        foreach (var claim in claims)
        {
            if (UseOf(claim.Kind) is not { } use)
                continue;
            foreach (var range in claim.Less.IsEmpty ? [claim.Range] : claim.Addresses.Ranges)
            {
                if (range.TryIntersect(prefix.Range, out var part))
                    yield return new MapTile(part, use, [claim]);
            }

            foreach (var range in claim.Less.Ranges)
            {
                if (range.TryIntersect(prefix.Range, out var part))
                    yield return new MapTile(part, MapUse.Excluded, [claim]);
            }
        }

        if (!prefix.HasNetworkAndBroadcast)
            yield break;
        yield return new MapTile(IpRange.Single(prefix.First), MapUse.Edge, []);
        yield return new MapTile(IpRange.Single(prefix.Last), MapUse.Edge, []);
    }

    private static MapUse? UseOf(ClaimKind kind) => kind switch
    {
        ClaimKind.DhcpScope => MapUse.Scope,
        ClaimKind.NodePool => MapUse.Pool,
        ClaimKind.ControlPlaneIp => MapUse.ControlPlane,
        ClaimKind.LoadBalancer or ClaimKind.RoutedLoadBalancer => MapUse.LoadBalancer,
        ClaimKind.BridgeControlPlaneIp or ClaimKind.BridgeNodeIp => MapUse.Bridge,
        ClaimKind.Reserved => MapUse.Reserved,
        _ when kind.IsHost() => MapUse.Host,
        _ => null,
    };

    /// <summary>Sweeps the boundaries of all uses: between two of them, the same uses meet everywhere.</summary>
    private static IEnumerable<MapTile> Tile(IpRange universe, List<MapTile> uses)
    {
        var starts = uses.OrderBy(use => use.Range.First).ToList();
        var active = new List<MapTile>();
        var (next, at) = (0, universe.First);
        while (true)
        {
            active.RemoveAll(use => use.Range.Last < at);
            for (; next < starts.Count && starts[next].Range.First == at; next++)
                active.Add(starts[next]);
            var last = universe.Last;
            foreach (var use in active)
                last = use.Range.Last < last ? use.Range.Last : last;
            if (next < starts.Count && starts[next].Range.First.TryPrevious(out var before) && before < last)
                last = before;
            var top = active.Count == 0 ? MapUse.Free : active.Max(use => use.Use);
            yield return new MapTile(IpRange.Of(at, last), top, [.. active.OrderByDescending(use => use.Use).SelectMany(use => use.Claims).Distinct()]);
            if (last == universe.Last || !last.TryNext(out at))
                yield break;
        }
    }
}

/// <summary>What addresses are used for on a map; where several meet, the later of this list is shown.</summary>
internal enum MapUse
{
    Free,
    Edge,
    Scope,
    Pool,
    Excluded,
    Reserved,
    Host,
    LoadBalancer,
    Bridge,
    ControlPlane,
}

/// <summary>A stretch of addresses with the same use, and all claims on it.</summary>
internal sealed record MapTile(IpRange Range, MapUse Use, IReadOnlyList<Claim> Claims);

/// <summary>Addresses that a finding says two parties share.</summary>
internal sealed record MapConflict(IpSet Addresses, Diagnostic Finding);
