using Fairlead.Core.Observations;

namespace Fairlead.Ledger.Observing;

/// <summary>What asking a source led to, from one moment to another without a change.</summary>
public sealed record StoredOutcome(string Site, ObservedSource Source, DateTimeOffset FirstAt, DateTimeOffset LastAt)
{
    /// <summary>How many of what it held, in words: <c>2 subnets, 113 leases</c>; null for a failure.</summary>
    public string? Contents { get; init; }

    /// <summary>Null where it was read.</summary>
    public FailureReason? Reason { get; init; }

    public string? Message { get; init; }

    public string? Hint { get; init; }

    /// <summary>Nothing but the time differs.</summary>
    internal bool IsSameAs(StoredOutcome other) => this with { FirstAt = other.FirstAt, LastAt = other.LastAt } == other;
}
