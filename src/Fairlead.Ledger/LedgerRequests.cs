using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;

namespace Fairlead.Ledger;

/// <summary>A wish to change the ledger: one of the records in this file.</summary>
public abstract record LedgerRequest
{
    private protected LedgerRequest()
    {
    }

    /// <summary>The same key gets the same answer for a day; null: every request is a new one.</summary>
    public string? Key { get; init; }

    /// <summary>What tells requests of one key apart, hashed.</summary>
    internal virtual string Fingerprint => "";
}

/// <summary>Reserve one address, a range of a size, or a given range, atomically.</summary>
/// <param name="Kind">Of the exclusive group.</param>
/// <param name="Owner">A cluster's name, <c>resourceBridge</c>, or a subject such as <c>madrid/clusters/shop</c>; it need not exist yet.</param>
public sealed record ReserveRequest(string Site, string Segment, ClaimKind Kind, string Owner) : LedgerRequest
{
    /// <summary>This one; null: the lowest that is free.</summary>
    public IpRange? Address { get; init; }

    /// <summary>So many in one range, where no address is given.</summary>
    public int Count { get; init; } = 1;

    public string? Note { get; init; }

    /// <summary>Released by then unless it is active; null: kept until somebody releases it.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>Find out what would be answered, and change nothing.</summary>
    public bool IsDryRun { get; init; }

    internal override string Fingerprint => string.Join('\n', "reserve", Site, Segment, Kind.NameOf(), Owner, Address?.ToString() ?? "", Count.ToString(System.Globalization.CultureInfo.InvariantCulture), Note ?? "", Until?.ToString("O") ?? "");
}

/// <summary>The owner is there and uses it.</summary>
public sealed record ActivateRequest(string Site, Guid Reservation) : LedgerRequest
{
    internal override string Fingerprint => $"activate\n{Site}\n{Reservation}";
}

/// <summary>Give it back, into quarantine.</summary>
public sealed record ReleaseRequest(string Site, Guid Reservation) : LedgerRequest
{
    public bool IsDryRun { get; init; }

    internal override string Fingerprint => $"release\n{Site}\n{Reservation}";
}

/// <summary>Load a site, in place of what was loaded under its name.</summary>
/// <param name="Files">All files that describe it.</param>
/// <param name="Revision">Only over this revision: 0 when there must be none, null over any.</param>
public sealed record PutSiteRequest(string Site, IReadOnlyList<StoredFile> Files, long? Revision = null) : LedgerRequest;

/// <summary>Forget a site. Its reservations stay, and so do the control plane IPs that were active.</summary>
public sealed record DeleteSiteRequest(string Site, long? Revision = null) : LedgerRequest;

/// <summary>Somebody looked at an address.</summary>
/// <param name="ByMember">The one who answered belongs to its owner, as far as the observer knows: a reservation becomes active.</param>
public sealed record ObserveRequest(string AddressSpace, IpAddr Address, Sighting Sighting, bool ByMember) : LedgerRequest;

/// <summary>Write down what was changed outside for a site that is loaded: in a DHCP server, in a folder of rendered files.</summary>
/// <param name="Where">What it was changed in, such as <c>kea:unix:/run/kea/kea4-ctrl-socket</c>.</param>
/// <param name="Result"><c>done</c>, or what went wrong and how it stands now.</param>
/// <param name="Changes">Of each thing that was changed.</param>
public sealed record RecordChangesRequest(string Site, string Where, string Result, IReadOnlyList<AppliedChange> Changes) : LedgerRequest;

/// <param name="Target">Such as a file below the folder, or a subnet.</param>
/// <param name="Before">In short: the pools, or <c>sha256:</c> and a sum; null where there was nothing.</param>
/// <param name="After">The same, afterwards; null where there is nothing any more.</param>
public sealed record AppliedChange(string Target, string? Before, string? After);

/// <summary>Take over what others committed.</summary>
internal sealed record LookRequest : LedgerRequest;
