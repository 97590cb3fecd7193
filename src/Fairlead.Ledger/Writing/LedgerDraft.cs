using Fairlead.Core.Claims;
using Fairlead.Ledger.Book;
using Fairlead.Ledger.Json;
using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger.Writing;

/// <summary>
/// The writer's own state of the ledger and what one commit is to change of it: decisions read what earlier ones of the same commit wrote. When
/// the commit fails, the draft is thrown away and made again from what is stored.
/// </summary>
internal sealed class LedgerDraft
{
    private readonly Dictionary<string, FreeAddresses> _free = [];
    private readonly PriorityQueue<Guid, DateTimeOffset> _ends = new();
    private readonly TimeProvider _time;
    private HashSet<ClaimRow> _rows;
    private HashSet<ClaimRow> _storedRows;
    private List<HistoryEntry> _entries = [];
    private Dictionary<string, StoredSite?> _changedSites = [];
    private Dictionary<Guid, Holding?> _changedHoldings = [];
    private bool _areRowsStale;
    private DateOnly _plannedFor;

    public LedgerDraft(LedgerContents contents, TimeProvider time)
    {
        _time = time;
        Holdings = new HoldingBook(contents.Holdings);
        _plannedFor = Today;
        Sites = SiteBook.Of(contents.Sites, contents.Holdings, _plannedFor);
        LastEntry = contents.LastEntry;
        foreach (var holding in contents.Holdings)
            Watch(holding);
        _storedRows = _rows = FileClaims.Of(Sites.Plan, contents.Holdings);
    }

    public HoldingBook Holdings { get; }

    public SiteBook Sites { get; private set; }

    public long LastEntry { get; private set; }

    public DateTimeOffset Now => _time.GetUtcNow();

    public bool HasChanges => _entries.Count > 0;

    /// <summary>Whether the time of some holding may be over.</summary>
    public bool HasEnded => _ends.TryPeek(out _, out var end) && end <= Now;

    private DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>What may be given in one address space.</summary>
    public FreeAddresses FreeIn(string space)
    {
        if (!_free.TryGetValue(space, out var free))
            _free.Add(space, free = new FreeAddresses(Sites.ClaimsIn(space), prefix => Holdings.Touching(space, prefix).Select(holding => holding.Range)));
        return free;
    }

    /// <summary>Holdings whose time is over, each once.</summary>
    public IEnumerable<Holding> Ended()
    {
        while (_ends.TryPeek(out var id, out var end) && end <= Now)
        {
            _ends.Dequeue();
            if (Holdings.Find(id) is { } holding && holding.Until == end)
                yield return holding;
        }
    }

    /// <summary>Some findings depend on the day.</summary>
    /// <returns>False when they are of today already.</returns>
    public bool PlanForToday()
    {
        if (_plannedFor == Today)
            return false;
        _plannedFor = Today;
        Sites = Sites.Again(Holdings.All, _plannedFor);
        return true;
    }

    /// <summary>What others committed.</summary>
    public void Take(LedgerNews news)
    {
        // First what leaves, then what comes: one may take the other's place.
        foreach (var (id, _) in news.Holdings)
            SetHolding(id, null);
        foreach (var (id, holding) in news.Holdings)
            SetHolding(id, holding);
        foreach (var (name, site) in news.Sites)
            Sites = Sites.With(name, site, Holdings.All, Today);
        LastEntry = news.LastEntry;
        if (news.Sites.Count > 0)
            _free.Clear();
        _areRowsStale |= news.Sites.Count > 0;
        Refresh();
        _storedRows = _rows;
    }

    /// <param name="after">Null: it is gone.</param>
    public void Change(Actor who, string action, Guid id, Holding? after)
    {
        var before = SetHolding(id, after);
        var site = (after ?? before)!.Site;
        _changedHoldings[id] = after;
        Add(who, action, site, $"{site}/reservations/{id}", before is null ? null : HoldingDocument.Of(before).ToJson(), after is null ? null : HoldingDocument.Of(after).ToJson());
    }

    /// <param name="sites">With the change, so that the plan is not made twice.</param>
    public void ChangeSite(Actor who, string action, string name, StoredSite? after, SiteBook sites)
    {
        var before = Sites.Find(name);
        Sites = sites;
        _free.Clear();
        _areRowsStale = true;
        _changedSites[name] = after;
        Add(who, action, name, name, before is null ? null : SiteDocument.Of(before).ToJson(), after is null ? null : SiteDocument.Of(after).ToJson());
    }

    /// <summary>Something outside the ledger, for history alone.</summary>
    public void Note(Actor who, string action, string site, string subject, string? before, string? after) => Add(who, action, site, subject, before, after);

    /// <summary>Everything since the last commit; the draft then counts as stored.</summary>
    public LedgerWrite ToWrite(IReadOnlyList<StoredAnswer> answers, DateTimeOffset? forget)
    {
        Refresh();
        var write = new LedgerWrite
        {
            Entries = _entries,
            Sites = _changedSites,
            Holdings = _changedHoldings,
            ClaimsGone = ReferenceEquals(_rows, _storedRows) ? [] : [.. _storedRows.Where(row => !_rows.Contains(row))],
            ClaimsNew = ReferenceEquals(_rows, _storedRows) ? [] : [.. _rows.Where(row => !_storedRows.Contains(row))],
            Answers = answers,
            ForgetAnswersBefore = forget,
        };
        _storedRows = _rows;
        (_entries, _changedSites, _changedHoldings) = ([], [], []);
        return write;
    }

    /// <summary>What follows from sites and holdings together: the findings, and which pieces of the files' claims are held.</summary>
    private void Refresh()
    {
        if (!_areRowsStale)
            return;
        Sites = Sites.Again(Holdings.All, Today);
        _rows = FileClaims.Of(Sites.Plan, Holdings.All);
        _areRowsStale = false;
    }

    private Holding? SetHolding(Guid id, Holding? holding)
    {
        var before = Holdings.Set(id, holding);
        if (holding is not null)
            Watch(holding);
        if (before?.Range == holding?.Range && before?.AddressSpace == holding?.AddressSpace)
            return before;
        if (before is not null && _free.TryGetValue(before.AddressSpace, out var old))
            old.Give(before.Range);
        if (holding is not null && _free.TryGetValue(holding.AddressSpace, out var free))
            free.Take(holding.Range);
        foreach (var touched in (Holding?[])[before, holding])
            _areRowsStale |= touched is not null && Sites.NamesExclusively(touched.AddressSpace, touched.Range);
        return before;
    }

    private void Watch(Holding holding)
    {
        if (holding.Until is { } end)
            _ends.Enqueue(holding.Id, end);
    }

    private void Add(Actor who, string action, string site, string subject, string? before, string? after) =>
        _entries.Add(new HistoryEntry(++LastEntry, Now, who.Name, action, site, subject, who.Why, before, after));
}
