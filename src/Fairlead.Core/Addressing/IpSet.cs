using System.Collections.Immutable;

namespace Fairlead.Core.Addressing;

/// <summary>
/// An immutable set of addresses of both families, kept as ranges. Two sets with the same addresses are equal, however they were
/// built. Membership costs O(log n) in the number of ranges and allocates nothing.
/// </summary>
public sealed class IpSet : IEquatable<IpSet>
{
    // Invariant: sorted, disjoint, not adjacent, none is IsNone.
    private readonly ImmutableArray<IpRange> _ranges;

    internal IpSet(ImmutableArray<IpRange> normalised) => _ranges = normalised;

    public static readonly IpSet Empty = new([]);

    /// <summary>Sorted, IPv4 before IPv6; disjoint, and with at least one address between any two of a family.</summary>
    public ImmutableArray<IpRange> Ranges => _ranges;

    public bool IsEmpty => _ranges.IsEmpty;

    /// <exception cref="ArgumentException">The range is none.</exception>
    public static IpSet Of(IpRange range) =>
        range.IsNone ? throw new ArgumentException("The default range has no addresses.", nameof(range)) : new([range]);

    /// <summary>The ranges may overlap and come in any order.</summary>
    /// <exception cref="ArgumentException">A range is none.</exception>
    public static IpSet Of(params ReadOnlySpan<IpRange> ranges)
    {
        var builder = new IpSetBuilder(ranges.Length);
        foreach (var range in ranges) builder.Add(range);
        return builder.ToSet();
    }

    /// <inheritdoc cref="Of(ReadOnlySpan{IpRange})"/>
    public static IpSet Of(IEnumerable<IpRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        var builder = new IpSetBuilder(ranges.TryGetNonEnumeratedCount(out var count) ? count : 0);
        foreach (var range in ranges) builder.Add(range);
        return builder.ToSet();
    }

    /// <summary>The number of addresses of both families; stays at 2^128-1 when there are more. O(n).</summary>
    public UInt128 Count() => AddSaturating(Count(IpFamily.V4), Count(IpFamily.V6));

    /// <summary>The number of addresses of one family; one too few (2^128-1) for all of IPv6. O(n).</summary>
    public UInt128 Count(IpFamily family)
    {
        UInt128 count = 0;
        foreach (var range in _ranges)
        {
            // No overflow: disjoint ranges of a family have 2^128 addresses only as one range, whose count saturates.
            if (range.Family == family) count += range.Count;
        }

        return count;
    }

    public bool Contains(IpAddr address)
    {
        var index = IndexOfFirstEndingAtOrAfter(address);
        return index < _ranges.Length && _ranges[index].Contains(address);
    }

    /// <summary>Every address of the range is in the set; false for the default range.</summary>
    public bool Contains(IpRange range)
    {
        var index = IndexOfFirstEndingAtOrAfter(range.First);
        return index < _ranges.Length && _ranges[index].Contains(range);
    }

    /// <summary>At least one address is in both.</summary>
    public bool Overlaps(IpRange range)
    {
        var index = IndexOfFirstEndingAtOrAfter(range.First);
        return index < _ranges.Length && _ranges[index].Overlaps(range);
    }

    /// <summary>At least one address is in both. O(m log n), m being the ranges of the smaller set.</summary>
    public bool Overlaps(IpSet other)
    {
        var (smaller, larger) = BySize(this, other);
        foreach (var range in smaller._ranges)
        {
            if (larger.Overlaps(range)) return true;
        }

        return false;
    }

