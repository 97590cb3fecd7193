using Fairlead.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Fairlead.Server.Hosting;

/// <summary>
/// Metrics for Prometheus at <c>/metrics</c>, for callers who may read everything: they tell of every site. Traces only when the standard variables name
/// a collector (OTEL_EXPORTER_OTLP_ENDPOINT, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT); nothing is sent anywhere else.
/// </summary>
internal static class Telemetry
{
    public const string MetricsPath = "/metrics";

    /// <summary>Meters and activity sources of Fairlead begin with this.</summary>
    public const string OwnSources = "Fairlead.*";

    public static void Add(IServiceCollection services, ServerOptions options)
    {
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("fairlead", serviceVersion: typeof(Telemetry).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics => metrics
                .AddMeter("Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime", "Npgsql", OwnSources)
                .AddPrometheusExporter());
        if (HasCollector(options))
        {
            telemetry.WithTracing(traces => traces
                .AddSource("Npgsql", OwnSources)
                .AddAspNetCoreInstrumentation(aspNet => aspNet.Filter = context => !TransportMiddleware.IsHealth(context.Request) && context.Request.Path != MetricsPath)
                .AddOtlpExporter());
        }
    }

    public static void Map(IEndpointRouteBuilder endpoints) =>
        endpoints.MapPrometheusScrapingEndpoint(MetricsPath).RequireScopeOnEverySite(Scope.Read).WithMetadata(new ExcludeFromDescriptionAttribute());

    private static bool HasCollector(ServerOptions options) =>
        !string.Equals(options.Environment.GetValueOrDefault("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase)
        && (options.Environment.ContainsKey("OTEL_EXPORTER_OTLP_ENDPOINT") || options.Environment.ContainsKey("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"));
}
