using Fairlead.Server.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Access;

/// <summary>401 and 403 as problem documents, with the header that RFC 6750 (section 3) wants.</summary>
internal sealed class AccessAnswers : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        if (OidcAccess.IsUnavailable(context))
            return new Problem(ProblemTypes.IdentityUnavailable).WriteAsync(context);
        return authorizeResult.Challenged ? Challenge(context) : Forbid(context, policy);
    }

    /// <summary>Browsers name HTML when they load a page; programs and scripts of a page do not.</summary>
    public static bool IsForPerson(HttpRequest request) => request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);

    public static async Task Challenge(HttpContext context, string? detail = null)
    {
        var failure = (await context.AuthenticateAsync()).Failure;
        context.Response.Headers.WWWAuthenticate = failure is null ? "Bearer realm=\"fairlead\"" : "Bearer realm=\"fairlead\", error=\"invalid_token\"";
        await new Problem(ProblemTypes.Unauthenticated, detail ?? failure?.Message ?? "The request has neither a token nor a session.").WriteAsync(context);
    }

    private static Task Forbid(HttpContext context, AuthorizationPolicy policy)
    {
        var unmet = policy.Requirements.OfType<ScopeRequirement>().First(each => !each.IsMetBy(context.Caller(), context));
        var scope = unmet.Scope.Text();
        context.Response.Headers.WWWAuthenticate = $"Bearer realm=\"fairlead\", error=\"insufficient_scope\", scope=\"{scope}\"";
        var site = unmet.IsEverySite ? null : ScopeRequirement.SiteOf(context);
        var where = unmet.IsEverySite ? "on every site" : site is null ? "on any site" : $"on the site {site}";
        var problem = new Problem(ProblemTypes.MissingScope, $"{context.Caller().Name} does not have the scope {scope} {where}.").With("scope", scope);
        return (site is null ? problem : problem.With("site", site)).WriteAsync(context);
    }
}
