using Fairlead.Core.Observations;

namespace Fairlead.Server.Observing;

/// <summary>A watched source and what it said last.</summary>
/// <param name="Last">Null: it has not answered yet.</param>
/// <param name="LastSeen">What it held when it was last read; stays while it fails.</param>
public sealed record SourceState(WatchedSource Watched, ObservationOutcome? Last, Observation? LastSeen)
{
    /// <summary>Since when it fails; null while it does not.</summary>
    public DateTimeOffset? FailsSince { get; init; }

    public ObservationOutcome.Failed? Failure => Last as ObservationOutcome.Failed;

    /// <summary>How long what was read counts while the source fails: a short outage makes nothing unknown.</summary>
    public TimeSpan Patience => 3 * Watched.Every > TimeSpan.FromHours(1) ? 3 * Watched.Every : TimeSpan.FromHours(1);

    /// <summary>What counts now: the last reading while it is not too old, else the failure.</summary>
    public ObservationOutcome? At(DateTimeOffset now) => Failure is null || LastSeen is null || now - LastSeen.ReadAt > Patience ? Last : new ObservationOutcome.Seen(LastSeen);

    /// <summary>After one more outcome.</summary>
    internal SourceState After(ObservationOutcome outcome) => this with
    {
        Last = outcome,
        LastSeen = outcome is ObservationOutcome.Seen seen ? seen.Observation : LastSeen,
        FailsSince = outcome is ObservationOutcome.Failed failed ? FailsSince ?? failed.At : null,
    };
}
