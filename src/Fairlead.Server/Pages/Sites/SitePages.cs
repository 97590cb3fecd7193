using Fairlead.Core.Sites;
using Fairlead.Server.Observing;
using Fairlead.Server.Pages.Layout;
using Fairlead.Server.Pages.Serving;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fairlead.Server.Pages.Sites;

/// <summary>All sites with their risks, and one site.</summary>
internal static class SitePages
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPage("/", ListAsync);
        endpoints.MapPage("/sites/{site}", ShowAsync);
    }

    private static Task ListAsync(PageContext page)
    {
        var moment = page.Moment;
        var risks = moment.Plan.Estate.Sites
            .Where(site => page.Shows(site.Name))
            .Select(site => (Site: site, Stored: moment.Stored(site.Name)))
            .Where(pair => pair.Stored is not null)
            .Select(pair => SiteRisk.Of(moment, pair.Site, pair.Stored!))
            .ToList();
        return page.ShowAsync<SitesPage, IReadOnlyList<SiteRisk>>(page.Frame("Sites", PageSection.Sites), risks);
    }

    private static Task ShowAsync(PageContext page)
    {
        var moment = page.Moment;
        if (moment.Site(page.Site!) is not { } site || moment.Stored(site.Name) is not { } stored)
            return page.NotFoundAsync($"There is no site {page.Site} in the ledger.");
        var capacity = moment.Plan.Capacity.Where(row => row.Segment.Site == site).ToDictionary(row => row.Segment);
        var model = new SiteModel(SiteRisk.Of(moment, site, stored), [.. site.Segments.Select(segment => new SegmentLine(segment, capacity.GetValueOrDefault(segment), moment.Free(segment)))], page.Http.RequestServices.GetRequiredService<ObservedSites>().Of(site.Name));
        return page.ShowAsync<SitePage, SiteModel>(page.Frame(site.Name, PageSection.Sites), model);
    }
}

/// <summary>A site and its segments.</summary>
/// <param name="Sources">What the server reads for it.</param>
public sealed record SiteModel(SiteRisk Risk, IReadOnlyList<SegmentLine> Segments, IReadOnlyList<SourceState> Sources);

/// <param name="Capacity">Null where nothing of it can be counted.</param>
public sealed record SegmentLine(Segment Segment, Core.Capacity.SegmentCapacity? Capacity, IReadOnlyList<FreeFigure> Free);
