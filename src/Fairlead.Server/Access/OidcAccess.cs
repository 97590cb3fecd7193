using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;

namespace Fairlead.Server.Access;

/// <summary>Makes callers of an issuer's tokens.</summary>
internal sealed partial class OidcAccess(OidcOptions options)
{
    public const string Scheme = "Oidc";

    private static readonly object Unavailable = new();

    public static bool IsUnavailable(HttpContext context) => context.Items.ContainsKey(Unavailable);

    public void Configure(JwtBearerOptions jwt)
    {
        jwt.Authority = options.Issuer.OriginalString;
        jwt.Audience = options.Audience;
        jwt.RequireHttpsMetadata = options.Issuer.Scheme == Uri.UriSchemeHttps;
        jwt.MapInboundClaims = false;
        jwt.SaveToken = false;
        jwt.IncludeErrorDetails = false;
        jwt.BackchannelTimeout = TimeSpan.FromSeconds(10);
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
        jwt.Events = new JwtBearerEvents { OnTokenValidated = Accept, OnAuthenticationFailed = Explain };
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

    private static Task Explain(AuthenticationFailedContext context)
    {
        var logger = context.HttpContext.RequestServices.GetService(typeof(ILogger<OidcAccess>)) as ILogger<OidcAccess>;
        if (context.Exception is SecurityTokenException and not SecurityTokenSignatureKeyNotFoundException or ArgumentException)
        {
            context.Fail("The issuer's token is not valid here: " + Reason(context.Exception));
            return Task.CompletedTask;
        }

        // A key that is not known may be one that could not be fetched; else the issuer's documents can't be had at all.
        if (context.Exception is SecurityTokenSignatureKeyNotFoundException)
        {
            context.Fail("The issuer's token is not valid here: none of the issuer's keys signed it.");
            return Task.CompletedTask;
        }

        context.HttpContext.Items[Unavailable] = true;
        if (logger is not null)
            Log.IssuerUnavailable(logger, context.Options.Authority ?? "", context.Exception.Message);
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
        SecurityTokenInvalidSignatureException => "its signature is wrong.",
        _ => "it can't be read.",
    };

    private static partial class Log
    {
        [LoggerMessage(5101, LogLevel.Error, "The OpenID issuer {Issuer} can't be asked for its keys: {Reason}")]
        public static partial void IssuerUnavailable(ILogger logger, string issuer, string reason);
    }
}
