using System.Security.Cryptography;
using Fairlead.Server.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Fairlead.Server.Access;

internal static class AccessServices
{
    private const int KeyLength = 32;

    public static void Add(IServiceCollection services, ServerOptions options)
    {
        services.AddSingleton(options.Tokens);
        services.AddSingleton(new Sessions(options.SessionKey?.ToArray() ?? RandomNumberGenerator.GetBytes(KeyLength), options.Tokens, options.Time));
        if (options.StartToken is { } start)
            services.AddSingleton(start);

        // AddAuthentication would bring data protection, which writes keys below the user's home when the server starts.
        services.AddAuthenticationCore(authentication => authentication.DefaultScheme = AccessScheme.Name);
        services.AddWebEncoders();
        services.AddSingleton<IAuthenticationConfigurationProvider, NothingConfigured>();
        var schemes = new AuthenticationBuilder(services).AddScheme<AuthenticationSchemeOptions, AccessScheme>(AccessScheme.Name, null);
        if (options.Oidc is { } oidc)
        {
            services.AddSingleton(provider => new OidcAccess(oidc, provider.GetRequiredService<ILogger<OidcAccess>>()));
            schemes.AddJwtBearer(OidcAccess.Scheme, null!);
            services.AddOptions<JwtBearerOptions>(OidcAccess.Scheme).Configure<OidcAccess>((jwt, access) => access.Configure(jwt));
        }

        services.AddAuthorization(authorization =>
        {
            // What forgets to say whom it is for is for those who may read everything.
            authorization.DefaultPolicy = authorization.FallbackPolicy = ScopeConventions.Policy(Scope.Read, isEverySite: true);
            authorization.InvokeHandlersAfterFailure = false;
        });
        services.AddSingleton<IAuthorizationHandler, ScopeHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
    }

    /// <summary>Schemes are configured in code; no file near the program is to change who gets in.</summary>
    private sealed class NothingConfigured : IAuthenticationConfigurationProvider
    {
        public IConfiguration AuthenticationConfiguration { get; } = new ConfigurationBuilder().Build();
    }
}
