namespace Fairlead.Ledger;

/// <summary>One change, for ever: who, when, why, before and after.</summary>
/// <param name="Id">1, 2, 3 … without a gap, in the order of commits.</param>
/// <param name="Who">A token's name, a person from OIDC, a user of this machine, or <c>fairlead</c> itself.</param>
/// <param name="Action">Such as <c>reservation.create</c>: <see cref="HistoryActions"/>.</param>
/// <param name="Site">The site it happened to; empty for the ledger as a whole.</param>
/// <param name="Subject">The path of what changed: <c>madrid</c>, <c>madrid/reservations/0198…</c> or <c>madrid/applied</c>.</param>
/// <param name="Before">JSON; null where there was nothing.</param>
/// <param name="After">JSON; null where there is nothing any more.</param>
public sealed record HistoryEntry(long Id, DateTimeOffset At, string Who, string Action, string Site, string Subject, string? Why, string? Before, string? After);

public static class HistoryActions
{
    public const string SitePut = "site.put";
    public const string SiteDelete = "site.delete";
    public const string Reserve = "reservation.create";
    public const string Activate = "reservation.activate";
    public const string Release = "reservation.release";
    public const string Expire = "reservation.expire";
    public const string Observe = "reservation.observe";

    /// <summary>A range of a site file is held on, or in quarantine, since the file no longer names it.</summary>
    public const string Keep = "reservation.keep";

    /// <summary>What was rendered for the site was put in place outside the ledger, or was tried.</summary>
    public const string Apply = "changes.apply";
}
