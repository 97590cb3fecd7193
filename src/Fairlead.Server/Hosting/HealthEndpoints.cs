using System.Text.Json.Nodes;
using Fairlead.Server.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fairlead.Server.Hosting;

/// <summary>
/// <c>/healthz</c>: the process answers. <c>/readyz</c>: every part that requests need is ready. Both without a token, since orchestrators have none,
/// and without reasons, which are in the log.
/// </summary>
internal static partial class HealthEndpoints
{
    public const string LivePath = "/healthz";
    public const string ReadyPath = "/readyz";

    /// <summary>A part that does not answer by then is not ready.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(LivePath, static () => TypedResults.Ok(new HealthReport("ok")))
            .WithTags("server").WithName("getHealth").WithSummary("Whether the process answers.").AllowAnonymous();
        endpoints.MapGet(ReadyPath, Ready).WithTags("server").WithName("getReadiness").WithSummary("Whether every part that requests need is ready.")
            .Produces<ReadinessReport>().ProducesProblem(503, Problem.MediaType).AllowAnonymous();
    }

    private static async Task<IResult> Ready(HttpContext context, CancellationToken ct)
    {
        var services = context.RequestServices;
        var checks = services.GetServices<IReadinessCheck>().ToList();
        var faults = await Task.WhenAll(checks.Select(check => FaultOf(check, ct)));
        var report = checks.Zip(faults, (check, fault) => (check.Name, IsReady: fault is null)).ToList();
        if (services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested)
            report.Add(("server", false));
        if (report.All(part => part.IsReady))
            return TypedResults.Ok(new ReadinessReport("ready", report.ToDictionary(part => part.Name, _ => "ready")));

        var logger = services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HealthEndpoints));
        for (var i = 0; i < checks.Count; i++)
        {
            if (faults[i] is { } fault)
                Log.NotReady(logger, checks[i].Name, fault);
        }

        var states = new JsonObject();
        foreach (var (name, isReady) in report)
            states[name] = isReady ? "ready" : "not ready";
        return new Problem(ProblemTypes.NotReady, string.Join(", ", report.Where(part => !part.IsReady).Select(part => part.Name)) + " is not ready.").With("checks", states);
    }

    private static async Task<string?> FaultOf(IReadinessCheck check, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Patience);
        try
        {
            return await check.FaultAsync(limited.Token).AsTask().WaitAsync(limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return $"no answer within {Patience.TotalSeconds} s";
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return exception.Message;
        }
    }

    private static partial class Log
    {
        [LoggerMessage(5003, LogLevel.Warning, "{Part} is not ready: {Reason}")]
        public static partial void NotReady(ILogger logger, string part, string reason);
    }
}
