using System.Numerics;
using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Claims;

/// <summary>The claims of one family in one address space: joined into parties, then swept.</summary>
/// <param name="indices">Which of <paramref name="claims"/>, ascending.</param>
internal sealed class FamilyOfOneSpace<T>(IReadOnlyList<Claim> claims, List<int> indices)
    where T : unmanaged, IBinaryInteger<T>
{
    /// <summary>Parties of several claims; party <c>claims.Count + i</c> is <c>_joined[i]</c>, a lower one is the claim itself.</summary>
    private readonly List<int[]> _joined = [];

    private readonly OverlapSweep<T> _sweep = new(indices.Count);

    public void FindInto(List<Conflict> conflicts)
    {
        AddHosts();
        AddOthers();
        var byPair = new Dictionary<(int, int), int>();
        var overlaps = new List<(int One, int Other, List<IpRange> Pieces)>();
        foreach (var meeting in _sweep.Run())
        {
            var (one, other) = FirstClaimOf(meeting.One) < FirstClaimOf(meeting.Other) ? (meeting.One, meeting.Other) : (meeting.Other, meeting.One);
            if (!byPair.TryGetValue((one, other), out var at))
            {
                byPair.Add((one, other), at = overlaps.Count);
                overlaps.Add((one, other, []));
            }

            overlaps[at].Pieces.Add(ToRange(meeting.First, meeting.Last));
        }

        foreach (var (one, other, pieces) in overlaps)
            conflicts.Add(new(PartyOf(one), PartyOf(other), pieces.Count == 1 ? IpSet.Of(pieces[0]) : IpSet.Of(pieces)));
    }

    /// <summary>Mentions that share an address are one host, whatever their roles: the connected ranges of all host claims.</summary>
    private void AddHosts()
    {
        var hosts = indices.Where(index => claims[index].Kind.IsHost()).ToArray();
        Array.Sort(hosts, (a, b) => claims[a].Range.CompareTo(claims[b].Range));
        for (var from = 0; from < hosts.Length;)
        {
            var first = ToKey(claims[hosts[from]].Range.First);
            var last = ToKey(claims[hosts[from]].Range.Last);
            var to = from + 1;
            for (; to < hosts.Length && ToKey(claims[hosts[to]].Range.First) <= last; to++)
                last = T.Max(last, ToKey(claims[hosts[to]].Range.Last));
            _sweep.Add(new(first, last, Join(hosts.AsSpan(from, to - from)), claims[hosts[from]].Kind, Home: null));
            from = to;
        }
    }

    private void AddOthers()
    {
        var shared = new Dictionary<(Place, ClaimKind, IpRange, IpSet), List<int>>();
        foreach (var index in indices)
        {
            var claim = claims[index];
            if (claim.Kind.IsHost())
                continue;
            if (IsSharedByTwins(claim))
            {
                var entry = (claim.Segment!.Place, claim.Kind, claim.Range, claim.Less);
                if (!shared.TryGetValue(entry, out var twins))
                    shared.Add(entry, twins = []);
                twins.Add(index);
            }
            else
            {
                AddRanges(claim, index);
            }
        }

        foreach (var twins in shared.Values)
            AddRanges(claims[twins[0]], Join([.. twins]));
    }

    private static bool IsSharedByTwins(Claim claim) =>
        claim.Segment is { } segment
        && segment.Place.Segments.Count > 1
        && claim.Kind is ClaimKind.Segment or ClaimKind.DhcpScope or ClaimKind.NodePool or ClaimKind.Reserved;

    private void AddRanges(Claim claim, int party)
    {
        var home = HomeOf(claim);
        if (claim.Less.IsEmpty)
        {
            _sweep.Add(new(ToKey(claim.Range.First), ToKey(claim.Range.Last), party, claim.Kind, home));
            return;
        }

        foreach (var range in claim.Addresses.Ranges)
            _sweep.Add(new(ToKey(range.First), ToKey(range.Last), party, claim.Kind, home));
    }

    private static object? HomeOf(Claim claim) => claim.Kind switch
    {
        ClaimKind.Segment or ClaimKind.LoadBalancer or ClaimKind.RoutedLoadBalancer => claim.Segment?.Place,
        ClaimKind.BridgeNodeIp => claim.Owner,
        _ => null,
    };

    private int Join(ReadOnlySpan<int> members)
    {
        if (members.Length == 1)
            return members[0];
        var joined = members.ToArray();
        Array.Sort(joined);
        _joined.Add(joined);
        return claims.Count + _joined.Count - 1;
    }

    private int FirstClaimOf(int party) => party < claims.Count ? party : _joined[party - claims.Count][0];

    private Party PartyOf(int party) =>
        new(party < claims.Count ? [claims[party]] : [.. _joined[party - claims.Count].Select(index => claims[index])]);

    private static T ToKey(IpAddr address) => T.CreateTruncating(address.Bits);

    private static IpRange ToRange(T first, T last)
    {
        var family = typeof(T) == typeof(uint) ? IpFamily.V4 : IpFamily.V6;
        return IpRange.Of(IpAddr.FromBits(family, UInt128.CreateTruncating(first)), IpAddr.FromBits(family, UInt128.CreateTruncating(last)));
    }
}
