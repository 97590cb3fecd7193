using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Fairlead.Server.Access;

/// <summary>Who is asking, and how a browser gets in and out: a form with a token at <c>/sign-in</c>, one with the proof at <c>/sign-out</c>.</summary>
internal static class SessionEndpoints
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet("/api/v1/session", static (HttpContext context) => TypedResults.Ok(Report(context)))
            .WithTags("server").WithName("getSession").WithSummary("Who asks, and what they may.").RequireScope(Scope.Read);
        endpoints.MapPost("/sign-in", SignIn).AllowAnonymous().ExcludeFromDescription();
        endpoints.MapPost("/sign-out", SignOut).RequireScope(Scope.Read).ExcludeFromDescription();
    }

    private static SessionReport Report(HttpContext context)
    {
        var caller = context.Caller();
        var rights = caller.Grants.Select(grant => new SessionRight(grant.Scope.Text(), grant.Sites.IsAll ? null : grant.Sites.Names)).ToList();
        return new SessionReport(caller.Name, rights, caller.Expires, caller.IsPage ? context.RequestServices.GetRequiredService<Sessions>().ProofFor(context.Request) : null);
    }

    private static async Task SignIn(HttpContext context)
    {
        // Whoever signs a browser in as themselves sees what its user does next.
        if (!CrossSiteGuard.IsSameOrigin(context.Request))
        {
            await CrossSiteGuard.Refuse(context);
            return;
        }

        if (!context.Request.HasFormContentType)
        {
            context.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
            return;
        }

        var secret = (await context.Request.ReadFormAsync(context.RequestAborted))[StartTokenGate.Parameter].ToString().Trim();
        if (Find(context.RequestServices, secret) is not { } token)
        {
            await AccessAnswers.Challenge(context, "The token is not known, revoked or expired.");
            return;
        }

        context.RequestServices.GetRequiredService<Sessions>().Open(context, token);
        SeeStart(context);
    }

    private static TokenRecord? Find(IServiceProvider services, string secret)
    {
        Span<byte> hash = stackalloc byte[AccessToken.HashLength];
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        return AccessToken.TryHash(secret, hash) && services.GetRequiredService<ITokenStore>().Find(hash) is { } token && !token.IsExpired(now) ? token : null;
    }

    private static Task SignOut(HttpContext context)
    {
        Sessions.Close(context);
        SeeStart(context);
        return Task.CompletedTask;
    }

    private static void SeeStart(HttpContext context)
    {
        context.Response.Headers.Location = "/";
        context.Response.StatusCode = StatusCodes.Status303SeeOther;
    }
}
