using System.Collections.Immutable;

namespace Fairlead.Core.Addressing;

/// <summary>
/// Collects ranges in any order, overlapping or not, and makes a set of them. May be used on after <see cref="ToSet"/>.
/// Not thread-safe.
/// </summary>
public sealed class IpSetBuilder
{
    private IpRange[] _ranges;
    private int _count;

    public IpSetBuilder()
        : this(0)
    {
    }

    /// <param name="capacity">The number of ranges to make room for; more may be added.</param>
    public IpSetBuilder(int capacity) => _ranges = new IpRange[capacity];

    /// <exception cref="ArgumentException">The range is none.</exception>
    public IpSetBuilder Add(IpRange range)
    {
        if (range.IsNone) throw new ArgumentException("The default range has no addresses to add.", nameof(range));
        Reserve(1);
        _ranges[_count++] = range;
        return this;
    }

    /// <exception cref="ArgumentException">The address is none.</exception>
    public IpSetBuilder Add(IpAddr address) => Add(IpRange.Single(address));

    /// <exception cref="ArgumentException">The prefix is none.</exception>
    public IpSetBuilder Add(IpPrefix prefix) => Add(prefix.Range);

    public IpSetBuilder Add(IpSet set)
    {
        ArgumentNullException.ThrowIfNull(set);
        Reserve(set.Ranges.Length);
        set.Ranges.CopyTo(_ranges, _count);
        _count += set.Ranges.Length;
        return this;
    }

    /// <summary>O(n log n), or O(n) when the ranges were added in order.</summary>
    public IpSet ToSet()
    {
        Normalise();
        return _count == 0 ? IpSet.Empty : new(ImmutableArray.Create(_ranges.AsSpan(0, _count)));
    }

    private void Normalise()
    {
        var ranges = _ranges.AsSpan(0, _count);
        if (!IsSorted(ranges)) ranges.Sort();
        _count = 0;
        foreach (var range in ranges) AddOrExtend(range);
    }

    // Writes behind the position that Normalise reads, so it may share the array.
    private void AddOrExtend(IpRange range)
    {
        if (_count > 0 && Touch(_ranges[_count - 1], range)) _ranges[_count - 1] = Join(_ranges[_count - 1], range);
        else _ranges[_count++] = range;
    }

    private void Reserve(int more)
    {
        var needed = _count + more;
        if (needed <= _ranges.Length) return;
        var doubled = (int)Math.Min(Array.MaxLength, Math.Max(4L, 2L * _ranges.Length));
        Array.Resize(ref _ranges, Math.Max(needed, doubled));
    }

    private static bool IsSorted(ReadOnlySpan<IpRange> ranges)
    {
        for (var i = 1; i < ranges.Length; i++)
        {
            if (ranges[i] < ranges[i - 1]) return false;
        }

        return true;
    }

    private static bool Touch(IpRange lower, IpRange higher) => lower.Overlaps(higher) || lower.IsAdjacentTo(higher);

    private static IpRange Join(IpRange lower, IpRange higher) => lower.Contains(higher) ? lower : new(lower.First, higher.Last);
}
