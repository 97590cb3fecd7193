using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Server.Pages.Layout;
using Fairlead.Server.Pages.Serving;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Pages.Search;

/// <summary>One box for any address, range, name or owner, over everything that the caller may see.</summary>
internal static class SearchPages
{
    private const int Most = 100;
    private const int Piece = 5_000;

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPage("/search", ShowAsync);

    private static Task ShowAsync(PageContext page)
    {
        var text = page.Query("q") ?? "";
        var model = text.Length == 0 ? new SearchModel { Text = "" } : Find(page, text);
        return page.ShowAsync<SearchPage, SearchModel>(page.Frame(text.Length == 0 ? "Search" : $"Search: {text}", PageSection.None), model);
    }

    private static SearchModel Find(PageContext page, string text)
    {
        var plan = page.Moment.Plan;
        var sites = plan.Estate.Sites.Where(site => page.Caller.MaySee(site.Name)).ToList();
        if (SearchText.RangeOf(text) is { } range)
            return new SearchModel { Text = text, Range = range, Answers = [.. page.Ledger.View.Who(range).Select(answer => Seen(page, answer, range)).Where(answer => !answer.IsEmpty)] };
        return new SearchModel
        {
            Text = text,
            Sites = [.. sites.Where(site => Fits(site.Name) || Fits(site.Profile.Name) || Fits(site.AddressSpace)).Take(Most)],
            Segments = [.. sites.SelectMany(site => site.Segments).Where(segment => Fits(segment.ToString())).Take(Most)],
            Clusters = [.. sites.SelectMany(site => site.Clusters).Where(cluster => Fits(cluster.ToString())).Take(Most)],
            Claims = [.. plan.Claims.Where(claim => page.Caller.MaySee(claim.Site.Name) && (Fits(claim.Subject.ToString()) || Fits(claim.Owner.ToString()) || Fits(claim.Kind.NameOf()) || Fits(claim.Source.File) || Fits(claim.Range.ToString()))).Take(Most)],
            Holdings = [.. sites.SelectMany(site => HoldingsOf(page.Ledger.View, site.Name)).Where(IsFound).Take(Most)],
        };

        bool Fits(string? name) => name?.Contains(text, StringComparison.OrdinalIgnoreCase) == true;

        bool IsFound(Holding holding) => Fits(holding.Owner) || Fits(holding.Note) || Fits(holding.CreatedBy) || Fits(holding.Range.ToString()) || Fits(holding.Id.ToString());
    }

    /// <summary>Without what belongs to sites that the caller may not see; that somebody has it is told all the same.</summary>
    private static SearchAnswer Seen(PageContext page, AddressLookup answer, IpRange range)
    {
        var claims = answer.Claims.Where(claim => page.Caller.MaySee(claim.Site.Name)).ToList();
        var held = page.Ledger.View.HoldingsIn(answer.AddressSpace, range, Most * 10);
        var holdings = held.Where(holding => page.Caller.MaySee(holding.Site)).Take(Most).ToList();
        return new SearchAnswer(answer with { Claims = [.. claims.Take(Most)], Segments = [.. answer.Segments.Where(segment => page.Caller.MaySee(segment.Site.Name))] }, holdings, answer.IsTaken || held.Count > 0, claims.Count < answer.Claims.Count);
    }

    /// <summary>In pieces, so that a pool of a million does not hold up who writes.</summary>
    private static IEnumerable<Holding> HoldingsOf(LedgerView view, string site)
    {
        for (Guid? after = null; ;)
        {
            var piece = view.Holdings(site, null, after, Piece);
            foreach (var holding in piece)
                yield return holding;
            if (piece.Count < Piece)
                yield break;
            after = piece[^1].Id;
        }
    }
}
