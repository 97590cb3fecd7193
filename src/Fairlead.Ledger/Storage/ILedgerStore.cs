using Fairlead.Ledger.Observing;

namespace Fairlead.Ledger.Storage;

/// <summary>
/// Where the ledger is kept. Every implementation gives the same promises, and one suite of tests holds all to them:
/// what <see cref="ILedgerTransaction.CommitAsync"/> returned for is on disk; history is never changed; an exclusive, unaccepted claim never
/// overlaps another of its address space, whoever writes, since the database itself refuses it.
/// </summary>
public interface ILedgerStore : IAsyncDisposable
{
    /// <summary>Where it is, for messages: a path, or a host and database; never a password.</summary>
    string Place { get; }

    /// <summary>What sources said, beside the ledger.</summary>
    IObservationStore Observations { get; }

    /// <summary>Brings the schema up to date, safely from several processes at once, and reads everything.</summary>
    /// <exception cref="LedgerUnavailableException">It is not there, not writable, damaged, or of a newer Fairlead.</exception>
    Task<LedgerContents> OpenAsync(CancellationToken ct);

    /// <summary>Everything, again: after a failed commit what is in memory is no longer known to be what is stored.</summary>
    Task<LedgerContents> ReadAllAsync(CancellationToken ct);

    /// <summary>Waits for the turn to write: one writer at a time, over all processes. Disposing without a commit undoes it.</summary>
    /// <param name="known">The last history entry that the caller knows.</param>
    /// <param name="keys">Idempotency keys whose earlier answers are wanted.</param>
    Task<ILedgerTransaction> BeginAsync(long known, IReadOnlyCollection<string> keys, CancellationToken ct);

    /// <summary>History after an entry, oldest first, at most so many.</summary>
    Task<IReadOnlyList<HistoryEntry>> ReadHistoryAsync(HistoryQuery query, CancellationToken ct);

    /// <summary>What changed since an entry; everything when it is 0.</summary>
    Task<LedgerNews> ReadNewsAsync(long known, CancellationToken ct);

    /// <summary>Returns when something may have been committed by somebody else since the last call, at the latest after a while. Coalesced: one signal for many commits.</summary>
    Task WaitForOthersAsync(CancellationToken ct);

    /// <summary>Tells the others, outside of any transaction, that there is news. Cheap, and may be lost: they look by themselves every now and then.</summary>
    Task TellOthersAsync(CancellationToken ct);

    /// <summary>A consistent copy into a new SQLite file, while writing goes on.</summary>
    Task BackupAsync(string file, CancellationToken ct);

    /// <summary>Looks for damage: the database's own checks, and that the stored rows keep the promises above. Empty when all is well.</summary>
    Task<IReadOnlyList<string>> VerifyAsync(CancellationToken ct);
}

/// <summary>The one writer's transaction.</summary>
public interface ILedgerTransaction : IAsyncDisposable
{
    /// <summary>What others committed since the entry that <see cref="ILedgerStore.BeginAsync"/> was given.</summary>
    LedgerNews News { get; }

    /// <summary>The answers given to the keys asked for, by key.</summary>
    IReadOnlyDictionary<string, StoredAnswer> Answers { get; }

    /// <summary>All or nothing, and durable when it returns.</summary>
    /// <exception cref="ClaimRefusedException">The database refuses a claim: somebody wrote past Fairlead. Nothing was stored.</exception>
    /// <exception cref="LedgerUnavailableException">It could not be stored, or nobody knows whether it was (the connection broke while committing): <see cref="LedgerUnavailableException.IsUncertain"/>.</exception>
    Task CommitAsync(LedgerWrite write, CancellationToken ct);
}

/// <summary>Everything that is in memory while the ledger is open.</summary>
/// <param name="LastEntry">The last history entry; 0 when there is none.</param>
public sealed record LedgerContents(IReadOnlyList<StoredSite> Sites, IReadOnlyList<Holding> Holdings, long LastEntry)
{
    /// <summary>Their revisions are never used again: a site of this name goes on from the next one, and the database refuses any other.</summary>
    public IReadOnlyList<DeletedSite> DeletedSites { get; init; } = [];
}

/// <summary>What others committed: the new state of every site and holding that they touched.</summary>
/// <param name="LastEntry">The last history entry there is.</param>
/// <param name="Sites">By name; null: deleted.</param>
/// <param name="Holdings">By id; null: gone.</param>
public sealed record LedgerNews(long LastEntry, IReadOnlyDictionary<string, StoredSite?> Sites, IReadOnlyDictionary<Guid, Holding?> Holdings)
{
    public bool IsEmpty => Sites.Count == 0 && Holdings.Count == 0;
}

/// <summary>
/// What one commit changes. Ids of entries follow <see cref="LedgerNews.LastEntry"/> without a gap, and a site or holding never changes without
/// an entry: others learn of the change by it. Times are stored in UTC, to the microsecond.
/// </summary>
public sealed record LedgerWrite
{
    public required IReadOnlyList<HistoryEntry> Entries { get; init; }

    /// <summary>By name; null: deleted.</summary>
    public IReadOnlyDictionary<string, StoredSite?> Sites { get; init; } = new Dictionary<string, StoredSite?>();

    /// <summary>By id; null: gone. Each stands in the claim table too, as an exclusive, unaccepted claim of its own.</summary>
    public IReadOnlyDictionary<Guid, Holding?> Holdings { get; init; } = new Dictionary<Guid, Holding?>();

    /// <summary>Rows of site files that are no more; removed before anything is added. One that is not there is no matter.</summary>
    public IReadOnlyList<ClaimRow> ClaimsGone { get; init; } = [];

    public IReadOnlyList<ClaimRow> ClaimsNew { get; init; } = [];

    public IReadOnlyList<StoredAnswer> Answers { get; init; } = [];

    /// <summary>Answers given before this moment are forgotten, before new ones are added; null: none are.</summary>
    public DateTimeOffset? ForgetAnswersBefore { get; init; }
}

/// <summary>A claim of a site file as the database knows it: disjoint pieces, so that what is held is held once.</summary>
/// <param name="Range">A piece of what is claimed.</param>
/// <param name="IsExclusive">Of the exclusive group.</param>
/// <param name="IsAccepted">A known conflict, or the same owner's second mention of an address: outside the constraint.</param>
/// <param name="Source">Where it is written, such as <c>madrid.yaml:31</c>.</param>
public sealed record ClaimRow(string Site, string AddressSpace, Core.Addressing.IpRange Range, Core.Claims.ClaimKind Kind, string Owner, string Subject, string Source, bool IsExclusive, bool IsAccepted);

/// <summary>An answer that the same request gets again.</summary>
/// <param name="Key">With the scope it was given in, such as the token and the site.</param>
/// <param name="Fingerprint">SHA-256 of the request in hexadecimal: the same key with another body is refused.</param>
/// <param name="Body">JSON.</param>
public sealed record StoredAnswer(string Key, string Fingerprint, string Body, DateTimeOffset At);

/// <param name="After">Entries with greater ids.</param>
/// <param name="Site">Of this site alone.</param>
/// <param name="Subject">Of this subject or below it.</param>
public sealed record HistoryQuery(long After, int Most, string? Site = null, string? Subject = null)
{
    /// <summary>The newest first instead, before <see cref="After"/> when that is not 0.</summary>
    public bool Backwards { get; init; }
}
