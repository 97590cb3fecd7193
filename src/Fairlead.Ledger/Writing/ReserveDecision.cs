using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Sites;
using Fairlead.Ledger.Json;

namespace Fairlead.Ledger.Writing;

/// <summary>Whether somebody may have an address, and which.</summary>
internal static class ReserveDecision
{
    public static LedgerOutcome Decide(LedgerDraft draft, ReserveRequest request, Actor who)
    {
        if (draft.Sites.SiteOf(request.Site) is not { } site)
            return Refusals.NoSuchSite(request.Site);
        if (site.FindSegment(request.Segment) is not { } segment)
            return Refusals.NoSuchSegment(site, request.Segment);
        if (Senseless(request, segment, draft.Now) is { } senseless)
            return senseless;
        var owner = OwnerOf(site, request.Owner);
        if (request.Kind == ClaimKind.ControlPlaneIp && OwnControlPlaneIp(draft, segment, owner, request.Address) is { } own)
            return Keep(draft, own, request, who);
        return request.Address is { } asked ? Given(draft, segment, owner, asked, request, who) : Lowest(draft, segment, owner, request, who);
    }

    private static Refused? Senseless(ReserveRequest request, Segment segment, DateTimeOffset now)
    {
        if (request.Kind.GroupOf() != ClaimGroup.Exclusive)
            return Unusable($"{request.Kind.NameOf()} can't be reserved.", "reserve a control-plane-ip, load-balancer, bridge-control-plane-ip or bridge-node-ip");
        if (string.IsNullOrWhiteSpace(request.Owner))
            return Unusable("The reservation needs an owner.", "name the cluster it is for");
        if (request.Count < 1)
            return Unusable(string.Create(CultureInfo.InvariantCulture, $"{request.Count} addresses can't be reserved."), "ask for at least one");
        if (request.Until <= now)
            return Unusable("The reservation would end before it begins.", "give a time to come, or none");
        if (request.Kind == ClaimKind.ControlPlaneIp && (request.Address is { IsSingle: false } || request.Count > 1))
            return Unusable("A cluster has one control plane IP.", "ask for one address");
        if (request.Address is not { } asked)
            return null;
        if (segment.PrefixOf(asked.Family) is not { } prefix || !prefix.Contains(asked))
            return Unusable($"{asked} does not lie in segment {segment} ({string.Join(", ", segment.Prefixes.Select(each => each.Value))}).", "ask for an address of the segment");
        if (prefix.HasNetworkAndBroadcast && (asked.Contains(prefix.First) || asked.Contains(prefix.Last)))
            return Unusable($"{asked} holds the network or broadcast address of {prefix}.", "ask for addresses between them");
        return null;
    }

    /// <summary>The owner's control plane IP of the family asked for, if it has one: there is no second.</summary>
    private static Holding? OwnControlPlaneIp(LedgerDraft draft, Segment segment, string owner, IpRange? asked)
    {
        var family = asked?.Family ?? (segment.PrefixOf(IpFamily.V4) is null ? IpFamily.V6 : IpFamily.V4);
        return draft.Holdings.Of(segment.AddressSpace, owner).FirstOrDefault(holding => holding.Kind == ClaimKind.ControlPlaneIp && holding.Range.Family == family);
    }

    private static LedgerOutcome Keep(LedgerDraft draft, Holding own, ReserveRequest request, Actor who)
    {
        if (request.Address is null || request.Address == own.Range)
            return TakeBack(draft, own, request, who);
        return new Refused(
            RefusalReason.Immutable,
            own.State == HoldingState.Quarantined
                ? $"{own.Owner} had {own.Range} until it was released; while that is in quarantine it can have no other control plane IP."
                : $"{own.Owner} has {own.Range} as its control plane IP ({HoldingWords.NameOf(own.State)}); that is immutable.",
            own.State == HoldingState.Quarantined ? $"reserve {own.Range} again, or wait until {own.Until:u}" : "release that first, once no site names it and it was seen silent; a new address is for a new cluster");
    }

