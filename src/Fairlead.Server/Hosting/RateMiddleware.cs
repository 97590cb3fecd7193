using System.Globalization;
using System.Threading.RateLimiting;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Hosting;

/// <summary>A bucket of requests for each caller, and for each address of those without a token that holds.</summary>
internal sealed class RateMiddleware(RequestDelegate next, RateLimits limits)
{
    public async Task InvokeAsync(HttpContext context)
    {
        using var lease = limits.Take(context);
        if (lease.IsAcquired)
        {
            await next(context);
            return;
        }

        var wait = lease.TryGetMetadata(MetadataName.RetryAfter, out var span) ? span : TimeSpan.FromSeconds(1);
        var seconds = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds));
        context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        await new Problem(ProblemTypes.TooManyRequests, $"Wait {seconds} s.").With("retryAfterSeconds", seconds).WriteAsync(context);
    }
}

/// <summary>The buckets; those that are full and unused are forgotten.</summary>
internal sealed class RateLimits(ServerLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<HttpContext> _limiter = PartitionedRateLimiter.Create<HttpContext, string>(context =>
        RateLimitPartition.GetTokenBucketLimiter(KeyOf(context), _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limits.Burst,
            TokensPerPeriod = limits.Rate,
            ReplenishmentPeriod = limits.RatePeriod,
            QueueLimit = 0,
        }));

    public RateLimitLease Take(HttpContext context) => _limiter.AttemptAcquire(context);

    public void Dispose() => _limiter.Dispose();

    private static string KeyOf(HttpContext context) =>
        context.User.KnownCaller() is { } caller ? caller.Name : "address:" + context.Connection.RemoteIpAddress;
}
