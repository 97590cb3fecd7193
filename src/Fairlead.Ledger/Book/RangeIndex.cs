using Fairlead.Core.Addressing;

namespace Fairlead.Ledger.Book;

/// <summary>Disjoint ranges of one address space in order, and what each stands for. Every operation is O(log n).</summary>
internal sealed class RangeIndex<T>
{
    private readonly SortedSet<Entry> _entries = new(new ByFirst());

    public int Count => _entries.Count;

    /// <summary>False when something begins there already.</summary>
    public bool Add(IpRange range, T item) => _entries.Add(new(range, item));

    public void Remove(IpRange range) => _entries.Remove(new(range, default!));

    /// <summary>Everything that shares an address with a range, in order.</summary>
    public IEnumerable<T> Touching(IpRange range)
    {
        var lowest = IpAddr.FromBits(range.Family, 0);
        var before = _entries.GetViewBetween(At(lowest), At(range.First)).Max;
        if (before is not null && before.Range.Contains(range.First))
            yield return before.Item;
        if (range.First.TryNext(out var next) && next <= range.Last)
        {
            foreach (var entry in _entries.GetViewBetween(At(next), At(range.Last)))
                yield return entry.Item;
        }
    }

    private static Entry At(IpAddr address) => new(IpRange.Single(address), default!);

    private sealed record Entry(IpRange Range, T Item);

    private sealed class ByFirst : IComparer<Entry>
    {
        public int Compare(Entry? one, Entry? other) => one!.Range.First.CompareTo(other!.Range.First);
    }
}
