using Microsoft.AspNetCore.Authorization;
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
