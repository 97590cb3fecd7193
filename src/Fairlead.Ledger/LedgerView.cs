using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Joins;
using Fairlead.Core.Planning;
using Fairlead.Ledger.Book;
using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger;

/// <summary>What is stored, for readers: every answer is of one moment, and nothing shows before it is on disk. Safe for any number of threads.</summary>
public sealed class LedgerView
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private HoldingBook _holdings;
    private SiteBook _sites;
    private long _lastEntry;

    internal LedgerView(LedgerContents contents, SiteBook sites, TimeProvider time)
    {
        _time = time;
        _holdings = new HoldingBook(contents.Holdings);
        _sites = sites;
        _lastEntry = contents.LastEntry;
    }

    /// <summary>Raised after a change can be seen here, with the last history entry; from any thread, and it must return at once.</summary>
    public event Action<long>? Changed;

    public long LastEntry
    {
        get
        {
            lock (_lock)
                return _lastEntry;
        }
    }

    /// <summary>Of all sites together, by name; as of the day of the last change of a site.</summary>
    public Plan Plan => Sites.Plan;

    private SiteBook Sites
    {
        get
        {
            lock (_lock)
                return _sites;
        }
    }

    private DateOnly Today => DateOnly.FromDateTime(_time.GetUtcNow().UtcDateTime);

    /// <summary>By name.</summary>
    public IReadOnlyList<StoredSite> AllSites() => [.. Sites.Sites];

    public StoredSite? Site(string name) => Sites.Find(name);

    /// <summary>What the plan would be if this site were loaded; nothing changes.</summary>
    public Plan PlanWith(string site, IReadOnlyList<StoredFile> files)
    {
        SiteBook sites;
        List<Holding> holdings;
        lock (_lock)
            (sites, holdings) = (_sites, [.. _holdings.All]);
        return sites.PlanWith(new StoredSite(site, 0, files, _time.GetUtcNow(), ""), holdings, Today);
    }

    /// <summary>The plan of all sites held against what outside systems hold; nothing changes.</summary>
    public Plan PlanObserving(ObservedWorld world)
    {
        SiteBook sites;
        List<Holding> holdings;
        lock (_lock)
            (sites, holdings) = (_sites, [.. _holdings.All]);
        return sites.PlanObserving(world, holdings, Today);
    }

    public int CountHoldings()
    {
        lock (_lock)
            return _holdings.Count;
    }

    public Holding? Holding(Guid id)
    {
        lock (_lock)
            return _holdings.Find(id);
    }

    /// <summary>Of one site by segment and address, after one of them, at most so many.</summary>
    public IReadOnlyList<Holding> Holdings(string site, string? segment, Guid? after, int most)
    {
        lock (_lock)
            return [.. _holdings.List(site, segment, after).Take(most)];
    }

    /// <summary>What the ledger holds of a range in one address space, in order of addresses.</summary>
    public IReadOnlyList<Holding> HoldingsIn(string addressSpace, IpRange range, int most)
    {
        lock (_lock)
            return [.. _holdings.Touching(addressSpace, range).Take(most)];
    }

    /// <summary>Who has an address, by files and by the ledger, in every address space; and what is free near it.</summary>
    public IReadOnlyList<AddressLookup> Who(IpRange asked)
    {
        var plan = Plan;
        var places = plan.Claims.Where(claim => claim.Kind == ClaimKind.Segment && claim.Range.Contains(asked)).Select(claim => (claim.AddressSpace, claim.Range)).ToList();
        var spaces = plan.Claims.Select(claim => claim.AddressSpace).Distinct();
        List<Holding> held;
        lock (_lock)
            held = [.. places.Concat(spaces.Select(space => (space, asked))).SelectMany(place => _holdings.Touching(place.Item1, place.Item2)).DistinctBy(holding => holding.Id)];
        return AddressLookup.Find(plan.Claims, plan.Estate, [.. held.Select(SiteBook.HeldRangeOf)], asked);
    }

    internal void Replace(LedgerContents contents, SiteBook sites)
    {
        var holdings = new HoldingBook(contents.Holdings);
        lock (_lock)
            (_holdings, _sites, _lastEntry) = (holdings, sites, contents.LastEntry);
        Changed?.Invoke(contents.LastEntry);
    }

    internal void Apply(IReadOnlyDictionary<Guid, Holding?> holdings, long lastEntry, SiteBook sites)
    {
        lock (_lock)
        {
            // First what leaves, then what comes: one may take the other's place.
            foreach (var (id, _) in holdings)
                _holdings.Set(id, null);
            foreach (var (id, holding) in holdings)
                _holdings.Set(id, holding);
            (_sites, _lastEntry) = (sites, lastEntry);
        }

        Changed?.Invoke(lastEntry);
    }
}
