namespace Fairlead.Ledger.Storage;

/// <summary>A store whose whole contents can be carried into another, of either kind: <see cref="LedgerTransfer"/>.</summary>
public interface IPortableStore : ILedgerStore
{
    /// <summary>Everything that is stored at one moment, in pieces of bounded size; history in the order of its ids.</summary>
    IAsyncEnumerable<LedgerPiece> ReadEverythingAsync(CancellationToken ct);

    /// <summary>Fills an opened, empty ledger: all or nothing.</summary>
    /// <exception cref="Core.Diagnostics.UnusableInputException">It is not empty.</exception>
    /// <exception cref="LedgerUnavailableException">It can't be written.</exception>
    /// <exception cref="ClaimRefusedException">The pieces hold something twice.</exception>
    Task FillAsync(IAsyncEnumerable<LedgerPiece> pieces, CancellationToken ct);

    /// <summary>The claims of site files as they are stored, apart from holdings; of one site, or of all when it is null.</summary>
    Task<IReadOnlyList<ClaimRow>> ReadClaimsAsync(string? site, CancellationToken ct);
}

/// <summary>A part of a ledger's contents.</summary>
public sealed record LedgerPiece
{
    public IReadOnlyList<StoredSite> Sites { get; init; } = [];

    public IReadOnlyList<DeletedSite> DeletedSites { get; init; } = [];

    public IReadOnlyList<Holding> Holdings { get; init; } = [];

    public IReadOnlyList<ClaimRow> Claims { get; init; } = [];

    public IReadOnlyList<HistoryEntry> Entries { get; init; } = [];

    public IReadOnlyList<StoredAnswer> Answers { get; init; } = [];
}

/// <summary>What stays of a deleted site: its last revision, which is never used again, and who loaded that when.</summary>
public sealed record DeletedSite(string Name, long Revision, DateTimeOffset At, string By);
