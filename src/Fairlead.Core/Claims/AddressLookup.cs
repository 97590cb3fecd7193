using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Claims;

/// <summary>Who has an address: every claim on it in one address space, and what it could be used for.</summary>
public sealed record AddressLookup
{
    public required IpRange Asked { get; init; }

    public required string AddressSpace { get; init; }

    /// <summary>The segments that hold all of it, in reading order.</summary>
    public required IReadOnlyList<Segment> Segments { get; init; }

    /// <summary>Every claim on any of it but the segments' own, in reading order.</summary>
    public required IReadOnlyList<Claim> Claims { get; init; }

    /// <summary>What it may be used for, or why not, in words.</summary>
    public required IReadOnlyList<string> Uses { get; init; }

    /// <summary>The nearest range of the same size below it, in its segment, that nobody has; null where there is none.</summary>
    public required IpRange? FreeBelow { get; init; }

    /// <inheritdoc cref="FreeBelow"/>
    public required IpRange? FreeAbove { get; init; }

    public bool IsTaken => Claims.Count > 0;

    /// <summary>One answer per address space, in order of name.</summary>
    public static IReadOnlyList<AddressLookup> Find(IReadOnlyList<Claim> claims, IpRange asked)
    {
        ArgumentNullException.ThrowIfNull(claims);
        return [.. claims.GroupBy(claim => claim.AddressSpace).OrderBy(space => space.Key, StringComparer.Ordinal).Select(space => In(space.Key, [.. space], asked))];
    }

    /// <inheritdoc cref="Find(IReadOnlyList{Claim}, IpRange)"/>
    /// <param name="held">What a ledger holds beside what the files say.</param>
    public static IReadOnlyList<AddressLookup> Find(IReadOnlyList<Claim> claims, Estate estate, IReadOnlyList<HeldRange> held, IpRange asked) =>
        Find([.. claims, .. HeldClaims.Of(held, estate, claims)], asked);

    private static AddressLookup In(string space, List<Claim> claims, IpRange asked)
    {
        var segments = claims.Where(claim => claim.Kind == ClaimKind.Segment && claim.Range.Contains(asked)).Select(claim => claim.Segment!).Distinct().ToList();
        var holders = claims.FindAll(claim => IsUse(claim) && claim.Addresses.Overlaps(asked));
        var free = segments.Count == 0 ? IpSet.Empty : FreeIn(segments[0], claims, asked.Family);
        return new AddressLookup
        {
            Asked = asked,
            AddressSpace = space,
            Segments = segments,
            Claims = holders,
            Uses = [.. UsesOf(asked, segments, claims, holders)],
            FreeBelow = NearestBelow(free, asked),
            FreeAbove = NearestAbove(free, asked),
        };
    }

    /// <summary>A segment and the bridge's prefix say where addresses are, not who has them.</summary>
    private static bool IsUse(Claim claim) => claim.Kind.GroupOf() != ClaimGroup.Place;

    /// <summary>What nobody claims; what is excluded from a scope stays out, as for <c>auto</c>.</summary>
    private static IpSet FreeIn(Segment segment, List<Claim> claims, IpFamily family)
    {
        if (segment.PrefixOf(family) is not { } prefix)
            return IpSet.Empty;
        var taken = IpSet.Of(claims.Where(claim => IsUse(claim) && claim.Range.Overlaps(prefix.Range)).Select(claim => claim.Range));
        var free = taken.Gaps(prefix);
        return prefix.HasNetworkAndBroadcast ? free.Except(IpRange.Single(prefix.First)).Except(IpRange.Single(prefix.Last)) : free;
    }

    private static IEnumerable<string> UsesOf(IpRange asked, List<Segment> segments, List<Claim> claims, List<Claim> holders)
    {
        if (segments.Count == 0)
        {
            yield return holders.Count > 0
                ? "no segment holds it"
                : "no segment holds it: fit for a load balancer in bgp mode or for infrastructure, if it is routed to you";
            yield break;
        }

        var prefix = segments[0].PrefixOf(asked.Family)!.Value;
        if (prefix.HasNetworkAndBroadcast && (asked.Contains(prefix.First) || asked.Contains(prefix.Last)))
            yield return $"not fit for a host: it holds the network or broadcast address of {prefix}";
        else if (holders.Any(claim => claim.Kind == ClaimKind.DhcpScope))
            yield return "a DHCP server hands it out: nothing else may use it unless it is excluded from the scope";
        else if (holders.Any(claim => claim.Kind == ClaimKind.NodePool))
            yield return "it belongs to the nodes of the segment: nothing else may use it";
        else if (holders.Count == 0)
            yield return asked.IsSingle ? "free to plan: a control plane IP, a load balancer address or a host of the segment" : "free to plan: load balancer addresses, control plane IPs or hosts of the segment";
        if (claims.Any(claim => claim.Kind == ClaimKind.DhcpScope && claim.Less.Overlaps(asked)))
            yield return "excluded from a DHCP scope, so it is not handed out";
    }

    private static IpRange? NearestBelow(IpSet free, IpRange asked)
    {
        foreach (var gap in free.Ranges.Reverse())
        {
            if (gap.First >= asked.First)
                continue;
            var last = asked.First.TryPrevious(out var below) && below < gap.Last ? below : gap.Last;
            if (last.TrySubtract(asked.Count - 1, out var first) && gap.Contains(first))
                return IpRange.Of(first, last);
        }

        return null;
    }

    private static IpRange? NearestAbove(IpSet free, IpRange asked)
    {
        foreach (var gap in free.Ranges)
        {
            if (gap.Last <= asked.Last)
                continue;
            var first = asked.Last.TryNext(out var above) && above > gap.First ? above : gap.First;
            if (first.TryAdd(asked.Count - 1, out var last) && gap.Contains(last))
                return IpRange.Of(first, last);
        }

        return null;
    }
}
