using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;

namespace Fairlead.Ledger;

/// <summary>Who may change a holding: what a site file says is changed by its file alone, a reservation by the API alone.</summary>
public enum HoldingOrigin : byte
{
    Reservation,

    /// <summary>Named by a site file: kept after the file no longer names it, until it may be given to somebody else.</summary>
    File,
}

/// <summary>The life of a holding; what is gone has no row.</summary>
public enum HoldingState : byte
{
    Reserved,

    /// <summary>A loaded site names it, or a member was observed with it, or its owner said so.</summary>
    Active,

    /// <summary>Released, and not yet given to anybody: others may still remember the old holder.</summary>
    Quarantined,
}

/// <summary>
/// An exclusive range that the ledger keeps for one owner: a reservation, or the control plane IP or former range of a site file. Immutable:
/// a change is a new value with the same <see cref="Id"/>.
/// </summary>
public sealed record Holding
{
    /// <summary>Version 7: in order of creation.</summary>
    public required Guid Id { get; init; }

    public required HoldingOrigin Origin { get; init; }

    public required string Site { get; init; }

    /// <summary>The name of the segment in its site; null for what lies in none.</summary>
    public required string? Segment { get; init; }

    public required string AddressSpace { get; init; }

    /// <summary>Of the exclusive group.</summary>
    public required ClaimKind Kind { get; init; }

    /// <summary>The owner's subject, such as <c>madrid/clusters/shop</c>; the cluster need not exist yet.</summary>
    public required string Owner { get; init; }

    public required IpRange Range { get; init; }

    public required HoldingState State { get; init; }

    public string? Note { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required string CreatedBy { get; init; }

    public DateTimeOffset? ActivatedAt { get; init; }

    /// <summary>A reservation that is not active by then is released; a quarantined range is free from then on.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>When it was last seen, and whether anybody answered; null when nobody looked.</summary>
    public Sighting? LastSeen { get; init; }
}

/// <summary>What a look at an address found.</summary>
/// <param name="Answered">False: silence, from where it could have been heard.</param>
/// <param name="By">From where, such as the vantage's host.</param>
public sealed record Sighting(DateTimeOffset At, bool Answered, string By);
