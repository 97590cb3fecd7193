using Fairlead.Core.Claims;

namespace Fairlead.Ledger.Writing;

/// <summary>Activation, release, what was seen, and what time alone brings about.</summary>
internal static class HoldingDecisions
{
    /// <summary>Switches keep ARP entries that long.</summary>
    public static readonly TimeSpan LoadBalancerQuarantine = TimeSpan.FromHours(4);

    /// <summary>Kubeconfigs live on that long, and longer.</summary>
    public static readonly TimeSpan ControlPlaneQuarantine = TimeSpan.FromDays(7);

    public static LedgerOutcome Activate(LedgerDraft draft, ActivateRequest request, Actor who)
    {
        if (Find(draft, request.Site, request.Reservation) is not { } holding)
            return Refusals.NoSuchReservation(request.Site, request.Reservation);
        if (holding.State == HoldingState.Active)
            return new Granted(holding, IsNew: false);
        if (holding.State == HoldingState.Quarantined)
            return new Refused(RefusalReason.Unusable, $"{holding.Range} was released and is in quarantine until {holding.Until:u}.", "reserve it again first");
        return Granted(draft, who, HistoryActions.Activate, Activated(holding, draft.Now));
    }

    public static LedgerOutcome Release(LedgerDraft draft, ReleaseRequest request, Actor who)
    {
        if (Find(draft, request.Site, request.Reservation) is not { } holding)
            return Refusals.NoSuchReservation(request.Site, request.Reservation);
        if (holding.State == HoldingState.Quarantined)
            return new Granted(holding, IsNew: false);
        if (NamedBy(draft, holding) is { } named)
            return new Refused(RefusalReason.FileOwned, $"{holding.Range} is {ClaimText.Describe(named)}, as {named.Source} says: that is changed by its file alone.", "take it out of the site file and load that first");
        if (StillInUse(holding) is { } why)
            return why;
        var released = Quarantined(holding, draft.Now);
        return request.IsDryRun ? new Granted(released, IsNew: true) : Granted(draft, who, HistoryActions.Release, released);
    }

    public static void Observe(LedgerDraft draft, ObserveRequest request, Actor who)
    {
        foreach (var holding in draft.Holdings.Touching(request.AddressSpace, Core.Addressing.IpRange.Single(request.Address)).ToList())
        {
            if (holding.LastSeen is { } seen && seen.At > request.Sighting.At)
                continue;
            var after = holding with { LastSeen = request.Sighting };
            var isMember = request is { ByMember: true, Sighting.Answered: true };
            draft.Change(who, HistoryActions.Observe, holding.Id, isMember && holding.State == HoldingState.Reserved ? Activated(after, draft.Now) : after);
        }
    }

    /// <summary>A reservation that nobody used in time goes into quarantine; what was there is free.</summary>
    public static void Expire(LedgerDraft draft)
    {
        foreach (var holding in draft.Ended())
            draft.Change(Actor.Itself, HistoryActions.Expire, holding.Id, holding.State == HoldingState.Quarantined ? null : Quarantined(holding, draft.Now));
    }

    public static Holding Activated(Holding holding, DateTimeOffset now) => holding with { State = HoldingState.Active, ActivatedAt = now, Until = null };

    public static Holding Quarantined(Holding holding, DateTimeOffset now) => holding with { State = HoldingState.Quarantined, Until = now + QuarantineOf(holding.Kind) };

    /// <summary>The claim of a loaded site's file that is the same as a holding; null when none is.</summary>
    public static Claim? NamedBy(LedgerDraft draft, Holding holding) => draft.Sites.NamedBy(holding.Owner, holding.AddressSpace, holding.Range).FirstOrDefault();

    private static TimeSpan QuarantineOf(ClaimKind kind) => kind is ClaimKind.ControlPlaneIp or ClaimKind.BridgeControlPlaneIp ? ControlPlaneQuarantine : LoadBalancerQuarantine;

    private static Holding? Find(LedgerDraft draft, string site, Guid id) => draft.Holdings.Find(id) is { } holding && holding.Site == site ? holding : null;

    /// <summary>A control plane IP that was active stays its cluster's until it was seen silent since.</summary>
    private static Refused? StillInUse(Holding holding)
    {
        if (holding.Kind != ClaimKind.ControlPlaneIp || holding.ActivatedAt is not { } since)
            return null;
        return holding.LastSeen switch
        {
            { Answered: false } seen when seen.At > since => null,
            { Answered: true } seen => new(RefusalReason.Immutable, $"{holding.Range} answered {seen.By} at {seen.At:u}: it is still the control plane IP of {holding.Owner}.", "delete the cluster, then look again with 'fairlead check' from its segment"),
            _ => new(RefusalReason.Immutable, $"Nobody has seen {holding.Range} silent since it became the control plane IP of {holding.Owner} ({since:u}).", "look with 'fairlead check' from its segment once the cluster is gone"),
        };
    }

    private static Granted Granted(LedgerDraft draft, Actor who, string action, Holding after)
    {
        draft.Change(who, action, after.Id, after);
        return new Granted(after, IsNew: true);
    }
}
