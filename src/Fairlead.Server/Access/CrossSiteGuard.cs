using Fairlead.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Access;

/// <summary>
/// What a browser sends with a cookie may have been made by another page. SameSite=Strict keeps other sites out, but neither other ports nor
/// sub-domains, so: a change wants an origin that is ours (Sec-Fetch-Site, else Origin) and the proof that only our pages hold; reading wants to come
/// from our pages, the address bar, or a link that shows a whole page. Tokens in the header Authorization are not sent by themselves, and are free of this.
/// </summary>
internal sealed class CrossSiteGuard(RequestDelegate next, Sessions sessions)
{
    public const string ProofHeader = "X-Fairlead-Csrf";

    /// <summary>The hidden field of a form that has no script to set the header.</summary>
    public const string ProofField = "csrf";

    public async Task InvokeAsync(HttpContext context)
    {
        if (context.User.KnownCaller() is not { IsPage: true } || await IsOurs(context))
            await next(context);
        else
            await Refuse(context);
    }

    public static Task Refuse(HttpContext context) => new Problem(ProblemTypes.CrossSite).WriteAsync(context);

    /// <summary>Whether the browser says that a page of ours made this request.</summary>
    public static bool IsSameOrigin(HttpRequest request)
    {
        var site = request.Headers["Sec-Fetch-Site"].ToString();
        if (site.Length > 0)
            return site == "same-origin";
        return request.Headers.Origin.ToString() == $"{request.Scheme}://{request.Host.Value}";
    }

    private async Task<bool> IsOurs(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsOptions(request.Method))
            return IsSameOrigin(request) && sessions.IsProof(request, await ProofIn(request, context.RequestAborted));
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
            || (request.Headers["Sec-Fetch-Mode"] == "navigate" && request.Headers["Sec-Fetch-Dest"] == "document");
    }

    private static async ValueTask<string?> ProofIn(HttpRequest request, CancellationToken ct)
    {
        if (request.Headers.TryGetValue(ProofHeader, out var header))
            return header.ToString();
        return request.HasFormContentType ? (await request.ReadFormAsync(ct))[ProofField].ToString() : null;
    }
}
