using System.Diagnostics.CodeAnalysis;
using System.Text;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Fairlead.Server.Pages.Layout;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fairlead.Server.Pages.Serving;

/// <summary>One request of a page: what it reads, who asks, and how it is answered.</summary>
internal sealed class PageContext(HttpContext http)
{
    private EstateMoment? _moment;

    public HttpContext Http { get; } = http;

    public CancellationToken Aborted => Http.RequestAborted;

    public Ledger.Ledger Ledger { get; } = http.RequestServices.GetRequiredService<Ledger.Ledger>();

    public Caller Caller => Http.Caller();

    /// <summary>The ledger as it was when the request first asked.</summary>
    public EstateMoment Moment => _moment ??= Http.RequestServices.GetRequiredService<EstateMoments>().Now();

    /// <summary>The site of the route; null for pages over all sites.</summary>
    public string? Site => Http.GetRouteValue(ScopeRequirement.SiteRouteValue) as string;

    /// <summary>The sites that the page is about: that of the route, else all that the caller may see.</summary>
    public bool Shows(string site) => Site is { } own ? site == own : Caller.MaySee(site);

    /// <summary>A parameter of the address, trimmed and of sensible length; null when it is empty.</summary>
    public string? Query(string name) => Short(Http.Request.Query[name].ToString());

    public async Task<string?> FieldAsync(string name) => Short((await Http.Request.ReadFormAsync(Aborted))[name].ToString());

    /// <summary>A number of the address from 0 on; 0 when there is none.</summary>
    public int Number(string name) => int.TryParse(Http.Request.Query[name], System.Globalization.NumberStyles.None, null, out var number) ? number : 0;

    public PageFrame Frame(string title, PageSection section, params IReadOnlyList<Crumb> trail)
    {
        var caller = Http.User.KnownCaller();
        var request = Http.Request;
        return new PageFrame
        {
            Title = title,
            Section = section,
            Caller = caller,
            Address = HttpMethods.IsGet(request.Method) ? request.GetEncodedPathAndQuery() : "",
            Site = Site,
            Theme = ThemeCookie.Read(request),
            Proof = caller is { IsPage: true } ? Http.RequestServices.GetRequiredService<Sessions>().ProofFor(request) : null,
            LastEntry = caller is null ? 0 : Moment.LastEntry,
            Search = Query("q") ?? "",
            Notices = caller is null ? [] : NoticesFor(caller),
            Trail = trail,
        };
    }

    /// <summary>Answers with a page.</summary>
    public async Task ShowAsync<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.All)] TPage, TModel>(PageFrame frame, TModel model, int status = StatusCodes.Status200OK)
        where TPage : PageOf<TModel>
    {
        var loggers = Http.RequestServices.GetRequiredService<ILoggerFactory>();
        await using var renderer = new HtmlRenderer(Http.RequestServices, loggers);
        var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { ["Frame"] = frame, ["Model"] = model });
        var text = await renderer.Dispatcher.InvokeAsync(async () => (await renderer.RenderComponentAsync<TPage>(parameters)).ToHtmlString());
        var body = Encoding.UTF8.GetBytes(text);
        Http.Response.StatusCode = status;
        Http.Response.ContentType = "text/html; charset=utf-8";
        Http.Response.ContentLength = body.Length;
        await Http.Response.Body.WriteAsync(body, Aborted);
    }

    /// <summary>Sends the browser to another page, so that loading it again does not send the form again.</summary>
    public Task SeeAsync(string address)
    {
        Http.Response.StatusCode = StatusCodes.Status303SeeOther;
        Http.Response.Headers.Location = address;
        return Task.CompletedTask;
    }

    public Task NotFoundAsync(string what) => FailAsync(StatusCodes.Status404NotFound, "Not here", what);

    public Task FailAsync(int status, string title, string what) => ShowAsync<MessagePage, string>(Frame(title, PageSection.None), what, status);

    private static string? Short(string text)
    {
        const int Longest = 1024;
        var trimmed = text.AsSpan().Trim();
        return trimmed.IsEmpty ? null : trimmed[..Math.Min(trimmed.Length, Longest)].ToString();
    }

    /// <summary>They are about the server and files on its machine: for those who may see all of it.</summary>
    private List<Notice> NoticesFor(Caller caller)
    {
        if (!caller.MayEverywhere(Scope.Read))
            return [];
        var notices = Http.RequestServices.GetRequiredService<Notices>().All.ToList();
        if (Ledger.Trouble is { } trouble)
            notices.Insert(0, new Notice("the ledger's database", $"What is shown is the last state known. {trouble}", Http.RequestServices.GetRequiredService<TimeProvider>().GetUtcNow()));
        return notices;
    }
}
