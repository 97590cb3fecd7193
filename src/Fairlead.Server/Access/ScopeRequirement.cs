using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Access;

/// <summary>Demands a scope on the site that the route names as <c>site</c>; where it names none, on some site.</summary>
/// <param name="IsEverySite">On every site instead: for what concerns the ledger as a whole.</param>
internal sealed record ScopeRequirement(Scope Scope, bool IsEverySite) : IAuthorizationRequirement
{
    public const string SiteRouteValue = "site";

    public bool IsMetBy(Caller caller, HttpContext context)
    {
        if (IsEverySite)
            return caller.MayEverywhere(Scope);
        return SiteOf(context) is { } site ? caller.May(Scope, site) : caller.MaySomewhere(Scope);
    }

    public static string? SiteOf(HttpContext context) => context.GetRouteValue(SiteRouteValue) as string;
}

internal sealed class ScopeHandler : AuthorizationHandler<ScopeRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, ScopeRequirement requirement)
    {
        if (context.Resource is HttpContext http && context.User.KnownCaller() is { } caller && requirement.IsMetBy(caller, http))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}

public static class ScopeConventions
{
    /// <summary>
    /// The endpoint wants this scope on the site of its route (<c>{site}</c>). Without a site in the route it wants the scope on some site, and the
    /// handler shows of each site only what <see cref="Caller.MaySee"/> allows. An endpoint that says nothing wants <see cref="Scope.Read"/> everywhere.
    /// </summary>
    public static TBuilder RequireScope<TBuilder>(this TBuilder endpoint, Scope scope)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(Policy(scope, isEverySite: false));

    /// <summary>The endpoint wants this scope on all sites: what it does concerns the ledger as a whole.</summary>
    public static TBuilder RequireScopeOnEverySite<TBuilder>(this TBuilder endpoint, Scope scope)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireAuthorization(Policy(scope, isEverySite: true));

    internal static AuthorizationPolicy Policy(Scope scope, bool isEverySite) =>
        new AuthorizationPolicyBuilder().RequireAuthenticatedUser().AddRequirements(new ScopeRequirement(scope, isEverySite)).Build();
}
