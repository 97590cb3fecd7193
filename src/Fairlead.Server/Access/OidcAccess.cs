using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace Fairlead.Server.Access;

/// <summary>Makes callers of an issuer's tokens.</summary>
internal sealed partial class OidcAccess(OidcOptions options, ILogger<OidcAccess> logger)
{
    public const string Scheme = "Oidc";

    private static readonly object Unavailable = new();

    /// <summary>The issuer's keys, fetched when the first token comes, every hour, and when a token names a key that is not known.</summary>
    private readonly ConfigurationManager<OpenIdConnectConfiguration> _keys = new(
        options.Issuer.OriginalString.TrimEnd('/') + "/.well-known/openid-configuration",
        new OpenIdConnectConfigurationRetriever(),
        new HttpDocumentRetriever(new HttpClient { Timeout = TimeSpan.FromSeconds(10) }) { RequireHttps = options.Issuer.Scheme == Uri.UriSchemeHttps })
    {
        AutomaticRefreshInterval = TimeSpan.FromHours(1),
        // A key that the issuer has withdrawn is withdrawn here too.
        UseLastKnownGoodConfiguration = false,
    };

    public static bool IsUnavailable(HttpContext context) => context.Items.ContainsKey(Unavailable);

    public void Configure(JwtBearerOptions jwt)
    {
        jwt.ConfigurationManager = _keys;
        jwt.MapInboundClaims = false;
        jwt.SaveToken = false;
        jwt.IncludeErrorDetails = false;
        jwt.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = options.Issuer.OriginalString,
            ValidAudience = options.Audience,
            ClockSkew = TimeSpan.FromSeconds(60),
            // Public keys alone: "none", and a MAC keyed with the published key, are old tricks (RFC 8725 2.1).
            ValidAlgorithms =
            [
                SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
                SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
                SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
            ],
            RequireExpirationTime = true,
            RequireSignedTokens = true,
        };
        jwt.Events = new JwtBearerEvents { OnMessageReceived = FetchKeys, OnTokenValidated = Accept, OnAuthenticationFailed = Explain };
    }

    private Task Accept(TokenValidatedContext context)
    {
        context.Principal = CallerOf(context.Principal!, context.SecurityToken.ValidTo).ToPrincipal();
        return Task.CompletedTask;
    }

    /// <summary>A token without a right that is mapped is somebody, who may do nothing.</summary>
    internal Caller CallerOf(ClaimsPrincipal person, DateTime expires)
    {
        var name = person.FindFirst(options.NameClaim)?.Value ?? person.FindFirst("sub")?.Value ?? "";
        var rights = options.RightClaims.SelectMany(person.FindAll).SelectMany(claim => claim.Value.Split(' ')).ToHashSet(StringComparer.Ordinal);
        return new Caller($"oidc:{name}", [.. options.Mappings.Where(mapping => rights.Contains(mapping.Value)).Select(mapping => mapping.Grant)], Expires: expires);
    }

    /// <summary>Without keys every token would look forged; that the issuer is silent is another answer.</summary>
    private async Task FetchKeys(MessageReceivedContext context)
    {
        try
        {
            await _keys.GetConfigurationAsync(context.HttpContext.RequestAborted);
        }
        catch (Exception exception) when (!context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            context.HttpContext.Items[Unavailable] = true;
            context.Fail("The issuer could not be asked for its keys.");
            Log.IssuerUnavailable(logger, options.Issuer.OriginalString, exception.GetBaseException().Message);
        }
    }

    private static Task Explain(AuthenticationFailedContext context)
    {
        context.Fail("The issuer's token is not valid here: " + Reason(context.Exception));
        return Task.CompletedTask;
    }

    /// <summary>In our words: those of the library quote what was sent.</summary>
    private static string Reason(Exception exception) => exception switch
    {
        SecurityTokenExpiredException => "it has expired.",
        SecurityTokenNotYetValidException => "it is not valid yet.",
        SecurityTokenNoExpirationException => "it never expires.",
        SecurityTokenInvalidAudienceException => "it was made for another audience.",
        SecurityTokenInvalidIssuerException => "it is of another issuer.",
        SecurityTokenInvalidAlgorithmException => "its algorithm is not allowed.",
        SecurityTokenSignatureKeyNotFoundException => "none of the issuer's keys signed it.",
        SecurityTokenInvalidSignatureException => "its signature is wrong.",
        _ => "it can't be read.",
    };

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Error, "The OpenID issuer {Issuer} can't be asked for its keys: {Reason}")]
        public static partial void IssuerUnavailable(ILogger logger, string issuer, string reason);
    }
}
