using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Access;

internal sealed class ScopeHandler : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (context.Resource is HttpContext http && context.User.KnownCaller() is { } caller && requirement.IsMetBy(caller, http))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
