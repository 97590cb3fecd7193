using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Fairlead.Server.Access;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Hosting;

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
        context.User.KnownCaller() is { } caller ? caller.Name : "address:" + Neighbourhood(context.Connection.RemoteIpAddress);

    /// <summary>One machine may have a whole /64 of IPv6 addresses.</summary>
    private static string? Neighbourhood(IPAddress? address) =>
        address is { AddressFamily: AddressFamily.InterNetworkV6, IsIPv4MappedToIPv6: false } ? Convert.ToHexString(address.GetAddressBytes(), 0, 8) : address?.ToString();
}
