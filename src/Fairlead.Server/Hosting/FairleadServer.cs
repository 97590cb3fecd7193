using System.Net.Security;
using System.Net.Sockets;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace Fairlead.Server.Hosting;

/// <summary>
/// The web server: composed of features, and of what all of them need. Nothing but <see cref="ServerOptions"/> steers it: no settings file that happens
/// to lie near, no ASPNETCORE_… variable.
/// </summary>
public sealed class FairleadServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ServerOptions _options;

    private FairleadServer(WebApplication app, ServerOptions options)
    {
        _app = app;
        _options = options;
    }

    /// <summary>Where it listens, as addresses for a browser; once started.</summary>
    public IReadOnlyList<Uri> Addresses { get; private set; } = [];

    /// <summary>The first address with the start token: for the terminal of the user, not for a log. Null without a start token.</summary>
    public Uri? StartAddress => _options.StartToken is { } start && Addresses.Count > 0 ? new Uri(Addresses[0], $"/?{StartTokenGate.Parameter}={start.Secret}") : null;

    public IServiceProvider Services => _app.Services;

    /// <exception cref="ServerStartException">It may not start so, or a file that it needs can't be used. Every reason is in the message, one a line.</exception>
    public static FairleadServer Create(ServerOptions options, params IReadOnlyList<ServerFeature> features)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(features);
        var faults = FaultsOf(options);
        if (faults.Count > 0)
            throw new ServerStartException(string.Join('\n', faults));
        var app = Build(options, features);
        try
        {
            Compose(app, options, features);
            return new FairleadServer(app, options);
        }
        catch
        {
            ((IDisposable)app).Dispose();
            throw;
        }
    }

    /// <exception cref="ServerStartException">An address can't be listened on.</exception>
    public async Task StartAsync(CancellationToken ct)
    {
        try
        {
            await _app.StartAsync(ct);
        }
        catch (IOException exception) when (exception.InnerException is AddressInUseException)
        {
            throw new ServerStartException($"another program listens there already ({exception.Message.TrimEnd('.')}): choose another port with --listen", exception);
        }
        catch (SocketException exception)
        {
            var why = exception.SocketErrorCode switch
            {
                SocketError.AccessDenied => "ports below 1024 want CAP_NET_BIND_SERVICE: choose another port with --listen, or give the service the capability",
                SocketError.AddressNotAvailable => "this machine does not have the address: ip address shows those that it has",
                _ => exception.Message,
            };
            throw new ServerStartException($"can't listen on {string.Join(", ", _options.Listen)}: {why}", exception);
        }

        var addresses = _app.Services.GetRequiredService<IServer>().Features.GetRequiredFeature<IServerAddressesFeature>().Addresses;
        Addresses = [.. addresses.Select(address => new Uri(address))];
    }

    /// <summary>Ends requests that are under way, within <see cref="ServerLimits.Shutdown"/>.</summary>
    public Task StopAsync(CancellationToken ct) => _app.StopAsync(ct);

    /// <summary>Until a signal (SIGINT, SIGTERM) or <see cref="StopAsync"/> ends it.</summary>
    public Task WaitForShutdownAsync(CancellationToken ct) => _app.WaitForShutdownAsync(ct);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IReadOnlyList<string> FaultsOf(ServerOptions options)
    {
        try
        {
            return ListeningRules.Faults(options);
        }
        catch (TokenFileException exception)
        {
            return [exception.Message];
        }
    }

    private static WebApplication Build(ServerOptions options, IReadOnlyList<ServerFeature> features)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "fairlead", ContentRootPath = AppContext.BaseDirectory, EnvironmentName = Environments.Production });
        // OpenTelemetry reads its variables from here.
        builder.Configuration.AddInMemoryCollection(options.Environment.Where(pair => pair.Key.StartsWith("OTEL_", StringComparison.Ordinal)).Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value)));
        AddLogging(builder.Logging, options);
        builder.WebHost.UseKestrelCore().UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => Listen(kestrel, options));

        var services = builder.Services;
        services.AddSingleton(options);
        services.AddSingleton(options.Limits);
        services.AddSingleton<RateLimits>();
        services.Replace(ServiceDescriptor.Singleton(options.Time));
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.Limits.Shutdown);
        services.AddRoutingCore();
        services.ConfigureHttpJsonOptions(json => JsonRules.Apply(json.SerializerOptions, [ServerJson.Default, .. features.Select(feature => feature.Json).OfType<System.Text.Json.Serialization.Metadata.IJsonTypeInfoResolver>()]));
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true);
        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new()
        {
            Timeout = options.Limits.Request,
            TimeoutStatusCode = ProblemTypes.TimedOut.Status,
            WriteTimeoutResponse = context => new Problem(ProblemTypes.TimedOut).WriteAsync(context),
        });
        AccessServices.Add(services, options);
        OpenApi.Add(services);
        Telemetry.Add(services, options);
        services.AddHostedService<ServiceManager>();
        foreach (var check in features.SelectMany(feature => feature.Readiness))
            services.AddSingleton(check);
        foreach (var feature in features)
            feature.Services?.Invoke(services);
        return builder.Build();
    }

    private static void Compose(WebApplication app, ServerOptions options, IReadOnlyList<ServerFeature> features)
    {
        IReadOnlyList<Func<Exception, Problem?>> problems = [.. features.Select(feature => feature.Problems).OfType<Func<Exception, Problem?>>()];
        app.UseMiddleware<SecurityHeadersMiddleware>();
        app.UseMiddleware<RequestLogMiddleware>();
        app.UseMiddleware<ProblemMiddleware>(problems);
        app.UseMiddleware<TransportMiddleware>();
        app.UseMiddleware<HostMiddleware>();
        app.UseRouting();
        app.UseMiddleware<BodyLimitMiddleware>();
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseMiddleware<RateMiddleware>();
        app.UseMiddleware<StartTokenGate>();
        app.UseMiddleware<CrossSiteGuard>();
        app.UseAuthorization();

        HealthEndpoints.Map(app);
        Telemetry.Map(app);
        OpenApi.Map(app);
        ProblemPages.Map(app);
        SessionEndpoints.Map(app);
        foreach (var feature in features)
            feature.Endpoints?.Invoke(app);
    }

    private static void Listen(KestrelServerOptions kestrel, ServerOptions options)
    {
        var limits = options.Limits;
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = limits.Body;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxRequestHeaderCount = 64;
        kestrel.Limits.MaxConcurrentConnections = limits.Connections;
        kestrel.Limits.RequestHeadersTimeout = limits.Headers;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(limits.SlowestBody, limits.BodyGrace);

        TlsCertificate? certificate = null;
        if (options.Tls is { } files)
        {
            certificate = new TlsCertificate(files, options.Time, kestrel.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger<TlsCertificate>());
            certificate.Load();
        }

        foreach (var address in options.Listen)
        {
            kestrel.Listen(address.Address, address.Port, listen =>
            {
                // HTTP/2 without TLS is for programs that know beforehand; browsers never ask for it.
                listen.Protocols = certificate is null ? HttpProtocols.Http1 : HttpProtocols.Http1AndHttp2;
                if (certificate is not null)
                    listen.UseHttps(new TlsHandshakeCallbackOptions { OnConnection = _ => ValueTask.FromResult(new SslServerAuthenticationOptions { ServerCertificateContext = certificate.Current() }) });
            });
        }
    }

    private static void AddLogging(ILoggingBuilder logging, ServerOptions options)
    {
        logging.SetMinimumLevel(options.LogLevel);
        logging.AddFilter("Microsoft", LogLevel.Warning);
        logging.AddFilter("System", LogLevel.Warning);
        // At a lower level these write whole addresses, with the start token.
        logging.AddFilter("Microsoft.AspNetCore.Hosting", LogLevel.Warning);
        if (options.IsLogJson)
            logging.AddJsonConsole(json => json.UseUtcTimestamp = true);
        else
            logging.AddSimpleConsole(text => (text.SingleLine, text.UseUtcTimestamp, text.TimestampFormat, text.ColorBehavior) = (true, true, "yyyy-MM-dd'T'HH:mm:ss.fff'Z' ", LoggerColorBehavior.Disabled));
        LogWriter.Use(logging);
    }
}
