namespace Fairlead.Server.Access;

/// <summary>Who else may say who somebody is: an OpenID Connect issuer, whose bearer tokens (JWT) are accepted.</summary>
public sealed record OidcOptions
{
    /// <summary>As in the tokens' <c>iss</c>; its discovery document is at <c>/.well-known/openid-configuration</c> below it. https, or http on loopback.</summary>
    public required Uri Issuer { get; init; }

    /// <summary>As in the tokens' <c>aud</c>: a token that was made for another program is refused.</summary>
    public required string Audience { get; init; }

    /// <summary>The claim that names the person for history; <c>sub</c> where a token lacks it. One that people can't choose for themselves.</summary>
    public string NameClaim { get; init; } = "preferred_username";

    /// <summary>Claims that hold scopes or roles: lists, or words with spaces between (<c>scope</c>, RFC 8693 4.2).</summary>
    public IReadOnlyList<string> RightClaims { get; init; } = ["scope", "scp", "roles"];

    /// <summary>What a scope or role of the issuer is worth here.</summary>
    public IReadOnlyList<OidcMapping> Mappings { get; init; } =
    [
        new("fairlead.read", new Grant(Scope.Read, SiteSet.All)),
        new("fairlead.reserve", new Grant(Scope.Reserve, SiteSet.All)),
        new("fairlead.admin", new Grant(Scope.Admin, SiteSet.All)),
    ];
}
