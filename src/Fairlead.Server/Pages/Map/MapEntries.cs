using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Server.Access;
using Fairlead.Server.Pages.Serving;

namespace Fairlead.Server.Pages.Map;

/// <summary>Everything of one address space that the caller may see: claims of files, what the ledger holds, conflicts; in order of addresses.</summary>
internal static class MapEntries
{
    /// <summary>More than this no screen shows and no browser holds well.</summary>
    public const int MostHoldings = 200_000;

    /// <summary>The page and its data ask for the same one after the other; what a caller sees in part is worked out for each request.</summary>
    public static IReadOnlyList<MapEntry> Of(PageContext page, string space) =>
        page.Site is not null || page.Caller.MayEverywhere(Scope.Read) ? page.Moment.Keep((nameof(MapEntries), page.Site, space), () => Make(page, space)) : Make(page, space);

    private static List<MapEntry> Make(PageContext page, string space)
    {
        var moment = page.Moment;
        var claims = moment.Plan.Claims.Where(claim => claim.AddressSpace == space && page.Shows(claim.Site.Name)).ToList();
        var holdings = HoldingsOf(page, space).ToDictionary(holding => (holding.Owner, holding.Range));
        var entries = new List<MapEntry>(claims.Count + holdings.Count);
        foreach (var claim in claims)
        {
            // The same owner and address in a file and in the ledger is one claim.
            var isHeld = holdings.Remove((claim.Owner.ToString(), claim.Range), out var holding);
            var stored = moment.Stored(claim.Site.Name);
            foreach (var piece in claim.Addresses.Ranges)
            {
                entries.Add(new MapEntry(
                    piece,
                    MapWords.LaneOf(claim.Kind),
                    claim.Kind.NameOf(),
                    isHeld ? StateOf(holding!) : claim.IsChosen ? MapState.Chosen : MapState.Written,
                    claim.Owner.ToString(),
                    claim.IsDefault ? "the profile's default" : claim.Source.ToString(),
                    isHeld ? holding!.CreatedAt : stored?.At,
                    isHeld ? holding!.CreatedBy : stored?.By ?? ""));
            }
        }

        entries.AddRange(holdings.Values.Select(holding => new MapEntry(holding.Range, MapWords.LaneOf(holding.Kind), holding.Kind.NameOf(), StateOf(holding), holding.Owner, "ledger", holding.CreatedAt, holding.CreatedBy)));
        entries.AddRange(ConflictsOf(page, claims));
        entries.Sort(static (one, other) => one.Range.CompareTo(other.Range) is var byRange and not 0 ? byRange : one.Lane.CompareTo(other.Lane));
        return entries;
    }

    private static IEnumerable<Holding> HoldingsOf(PageContext page, string space) =>
        ((string[])["0.0.0.0/0", "::/0"]).SelectMany(family => page.Ledger.View.HoldingsIn(space, IpRange.Parse(family), MostHoldings)).Where(holding => page.Shows(holding.Site));

    private static IEnumerable<MapEntry> ConflictsOf(PageContext page, List<Claim> claims)
    {
        var shown = claims.Select(claim => claim.Subject).ToHashSet();
        foreach (var finding in page.Moment.Plan.Diagnostics)
        {
            if (finding is not { Overlap: { } overlap, IsOverridden: false } || !shown.Contains(finding.Subject))
                continue;
            var stored = finding.Site is { } site ? page.Moment.Stored(site) : null;
            foreach (var range in overlap.Ranges)
                yield return new MapEntry(range, MapLane.Conflicts, "conflict", MapState.Written, $"{finding.Rule.Id} {finding.Message}", finding.Location.ToString(), stored?.At, stored?.By ?? "");
        }
    }

    private static MapState StateOf(Holding holding) => holding.State switch
    {
        HoldingState.Reserved => MapState.Reserved,
        HoldingState.Active => MapState.Active,
        _ => MapState.Quarantined,
    };
}
