using System.Collections.Frozen;
using System.Net;
using Fairlead.Core.Addressing;
using Fairlead.Server.Api;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Hosting;

/// <summary>
/// Answers only to the server's own names. A page of elsewhere whose name is made to point here (DNS rebinding) would else be same-origin; a literal
/// address can't be made to point elsewhere, so the one that the connection came to is a name too.
/// </summary>
internal sealed class HostMiddleware(RequestDelegate next, ServerOptions options)
{
    private readonly FrozenSet<string> _names = options.Names.Append("localhost").ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<ByProxy>() is { IsLocal: false } && !context.Request.IsHttps && !TransportMiddleware.IsHealth(context.Request))
            return TransportMiddleware.Refuse(context, "The proxy does not say that the client came to it by TLS.");
        var host = context.Request.Host;
        if (IsOurs(host, context.Connection))
            return next(context);
        var name = host.HasValue ? $"\"{host.Host}\"" : "no host";
        return new Problem(ProblemTypes.MisdirectedRequest, $"The request names {name}.").WriteAsync(context);
    }

    private bool IsOurs(HostString host, ConnectionInfo connection)
    {
        if (!host.HasValue)
            return false;
        if (_names.Contains(host.Host))
            return true;
        // Strictly: the platform would take 2130706433 and 127.1 for addresses too.
        var text = host.Host is ['[', .. var inner, ']'] ? inner : host.Host;
        if (!IpAddr.TryParse(text, out var strict, out _))
            return false;
        var address = IPAddress.Parse(strict.ToString());
        var local = connection.LocalIpAddress;
        if (TransportMiddleware.IsLoopback(local))
            return IPAddress.IsLoopback(address);
        return local is not null && address.Equals(local.IsIPv4MappedToIPv6 ? local.MapToIPv4() : local);
    }
}
