using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites.Spec;
using Fairlead.Ledger.Book;
using Fairlead.Ledger.Json;

namespace Fairlead.Ledger.Writing;

/// <summary>
/// Loading and forgetting sites, and what that means for single addresses: a control plane IP that a file names is held for its cluster from then on,
/// whatever the file says later; a reservation that a file names is active; a load balancer range that no file names any more is quarantined.
/// </summary>
internal static class SiteDecisions
{
    public static LedgerOutcome Put(LedgerDraft draft, PutSiteRequest request, Actor who)
    {
        var before = draft.Sites.Find(request.Site);
        if (request.Revision is { } expected && expected != (before?.Revision ?? 0))
            return Stale(request.Site, before, expected);
        var after = new StoredSite(request.Site, NextRevision(before, draft), request.Files, draft.Now, who.Name);
        if (Unusable(after, DateOnly.FromDateTime(draft.Now.UtcDateTime)) is { } alone)
            return new NotLoadable(alone, IsStrict: false);
        if (before is not null && IsSame(before, after))
            return new SiteLoaded(before, draft.Sites.Plan, IsNew: false);
        var sites = draft.Sites.With(request.Site, after, draft.Holdings.All, DateOnly.FromDateTime(draft.Now.UtcDateTime));
        if (sites.SiteOf(request.Site) is { } site && site.Spec.Policy.Or(SitePolicy.Record) == SitePolicy.Strict && sites.Plan.Diagnostics.Any(finding => finding.IsFailure && finding.Site == request.Site))
            return new NotLoadable(sites.Plan, IsStrict: true);
        Change(draft, request.Site, after, sites, HistoryActions.SitePut, who);
        return new SiteLoaded(after, draft.Sites.Plan, IsNew: before is null);
    }

    public static LedgerOutcome Delete(LedgerDraft draft, DeleteSiteRequest request, Actor who)
    {
        if (draft.Sites.Find(request.Site) is not { } before)
            return Refusals.NoSuchSite(request.Site);
        if (request.Revision is { } expected && expected != before.Revision)
            return Stale(request.Site, before, expected);
        Change(draft, request.Site, null, draft.Sites.With(request.Site, null, draft.Holdings.All, DateOnly.FromDateTime(draft.Now.UtcDateTime)), HistoryActions.SiteDelete, who);
        return new SiteLoaded(null, draft.Sites.Plan, IsNew: false);
    }

    public static LedgerOutcome Record(LedgerDraft draft, RecordChangesRequest request, Actor who)
    {
        if (draft.Sites.Find(request.Site) is null)
            return Refusals.NoSuchSite(request.Site);
        draft.Note(who, HistoryActions.Apply, request.Site, $"{request.Site}/applied", AppliedDocument.Before(request), AppliedDocument.After(request));
        return new Observed();
    }

    private static void Change(LedgerDraft draft, string name, StoredSite? after, SiteBook sites, string action, Actor who)
    {
        var old = ExclusiveOf(draft.Sites, name);
        draft.ChangeSite(who, action, name, after, sites);
        var now = ExclusiveOf(sites, name);
        Hold(draft, now, who);
        LetGo(draft, old, now, who);
    }

    private static List<Claim> ExclusiveOf(SiteBook sites, string name) =>
        [.. sites.Plan.Claims.Where(claim => claim.Site.Name == name && claim.Kind.GroupOf() == ClaimGroup.Exclusive)];

    private static void Hold(LedgerDraft draft, List<Claim> claims, Actor who)
    {
        foreach (var claim in claims)
        {
            var owner = claim.Owner.ToString();
            var met = draft.Holdings.Touching(claim.AddressSpace, claim.Range).ToList();
            foreach (var holding in met.Where(holding => holding.Owner == owner && holding.State != HoldingState.Active))
                draft.Change(who, HistoryActions.Activate, holding.Id, HoldingDecisions.Activated(holding, draft.Now));
            // A range that somebody else holds is a known conflict, and no holding; so is a second control plane IP.
            if (met.Count > 0 || (claim.Kind == ClaimKind.ControlPlaneIp ? HasOther(draft, claim, owner) : !claim.IsChosen))
                continue;
            var id = Guid.CreateVersion7(draft.Now);
            draft.Change(who, HistoryActions.Reserve, id, OfFile(id, claim, draft.Now, who));
        }
    }

