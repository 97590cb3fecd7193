using Fairlead.Ledger;
using Fairlead.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Pages.Serving;

/// <summary>How a page is put at an address.</summary>
internal static class PageRoutes
{
    public static void MapPage(this IEndpointRouteBuilder endpoints, string pattern, Func<PageContext, Task> show) =>
        endpoints.MapGet(pattern, (RequestDelegate)(context => RunAsync(show, context))).RequireScope(Scope.Read).WithMetadata(PageMark.Instance).ExcludeFromDescription();

    /// <summary>The same page over all sites and for one.</summary>
    public static void MapPages(this IEndpointRouteBuilder endpoints, string name, Func<PageContext, Task> show)
    {
        endpoints.MapPage("/" + name, show);
        endpoints.MapPage("/sites/{site}/" + name, show);
    }

    public static void MapForm(this IEndpointRouteBuilder endpoints, string pattern, Scope scope, Func<PageContext, Task> answer) =>
        endpoints.MapPost(pattern, (RequestDelegate)(context => RunAsync(answer, context))).RequireScope(scope).WithMetadata(PageMark.Instance).ExcludeFromDescription();

    private static async Task RunAsync(Func<PageContext, Task> show, HttpContext context)
    {
        var page = new PageContext(context);
        try
        {
            if (page.Site is { } site && page.Moment.Stored(site) is null)
                await page.NotFoundAsync($"There is no site {site} in the ledger.");
            else
                await show(page);
        }
        catch (LedgerUnavailableException exception)
        {
            context.Response.Clear();
            await page.FailAsync(StatusCodes.Status503ServiceUnavailable, "The ledger can't answer", exception.Message);
        }
    }
}
