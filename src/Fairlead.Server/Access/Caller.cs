using System.Security.Claims;

namespace Fairlead.Server.Access;

/// <summary>Who asks, and what they may. Handlers have it from <see cref="RequestCaller.Caller"/>.</summary>
/// <param name="Name">For history: <c>token:ci</c>, <c>oidc:alice@example.com</c>, <c>page:root</c>.</param>
/// <param name="IsPage">By the cookie of a browser, which other pages can make it send.</param>
/// <param name="Expires">When the session or token ends.</param>
public sealed record Caller(string Name, IReadOnlyList<Grant> Grants, bool IsPage = false, DateTimeOffset? Expires = null)
{
    public bool May(Scope scope, string site) => Grants.Any(grant => grant.Scope >= scope && grant.Sites.Contains(site));

    /// <summary>On every site, also those that come later: what concerns the ledger as a whole.</summary>
    public bool MayEverywhere(Scope scope) => Grants.Any(grant => grant.Scope >= scope && grant.Sites.IsAll);

    /// <summary>On some site at least: for lists, of which the handler leaves out what <see cref="MaySee"/> does not allow.</summary>
    public bool MaySomewhere(Scope scope) => Grants.Any(grant => grant.Scope >= scope && (grant.Sites.IsAll || grant.Sites.Names.Count > 0));

    public bool MaySee(string site) => May(Scope.Read, site);

    internal ClaimsPrincipal ToPrincipal() => new(new CallerIdentity(this));
}