    private static bool HasOther(LedgerDraft draft, Claim claim, string owner) => draft.Holdings.Of(claim.AddressSpace, owner)
        .Any(holding => holding.Kind == ClaimKind.ControlPlaneIp && holding.Range.Family == claim.Range.Family);

    private static void LetGo(LedgerDraft draft, List<Claim> old, List<Claim> now, Actor who)
    {
        foreach (var gone in old.GroupBy(claim => (claim.AddressSpace, Owner: claim.Owner.ToString())))
        {
            var rest = IpSet.Of(now.Where(claim => claim.AddressSpace == gone.Key.AddressSpace && claim.Owner.ToString() == gone.Key.Owner).Select(claim => claim.Range));
            foreach (var claim in gone)
            {
                foreach (var piece in IpSet.Of(claim.Range).Except(rest).Ranges)
                    LetGo(draft, claim, piece, who);
            }
        }
    }

    private static void LetGo(LedgerDraft draft, Claim claim, IpRange piece, Actor who)
    {
        var met = draft.Holdings.Touching(claim.AddressSpace, piece).ToList();
        foreach (var holding in met.Where(holding => holding.Owner == claim.Owner.ToString() && holding.Origin == HoldingOrigin.File))
        {
            // Held on: only a release, after it was seen silent, ends it.
            if (holding.Kind == ClaimKind.ControlPlaneIp)
                draft.Change(who, HistoryActions.Keep, holding.Id, holding);
            else if (HoldingDecisions.NamedBy(draft, holding) is null)
                draft.Change(who, HistoryActions.Keep, holding.Id, HoldingDecisions.Quarantined(holding, draft.Now));
        }

        if (claim.Kind == ClaimKind.ControlPlaneIp)
            return;
        foreach (var free in IpSet.Of(piece).Except(IpSet.Of(met.Select(holding => holding.Range))).Ranges)
        {
            if (draft.Sites.NamesExclusively(claim.AddressSpace, free))
                continue;
            var id = Guid.CreateVersion7(draft.Now);
            draft.Change(who, HistoryActions.Keep, id, HoldingDecisions.Quarantined(OfFile(id, claim, draft.Now, who) with { Range = free }, draft.Now));
        }
    }

    private static Holding OfFile(Guid id, Claim claim, DateTimeOffset now, Actor who) => new()
    {
        Id = id,
        Origin = HoldingOrigin.File,
        Site = claim.Site.Name,
        Segment = claim.Segment?.Name,
        AddressSpace = claim.AddressSpace,
        Kind = claim.Kind,
        Owner = claim.Owner.ToString(),
        Range = claim.Range,
        State = HoldingState.Active,
        CreatedAt = now,
        CreatedBy = who.Name,
        ActivatedAt = now,
    };

    /// <summary>Deleted and loaded again, a site goes on counting, so that an old ETag never fits by chance.</summary>
    private static long NextRevision(StoredSite? before, LedgerDraft draft) => before is not null ? before.Revision + 1 : draft.LastEntry + 1;

    private static bool IsSame(StoredSite before, StoredSite after) =>
        before.Files.Count == after.Files.Count
        && before.Files.Zip(after.Files).All(pair => pair.First.Name == pair.Second.Name && pair.First.Bytes.Span.SequenceEqual(pair.Second.Bytes.Span));

    /// <summary>What keeps the files from being loaded, seen without any other site; null when nothing does.</summary>
    private static Plan? Unusable(StoredSite site, DateOnly today)
    {
        var plan = Planner.Make(SiteBook.DocumentsOf(site), new PlanOptions { AsOf = today });
        return plan.HasUnusableInput || !plan.Estate.Sites.Any(each => each.Name == site.Name) ? plan : null;
    }

    private static Refused Stale(string site, StoredSite? before, long expected) => new(
        RefusalReason.Stale,
        before is null ? $"There is no site {site}, and the request is for its revision {expected}." : $"Site {site} is at revision {before.Revision}, and the request is for {(expected == 0 ? "none" : $"revision {expected}")}.",
        "read it again, and decide on what is there now");
}
