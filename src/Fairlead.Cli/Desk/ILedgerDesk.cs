using System.Text.Json;
using Fairlead.Core.Addressing;
using Fairlead.Ledger;

namespace Fairlead.Cli.Desk;

/// <summary>Where the command line asks for reservations: a ledger on this machine, or a server.</summary>
internal interface ILedgerDesk : IAsyncDisposable
{
    /// <param name="why">For history; null: none was given.</param>
    /// <exception cref="LedgerUnavailableException">It can't be asked, or nobody knows what became of it.</exception>
    Task<LedgerOutcome> ReserveAsync(ReserveRequest request, string? why, CancellationToken ct);

    /// <inheritdoc cref="ReserveAsync"/>
    Task<LedgerOutcome> ReleaseAsync(ReleaseRequest request, string? why, CancellationToken ct);

    /// <inheritdoc cref="ReserveAsync"/>
    Task<LedgerOutcome> RecordAsync(RecordChangesRequest request, string? why, CancellationToken ct);

    /// <summary>By segment and address.</summary>
    /// <param name="segment">Null: of every segment.</param>
    IAsyncEnumerable<Holding> ListAsync(string site, string? segment, CancellationToken ct);

    /// <summary>The newest first.</summary>
    Task<IReadOnlyList<HistoryEntry>> HistoryAsync(string? site, string? subject, int most, CancellationToken ct);

    /// <summary>The answer of <c>AddressLookupJson</c>.</summary>
    Task<JsonElement> WhoAsync(IpRange asked, CancellationToken ct);
}
