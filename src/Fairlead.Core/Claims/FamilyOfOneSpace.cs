using System.Numerics;
using System.Runtime.InteropServices;
using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Claims;

/// <summary>The claims of one family in one address space: joined into parties, then swept.</summary>
/// <param name="claims">All there are.</param>
/// <param name="capacity">How many ranges will be added at most; a claim has one, and one more for each of its exclusions.</param>
internal sealed class FamilyOfOneSpace<T>(IReadOnlyList<Claim> claims, int capacity) : IDisposable
    where T : unmanaged, IBinaryInteger<T>
{
    /// <summary>Parties of several claims; party <c>claims.Count + i</c> is <c>_joined[i]</c>, a lower one is the claim itself.</summary>
    private readonly List<int[]> _joined = [];

    private readonly List<ClaimedRange<T>> _mentions = [];
    private readonly Dictionary<(Place, ClaimKind, IpRange, IpSet), List<int>> _shared = [];
    private readonly OverlapSweep<T> _sweep = new(capacity);

    /// <param name="index">Where in all claims; to be added in ascending order.</param>
    public void Add(Claim claim, int index)
    {
        if (claim.Kind.IsHost())
            _mentions.Add(RangeOf(claim.Range, index, claim.Kind, home: null));
        else if (IsSharedByTwins(claim))
            AddShared(claim, index);
        else
            AddRanges(claim, index);
    }

    public void Dispose() => _sweep.Dispose();

    /// <summary>To be called once, when all are added.</summary>
    public void FindInto(List<Conflict> conflicts)
    {
        AddHosts();
        foreach (var twins in _shared.Values)
            AddRanges(claims[twins[0]], Join([.. twins]));
        var inPieces = new Dictionary<(int, int), (int Conflict, List<IpRange> Pieces)>();
        foreach (var meeting in _sweep.Run())
        {
            var (one, other) = FirstClaimOf(meeting.One) < FirstClaimOf(meeting.Other) ? (meeting.One, meeting.Other) : (meeting.Other, meeting.One);
            var overlap = ToRange(meeting.First, meeting.Last);
            if (HasPieces(one) || HasPieces(other))
            {
                if (inPieces.TryGetValue((one, other), out var known))
                {
                    known.Pieces.Add(overlap);
                    continue;
                }

                inPieces.Add((one, other), (conflicts.Count, [overlap]));
            }

            conflicts.Add(new(PartyOf(one), PartyOf(other), IpSet.Of(overlap)));
        }

        foreach (var (conflict, pieces) in inPieces.Values.Where(entry => entry.Pieces.Count > 1))
            conflicts[conflict] = conflicts[conflict] with { Overlap = IpSet.Of(pieces) };
    }

    /// <summary>Mentions that share an address are one host, whatever their roles: the connected ranges of all host claims.</summary>
    private void AddHosts()
    {
        var mentions = CollectionsMarshal.AsSpan(_mentions);
        using var sorted = new OrderOfFirst<T>(mentions);
        var order = sorted.Indices;
        var members = new List<int>();
        for (var from = 0; from < order.Length;)
        {
            var (first, last) = (mentions[order[from]].First, mentions[order[from]].Last);
            members.Clear();
            for (; from < order.Length && (members.Count == 0 || mentions[order[from]].First <= last); from++)
            {
                last = T.Max(last, mentions[order[from]].Last);
                members.Add(mentions[order[from]].Party);
            }

            _sweep.Add(new(first, last, Join(CollectionsMarshal.AsSpan(members)), claims[members[0]].Kind, Home: null));
        }
    }

    private void AddShared(Claim claim, int index)
    {
        var entry = (claim.Segment!.Place, claim.Kind, claim.Range, claim.Less);
        if (!_shared.TryGetValue(entry, out var twins))
            _shared.Add(entry, twins = []);
        twins.Add(index);
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
            _sweep.Add(RangeOf(claim.Range, party, claim.Kind, home));
            return;
        }

        foreach (var range in claim.Addresses.Ranges)
            _sweep.Add(RangeOf(range, party, claim.Kind, home));
    }

    private static ClaimedRange<T> RangeOf(IpRange range, int party, ClaimKind kind, object? home) =>
        new(T.CreateTruncating(range.FirstBits), T.CreateTruncating(range.LastBits), party, kind, home);

    /// <summary>See <see cref="PairTable.MayMeetAtHome"/>; null for what has no home.</summary>
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

    /// <summary>Only what has exclusions may meet another on several ranges.</summary>
    private bool HasPieces(int party) => !claims[FirstClaimOf(party)].Less.IsEmpty;

    private Party PartyOf(int party) =>
        new(party < claims.Count ? [claims[party]] : [.. _joined[party - claims.Count].Select(index => claims[index])]);

    private static IpRange ToRange(T first, T last)
    {
        var family = typeof(T) == typeof(uint) ? IpFamily.V4 : IpFamily.V6;
        return IpRange.Of(IpAddr.FromBits(family, UInt128.CreateTruncating(first)), IpAddr.FromBits(family, UInt128.CreateTruncating(last)));
    }
}
