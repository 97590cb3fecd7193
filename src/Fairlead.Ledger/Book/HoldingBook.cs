using Fairlead.Core.Addressing;

namespace Fairlead.Ledger.Book;

/// <summary>Every holding, by id, by address, by owner and in the order of lists. A value of what is stored, changed one holding at a time.</summary>
/// <remarks>Not safe for several threads at once.</remarks>
internal sealed class HoldingBook
{
    private readonly Dictionary<Guid, Holding> _byId = [];
    private readonly Dictionary<string, RangeIndex<Holding>> _bySpace = [];
    private readonly Dictionary<(string Space, string Owner), HashSet<Guid>> _byOwner = [];
    private readonly SortedSet<Key> _inOrder = new(Key.Order);

    public HoldingBook(IEnumerable<Holding> holdings)
    {
        foreach (var holding in holdings)
            Set(holding.Id, holding);
    }

    public int Count => _byId.Count;

    public IEnumerable<Holding> All => _byId.Values;

    public Holding? Find(Guid id) => _byId.GetValueOrDefault(id);

    /// <summary>What shares an address with a range, in order of addresses.</summary>
    public IEnumerable<Holding> Touching(string space, IpRange range) => _bySpace.TryGetValue(space, out var index) ? index.Touching(range) : [];

    public IEnumerable<Holding> Of(string space, string owner) => _byOwner.TryGetValue((space, owner), out var ids) ? ids.Select(id => _byId[id]) : [];

    /// <summary>By site, segment and address, after one of them.</summary>
    /// <param name="segment">Null: of every segment.</param>
    /// <param name="after">An id that the same question has answered with; an id that is gone since starts over at the beginning.</param>
    public IEnumerable<Holding> List(string site, string? segment, Guid? after)
    {
        var from = new Key(site, segment ?? "", "", default, Guid.Empty);
        if (after is { } id && _byId.TryGetValue(id, out var last) && last.Site == site)
            from = Key.Of(last);
        var to = new Key(site, segment ?? Key.Last, Key.Last, default, Guid.Empty);
        foreach (var key in _inOrder.GetViewBetween(from, to))
        {
            if (key.Id != after)
                yield return _byId[key.Id];
        }
    }

    /// <param name="holding">Null: it is gone.</param>
    /// <returns>What it was before.</returns>
    public Holding? Set(Guid id, Holding? holding)
    {
        if (_byId.Remove(id, out var before))
        {
            _bySpace[before.AddressSpace].Remove(before.Range);
            _inOrder.Remove(Key.Of(before));
            var owned = _byOwner[(before.AddressSpace, before.Owner)];
            owned.Remove(id);
            if (owned.Count == 0)
                _byOwner.Remove((before.AddressSpace, before.Owner));
        }

        if (holding is null)
            return before;
        _byId.Add(id, holding);
        if (!_bySpace.TryGetValue(holding.AddressSpace, out var index))
            _bySpace.Add(holding.AddressSpace, index = new RangeIndex<Holding>());
        if (!index.Add(holding.Range, holding))
            throw new InvalidOperationException($"Two holdings begin at {holding.Range.First}.");
        _inOrder.Add(Key.Of(holding));
        if (!_byOwner.TryGetValue((holding.AddressSpace, holding.Owner), out var ids))
            _byOwner.Add((holding.AddressSpace, holding.Owner), ids = []);
        ids.Add(id);
        return before;
    }

    private sealed record Key(string Site, string Segment, string Space, IpAddr First, Guid Id)
    {
        /// <summary>Behind every name.</summary>
        public const string Last = "\uFFFF";

        public static readonly Comparer<Key> Order = Comparer<Key>.Create(Compare);

        public static Key Of(Holding holding) => new(holding.Site, holding.Segment ?? "", holding.AddressSpace, holding.Range.First, holding.Id);

        private static int Compare(Key one, Key other)
        {
            var order = string.CompareOrdinal(one.Site, other.Site);
            if (order == 0)
                order = string.CompareOrdinal(one.Segment, other.Segment);
            if (order == 0)
                order = string.CompareOrdinal(one.Space, other.Space);
            if (order == 0)
                order = one.First.CompareTo(other.First);
            return order == 0 ? one.Id.CompareTo(other.Id) : order;
        }
    }
}
