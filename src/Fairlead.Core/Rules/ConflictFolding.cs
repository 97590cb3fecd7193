using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Rules;

/// <summary>
/// Counts conflicts that merely follow from another: between things of two segments that are laid over each other, and between a CIDR and
/// what lies wholly inside a segment that the CIDR already meets. They are counted at that finding, once.
/// </summary>
internal sealed class ConflictFolding
{
    private readonly Dictionary<(Place, Place), List<Conflict>> _segmentPairs = [];
    private readonly Dictionary<Claim, PrefixIndex> _segmentsUnderCidr = [];
    private readonly HashSet<Conflict> _folded = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Conflict, int> _consequences = new(ReferenceEqualityComparer.Instance);

    public ConflictFolding(IReadOnlyList<Conflict> conflicts)
    {
        foreach (var conflict in conflicts)
            Register(conflict);
        foreach (var conflict in conflicts)
        {
            if (ParentOf(conflict) is not { } parent)
                continue;
            _folded.Add(conflict);
            _consequences[parent] = ConsequencesOf(parent) + 1;
        }
    }

    public bool IsFolded(Conflict conflict) => _folded.Contains(conflict);

    public int ConsequencesOf(Conflict conflict) => _consequences.GetValueOrDefault(conflict);

    private void Register(Conflict conflict)
    {
        var (one, other) = (conflict.Earlier, conflict.Later);
        if (one.Kind == ClaimKind.Segment && other.Kind == ClaimKind.Segment)
        {
            var pair = (one.First.Segment!.Place, other.First.Segment!.Place);
            if (!_segmentPairs.TryGetValue(pair, out var known))
            {
                _segmentPairs.Add(pair, known = []);
                _segmentPairs.Add((pair.Item2, pair.Item1), known);
            }

            known.Add(conflict);
        }
        else if (TryCidr(conflict, out var cidr, out var met) && met.Kind == ClaimKind.Segment && met.First.Range.TryToPrefix(out var prefix))
        {
            if (!_segmentsUnderCidr.TryGetValue(cidr, out var index))
                _segmentsUnderCidr.Add(cidr, index = new PrefixIndex());
            index.Add(prefix, conflict, met.First);
        }
    }

    private Conflict? ParentOf(Conflict conflict)
    {
        if (TryCidr(conflict, out var cidr, out var met))
            return met.Kind == ClaimKind.Segment || met.Kind == ClaimKind.PodCidr ? null : SegmentAbove(cidr, met, conflict.Overlap);
        if (_segmentPairs.Count == 0 || (conflict.Earlier.Kind == ClaimKind.Segment && conflict.Later.Kind == ClaimKind.Segment))
            return null;
        return SegmentPairAbove(conflict);
    }

    /// <summary>The first segment that the CIDR meets and that holds all of the thing; a host must lie in such segments with every mention.</summary>
    private Conflict? SegmentAbove(Claim cidr, Party met, IpSet overlap)
    {
        if (!_segmentsUnderCidr.TryGetValue(cidr, out var index))
            return null;
        Conflict? first = null;
        foreach (var mention in met.Touching(overlap))
        {
            if (index.FirstHolding(mention.Range) is not { } parent)
                return null;
            first ??= parent;
        }

        return first;
    }

    /// <summary>The conflict of the two segments that the parties are things of.</summary>
    private Conflict? SegmentPairAbove(Conflict conflict)
    {
        Conflict? first = null;
        foreach (var one in Mentions(conflict.Earlier, conflict.Overlap))
        {
            foreach (var other in Mentions(conflict.Later, conflict.Overlap))
            {
                if (one.Segment is null || other.Segment is null || !_segmentPairs.TryGetValue((one.Segment.Place, other.Segment.Place), out var pairs))
                    return null;
                var shared = conflict.Overlap.Intersect(one.Addresses).Intersect(other.Addresses);
                if (pairs.Find(pair => shared.Ranges.All(pair.Overlap.Contains)) is not { } parent)
                    return null;
                first ??= parent;
            }
        }

        return first;
    }

    /// <summary>Every mention of a host counts; of what twins write alike, the first stands for all.</summary>
    private static IEnumerable<Claim> Mentions(Party party, IpSet overlap) => party.Kind.IsHost() ? party.Touching(overlap) : [party.First];

    private static bool TryCidr(Conflict conflict, out Claim cidr, out Party met)
    {
        var isLater = conflict.Later.Kind.GroupOf() == ClaimGroup.Overlay;
        cidr = isLater ? conflict.Later.First : conflict.Earlier.First;
        met = isLater ? conflict.Earlier : conflict.Later;
        return cidr.Kind.GroupOf() == ClaimGroup.Overlay;
    }

    /// <summary>Segments by prefix: prefixes are nested or apart, so what holds a range is found by its length.</summary>
    private sealed class PrefixIndex
    {
        private readonly Dictionary<IpPrefix, (Conflict Conflict, Claim Segment)> _byPrefix = [];
        private readonly SortedSet<int> _lengths = [];

        public void Add(IpPrefix prefix, Conflict conflict, Claim segment)
        {
            _lengths.Add(prefix.Length);
            if (!_byPrefix.TryGetValue(prefix, out var known) || segment.Subject < known.Segment.Subject)
                _byPrefix[prefix] = (conflict, segment);
        }

        public Conflict? FirstHolding(IpRange range)
        {
            (Conflict Conflict, Claim Segment)? first = null;
            foreach (var length in _lengths.Where(length => length <= (range.Family == IpFamily.V4 ? 32 : 128)))
            {
                var above = IpPrefix.Of(range.First, length);
                if (above.Contains(range) && _byPrefix.TryGetValue(above, out var found) && (first is null || found.Segment.Subject < first.Value.Segment.Subject))
                    first = found;
            }

            return first?.Conflict;
        }
    }
}
