using Fairlead.Core.Addressing;
using Fairlead.Core.Planning;

namespace Fairlead.Ledger;

/// <summary>What became of a wish to change the ledger: one of the records in this file.</summary>
public abstract record LedgerOutcome
{
    private protected LedgerOutcome()
    {
    }
}

/// <summary>Done, and on disk.</summary>
/// <param name="IsNew">False: it was so before, nothing changed.</param>
public sealed record Granted(Holding Holding, bool IsNew) : LedgerOutcome;

/// <param name="Site">Null: it is deleted.</param>
/// <param name="Plan">Of all sites together.</param>
public sealed record SiteLoaded(StoredSite? Site, Plan Plan, bool IsNew) : LedgerOutcome;

/// <summary>Written down: an observation, or what was changed outside.</summary>
public sealed record Observed : LedgerOutcome;

/// <summary>Somebody has it.</summary>
/// <param name="Holder">Who, such as <c>control plane IP of madrid/shop</c>.</param>
/// <param name="Source">Where that is written: a file and line, or <c>ledger</c>.</param>
/// <param name="Reservation">The holding's id, where it is one.</param>
/// <param name="Nearest">The nearest free choice of the same size; null when there is none.</param>
public sealed record AlreadyHeld(IpRange Asked, string Holder, string Source, Guid? Reservation, IpRange? Nearest) : LedgerOutcome;

/// <summary>No range of that size is free in the segment.</summary>
/// <param name="Left">Free addresses.</param>
/// <param name="Longest">Of the longest free range.</param>
public sealed record Exhausted(string Segment, UInt128 Asked, UInt128 Left, UInt128 Longest) : LedgerOutcome;

/// <summary>It can't be done, and the message says why and what to do.</summary>
public sealed record Refused(RefusalReason Reason, string Message, string Hint) : LedgerOutcome;

/// <summary>The files are no usable input (FL0), or a strict site has errors: the plan has the findings. Nothing was stored.</summary>
public sealed record NotLoadable(Plan Plan, bool IsStrict) : LedgerOutcome;

public enum RefusalReason
{
    NoSuchSite,
    NoSuchSegment,
    NoSuchReservation,

    /// <summary>The request makes no sense: an address outside of the segment, a kind that can't be reserved.</summary>
    Unusable,

    /// <summary>What a site file says is changed only by its file.</summary>
    FileOwned,

    /// <summary>A control plane IP that is or may be in use.</summary>
    Immutable,

    /// <summary>The site is not, or no longer, at the revision that the request names.</summary>
    Stale,

    /// <summary>The idempotency key belongs to another request.</summary>
    KeyReused,
}
