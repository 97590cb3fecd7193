using Fairlead.Core.Observations;

namespace Fairlead.Ledger.Observing;

/// <summary>
/// What sources said, kept beside the ledger in the same database. It is evidence, not a promise: it may be forgotten, so it is no part of history, of exports or of
/// backups by pieces, and losing a write loses nothing that is not seen again.
/// </summary>
public interface IObservationStore
{
    /// <summary>Adds an outcome: where nothing but the time differs from the source's last one, that lasts longer instead.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be stored.</exception>
    Task AddAsync(StoredOutcome outcome, CancellationToken ct);

    /// <summary>Adds what was seen, and lengthens what is known already.</summary>
    /// <exception cref="LedgerUnavailableException">It could not be stored, or not all of it.</exception>
    Task AddAsync(string site, IReadOnlyCollection<PastSighting> seen, CancellationToken ct);

    /// <summary>Outcomes of one site's sources, the newest first.</summary>
    Task<IReadOnlyList<StoredOutcome>> ReadOutcomesAsync(string site, ObservedSource? source, int most, CancellationToken ct);

    /// <summary>What was seen at one site, by address.</summary>
    Task<IReadOnlyList<PastSighting>> ReadSightingsAsync(string site, CancellationToken ct);

    /// <summary>Forgets what ended before a moment.</summary>
    /// <returns>How many rows.</returns>
    Task<int> ForgetAsync(DateTimeOffset before, CancellationToken ct);
}
