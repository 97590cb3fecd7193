using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;

namespace Fairlead.Server.Access;

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
