using Fairlead.Server.Hosting;
using Fairlead.Server.Pages.Clusters;
using Fairlead.Server.Pages.Findings;
using Fairlead.Server.Pages.History;
using Fairlead.Server.Pages.Map;
using Fairlead.Server.Pages.Reservations;
using Fairlead.Server.Pages.Rules;
using Fairlead.Server.Pages.Search;
using Fairlead.Server.Pages.Serving;
using Fairlead.Server.Pages.SignIn;
using Fairlead.Server.Pages.Sites;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fairlead.Server.Pages;

/// <summary>The page: what people see of the ledger, rendered on the server; scripts draw the map and bring news, and nothing else needs them.</summary>
public static class PagesFeature
{
    /// <summary>Beside <see cref="Api.LedgerFeature"/>, whose ledger, notices and events it shows.</summary>
    public static ServerFeature Create() => new()
    {
        Services = services =>
        {
            services.AddSingleton<EstateMoments>();
            services.AddSingleton<IAuthorizationMiddlewareResultHandler, PageAnswers>();
            services.AddSingleton<UnknownAddress>(context => new PageContext(context).NotFoundAsync($"There is no page at {context.Request.Path.ToUriComponent()}."));
        },
        Endpoints = Map,
    };

    private static void Map(IEndpointRouteBuilder endpoints)
    {
        EmbeddedFiles.Map(endpoints);
        SignInPages.Map(endpoints);
        SitePages.Map(endpoints);
        MapPages.Map(endpoints);
        ClusterPages.Map(endpoints);
        FindingPages.Map(endpoints);
        RulePages.Map(endpoints);
        ReservationPages.Map(endpoints);
        HistoryPages.Map(endpoints);
        SearchPages.Map(endpoints);
        endpoints.MapForm("/theme", Access.Scope.Read, ThemeCookie.SetAsync);
    }
}
