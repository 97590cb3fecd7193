using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Fairlead.Server.Access;

/// <summary>Finds the caller: a bearer token in the header <c>Authorization</c> (Fairlead's own, or a JWT of the OpenID issuer), else the page's cookie.</summary>
internal sealed class AccessScheme(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, ITokenStore tokens, Sessions sessions, OidcAccess? oidc = null)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Name = "Fairlead";

    private const string Bearer = "Bearer ";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var headers = Request.Headers.Authorization;
        if (headers.Count == 0)
            return sessions.Find(Request) is { } page ? Success(page) : AuthenticateResult.NoResult();
        if (headers.Count > 1 || headers[0] is not { } header || !header.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase))
            return AuthenticateResult.Fail("The header Authorization is no bearer token.");
        var secret = header[Bearer.Length..].Trim();
        if (!secret.StartsWith(AccessToken.Prefix, StringComparison.Ordinal))
            return oidc is null ? AuthenticateResult.Fail("The bearer token is none of Fairlead's.") : await Context.AuthenticateAsync(OidcAccess.Scheme);
        return FindToken(secret) is { } token
            ? Success(new Caller($"token:{token.Name}", [token.Grant], Expires: token.Expires))
            : AuthenticateResult.Fail("The token is not known, revoked or expired.");
    }

    private TokenRecord? FindToken(string secret)
    {
        Span<byte> hash = stackalloc byte[AccessToken.HashLength];
        return AccessToken.TryHash(secret, hash) && tokens.Find(hash) is { } token && !token.IsExpired(TimeProvider.GetUtcNow()) ? token : null;
    }

    private static AuthenticateResult Success(Caller caller) => AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(), Name));
}
