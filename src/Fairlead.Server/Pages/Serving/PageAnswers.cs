using Fairlead.Server.Access;
using Fairlead.Server.Pages.SignIn;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Pages.Serving;

/// <summary>A person who opens a page without a session gets the page that asks for a token, in place of a problem document.</summary>
internal sealed class PageAnswers : IAuthorizationMiddlewareResultHandler
{
    private readonly AccessAnswers _others = new();

    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded || context.GetEndpoint()?.Metadata.GetMetadata<PageMark>() is null)
            return _others.HandleAsync(next, context, policy, authorizeResult);
        var page = new PageContext(context);
        return authorizeResult.Challenged
            ? SignInPages.ShowAsync(page, StatusCodes.Status401Unauthorized)
            : page.FailAsync(StatusCodes.Status403Forbidden, "Not allowed", $"{page.Caller.Name} may not do this here. Whoever keeps this server's tokens can change that.");
    }
}

/// <summary>Marks an endpoint that people look at.</summary>
internal sealed class PageMark
{
    public static PageMark Instance { get; } = new();
}