    /// <summary>The addresses in either set. O(n).</summary>
    public IpSet Union(IpSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.IsEmpty) return this;
        if (IsEmpty) return other;
        return Merge(_ranges.AsSpan(), other._ranges.AsSpan());
    }

    /// <summary>The addresses of this set that are not in the other.</summary>
    public IpSet Except(IpSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (!Overlaps(other)) return this;
        var left = ImmutableArray.CreateBuilder<IpRange>();
        foreach (var range in _ranges)
        {
            foreach (var gap in new GapWalk(range, other.Touching(range))) left.Add(gap);
        }

        return OfNormalised(left);
    }

    /// <summary>The addresses in both sets.</summary>
    public IpSet Intersect(IpSet other)
    {
        var (smaller, larger) = BySize(this, other);
        var common = ImmutableArray.CreateBuilder<IpRange>();
        foreach (var range in smaller._ranges) larger.AddCommon(range, common);
        return OfNormalised(common);
    }

    /// <exception cref="ArgumentException">The range is none.</exception>
    public IpSet Union(IpRange range) => Contains(range) ? this : Union(Of(range));

    /// <exception cref="ArgumentException">The range is none.</exception>
    public IpSet Except(IpRange range) => Except(Of(range));

    /// <exception cref="ArgumentException">The range is none.</exception>
    public IpSet Intersect(IpRange range) => Intersect(Of(range));

    /// <summary>The addresses of <paramref name="within"/> that are not in this set.</summary>
    /// <exception cref="ArgumentException">The range is none.</exception>
    public IpSet Gaps(IpRange within) => Of(within).Except(this);

    /// <inheritdoc cref="Gaps(IpRange)"/>
    public IpSet Gaps(IpPrefix within) => Gaps(within.Range);

    public bool Equals(IpSet? other) =>
        other is not null && (ReferenceEquals(this, other) || _ranges.AsSpan().SequenceEqual(other._ranges.AsSpan()));

    public override bool Equals(object? obj) => Equals(obj as IpSet);

    public override int GetHashCode()
    {
        var hash = new HashCode();
        foreach (var range in _ranges) hash.Add(range);
        return hash.ToHashCode();
    }

    public static bool operator ==(IpSet? left, IpSet? right) => left is null ? right is null : left.Equals(right);

    public static bool operator !=(IpSet? left, IpSet? right) => !(left == right);

    /// <summary>Ranges separated by commas; empty for the empty set.</summary>
    public override string ToString() => string.Join(',', _ranges);

    /// <summary>The ranges that overlap <paramref name="range"/>, whole.</summary>
    internal ReadOnlySpan<IpRange> Touching(IpRange range)
    {
        var start = IndexOfFirstEndingAtOrAfter(range.First);
        var end = IndexOfFirstEndingAtOrAfter(range.Last);
        if (end < _ranges.Length && _ranges[end].Overlaps(range)) end++;
        return _ranges.AsSpan()[start..end];
    }

    private void AddCommon(IpRange range, ImmutableArray<IpRange>.Builder common)
    {
        foreach (var touched in Touching(range))
        {
            if (touched.TryIntersect(range, out var both)) common.Add(both);
        }
    }

    private int IndexOfFirstEndingAtOrAfter(IpAddr address)
    {
        var low = 0;
        var high = _ranges.Length;
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            if (_ranges[middle].Last < address) low = middle + 1;
            else high = middle;
        }

        return low;
    }

    // In order, so that the builder need not sort.
    private static IpSet Merge(ReadOnlySpan<IpRange> one, ReadOnlySpan<IpRange> other)
    {
        var builder = new IpSetBuilder(one.Length + other.Length);
        while (!one.IsEmpty && !other.IsEmpty)
        {
            ref var lower = ref one[0] <= other[0] ? ref one : ref other;
            builder.Add(lower[0]);
            lower = lower[1..];
        }

        foreach (var range in one) builder.Add(range);
        foreach (var range in other) builder.Add(range);
        return builder.ToSet();
    }

    private static (IpSet Smaller, IpSet Larger) BySize(IpSet one, IpSet other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return one._ranges.Length <= other._ranges.Length ? (one, other) : (other, one);
    }

    private static IpSet OfNormalised(ImmutableArray<IpRange>.Builder ranges) => ranges.Count == 0 ? Empty : new(ranges.DrainToImmutable());

    private static UInt128 AddSaturating(UInt128 one, UInt128 other) => one > UInt128.MaxValue - other ? UInt128.MaxValue : one + other;
}
