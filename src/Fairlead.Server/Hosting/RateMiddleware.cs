using System.Globalization;
using System.Threading.RateLimiting;
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
