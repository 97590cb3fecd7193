using System.Net;
using Fairlead.Server.Api;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using IPNetwork = System.Net.IPNetwork;

namespace Fairlead.Server.Hosting;

/// <summary>
/// By which way a request came: by a trusted proxy, whose words about the client count from here on, or directly; and whether that way is protected.
/// </summary>
internal sealed class TransportMiddleware
{
    private readonly RequestDelegate _next;
    private readonly RequestDelegate _believed;
    private readonly IReadOnlyList<IPNetwork> _proxies;

    public TransportMiddleware(RequestDelegate next, ServerOptions options, ILoggerFactory loggers)
    {
        _next = next;
        _proxies = [.. options.TrustedProxies.Select(proxy => new IPNetwork(IPAddress.Parse(proxy.Network.ToString()), proxy.Length))];
        var forwarded = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.All & ~ForwardedHeaders.XForwardedPrefix, ForwardLimit = null };
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in _proxies)
            forwarded.KnownIPNetworks.Add(proxy);
        var middleware = new ForwardedHeadersMiddleware(next, loggers, Options.Create(forwarded));
        _believed = middleware.Invoke;
    }

    public async Task InvokeAsync(HttpContext context)
    {
        var connection = context.Connection;
        if (IsProxy(connection.RemoteIpAddress))
        {
            // Judged by what the proxy says of the client's connection; the middleware has read it when the rest of the pipeline runs.
            context.Features.Set(new ByProxy(IsLoopback(connection.LocalIpAddress)));
            await _believed(context);
        }
        else if (context.Request.IsHttps || IsLoopback(connection.LocalIpAddress) || IsHealth(context.Request))
        {
            await _next(context);
        }
        else
        {
            await Refuse(context, "This port speaks without TLS, to its proxy alone.");
        }
    }

    public static Task Refuse(HttpContext context, string detail) => new Problem(ProblemTypes.TransportRefused, detail).WriteAsync(context);

    /// <summary>What tells no more than that the server lives, for load balancers that ask it directly.</summary>
    public static bool IsHealth(HttpRequest request) => request.Path == HealthEndpoints.LivePath || request.Path == HealthEndpoints.ReadyPath;

    public static bool IsLoopback(IPAddress? address) => address is not null && IPAddress.IsLoopback(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    private bool IsProxy(IPAddress? address)
    {
        if (address is null)
            return false;
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return _proxies.Any(proxy => proxy.Contains(plain));
    }
}
