using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Planning;
using Fairlead.Ledger.Storage;

namespace Fairlead.Ledger.Book;

/// <summary>
/// What site files claim, as rows for the database. Exclusive addresses are cut into disjoint pieces: each is held once, by a holding or by the
/// first claim of it in reading order; every further claim of it is accepted, as a known conflict or as the same owner's second mention.
/// </summary>
internal static class FileClaims
{
    public static HashSet<ClaimRow> Of(Plan plan, IEnumerable<Holding> holdings)
    {
        var rows = new HashSet<ClaimRow>();
        foreach (var claim in plan.Claims.Where(claim => claim.Kind.GroupOf() != ClaimGroup.Exclusive))
        {
            foreach (var piece in claim.Addresses.Ranges)
                rows.Add(RowOf(claim, piece, isExclusive: false, isAccepted: false));
        }

        var exclusive = plan.Claims.Where(claim => claim.Kind.GroupOf() == ClaimGroup.Exclusive).ToLookup(claim => claim.AddressSpace);
        foreach (var space in exclusive)
        {
            var all = IpSet.Of(space.Select(claim => claim.Range));
            var taken = new RangeIndex<IpRange>();
            foreach (var holding in holdings.Where(holding => holding.AddressSpace == space.Key && all.Overlaps(holding.Range)))
                taken.Add(holding.Range, holding.Range);
            foreach (var claim in space)
            {
                var met = IpSet.Of(claim.Addresses.Ranges.SelectMany(taken.Touching));
                foreach (var piece in claim.Addresses.Intersect(met).Ranges)
                    rows.Add(RowOf(claim, piece, isExclusive: true, isAccepted: true));
                foreach (var piece in claim.Addresses.Except(met).Ranges)
                {
                    rows.Add(RowOf(claim, piece, isExclusive: true, isAccepted: false));
                    taken.Add(piece, piece);
                }
            }
        }

        return rows;
    }

    private static ClaimRow RowOf(Claim claim, IpRange piece, bool isExclusive, bool isAccepted) => new(
        claim.Site.Name, claim.AddressSpace, piece, claim.Kind, claim.Owner.ToString(), claim.Subject.ToString(),
        string.Create(CultureInfo.InvariantCulture, $"{claim.Source.File}:{claim.Source.Line}"), isExclusive, isAccepted);
}