    private static LedgerOutcome Given(LedgerDraft draft, Segment segment, string owner, IpRange asked, ReserveRequest request, Actor who)
    {
        foreach (var holding in draft.Holdings.Touching(segment.AddressSpace, asked))
        {
            if (holding.Owner == owner && holding.Range == asked && holding.Kind.NameOf() == request.Kind.NameOf())
                return TakeBack(draft, holding, request, who);
            return new AlreadyHeld(asked, DescribeHolder(holding), "ledger", holding.Id, Nearest(draft, segment, asked));
        }

        var isNamed = false;
        if (!draft.FreeIn(segment.AddressSpace).In(segment).Any(pool => pool.IsFree(asked)))
        {
            foreach (var claim in draft.Sites.ClaimsIn(segment.AddressSpace).Where(claim => claim.Range.Overlaps(asked) && claim.Addresses.Overlaps(asked)))
            {
                if (claim.Kind.GroupOf() == ClaimGroup.Exclusive && claim.Owner.ToString() == owner)
                    isNamed = true;
                else if (claim.Kind == ClaimKind.Segment ? claim.Segment!.Place != segment.Place : !request.Kind.MayMeet(claim.Kind))
                    return new AlreadyHeld(asked, ClaimText.Describe(claim), claim.Source.ToString(), null, Nearest(draft, segment, asked));
            }
        }

        return Create(draft, segment, owner, asked, isNamed ? HoldingState.Active : HoldingState.Reserved, request, who);
    }

    private static LedgerOutcome Lowest(LedgerDraft draft, Segment segment, string owner, ReserveRequest request, Actor who)
    {
        var pools = draft.FreeIn(segment.AddressSpace).In(segment);
        foreach (var pool in pools)
        {
            if (pool.TryFind((uint)request.Count, out var found))
                return Create(draft, segment, owner, found, HoldingState.Reserved, request, who);
        }

        return new Exhausted(segment.ToString(), (uint)request.Count, pools.Aggregate(UInt128.Zero, (sum, pool) => sum + pool.Count), pools.Count == 0 ? 0 : pools.Max(pool => pool.Longest));
    }

    private static Granted Create(LedgerDraft draft, Segment segment, string owner, IpRange range, HoldingState state, ReserveRequest request, Actor who)
    {
        var now = draft.Now;
        var holding = new Holding
        {
            Id = Guid.CreateVersion7(now),
            Origin = HoldingOrigin.Reservation,
            Site = segment.Site.Name,
            Segment = segment.Name,
            AddressSpace = segment.AddressSpace,
            Kind = request.Kind,
            Owner = owner,
            Range = range,
            State = state,
            Note = request.Note,
            CreatedAt = now,
            CreatedBy = who.Name,
            ActivatedAt = state == HoldingState.Active ? now : null,
            Until = state == HoldingState.Active ? null : request.Until,
        };
        if (!request.IsDryRun)
            draft.Change(who, HistoryActions.Reserve, holding.Id, holding);
        return new Granted(holding, IsNew: true);
    }

    /// <summary>Its owner's already; out of quarantine, if it is there.</summary>
    private static Granted TakeBack(LedgerDraft draft, Holding holding, ReserveRequest request, Actor who)
    {
        if (holding.State != HoldingState.Quarantined)
            return new Granted(holding, IsNew: false);
        var again = holding with { State = HoldingState.Reserved, Until = request.Until, Note = request.Note ?? holding.Note, Origin = HoldingOrigin.Reservation };
        if (!request.IsDryRun)
            draft.Change(who, HistoryActions.Reserve, holding.Id, again);
        return new Granted(again, IsNew: true);
    }

    private static IpRange? Nearest(LedgerDraft draft, Segment segment, IpRange asked) =>
        draft.FreeIn(segment.AddressSpace).In(segment).FirstOrDefault(pool => pool.Prefix.Family == asked.Family) is { } own && own.TryFindNear(asked.First, asked.Count, out var found) ? found : null;

    private static string DescribeHolder(Holding holding) => holding.State == HoldingState.Quarantined
        ? $"{holding.Range}, {Words(holding.Kind)} of {holding.Owner} until it was released, in quarantine until {holding.Until:u}"
        : $"{holding.Range}, {Words(holding.Kind)} of {holding.Owner} ({HoldingWords.NameOf(holding.State)})";

    private static string Words(ClaimKind kind) => kind switch
    {
        ClaimKind.ControlPlaneIp => "control plane IP",
        ClaimKind.LoadBalancer or ClaimKind.RoutedLoadBalancer => "load balancer range",
        ClaimKind.BridgeControlPlaneIp => "resource bridge control plane IP",
        _ => "resource bridge node IP",
    };

    /// <summary>A plain name is a cluster of the site.</summary>
    private static string OwnerOf(Site site, string owner) => owner switch
    {
        _ when owner.Contains('/', StringComparison.Ordinal) => owner,
        "resourceBridge" => $"{site.Name}/{owner}",
        _ => $"{site.Name}/clusters/{owner}",
    };

    private static Refused Unusable(string message, string hint) => new(RefusalReason.Unusable, message, hint);
}
