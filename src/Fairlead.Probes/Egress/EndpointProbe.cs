using System.Net.Security;
using System.Net.Sockets;
using Fairlead.Core.Addressing;
using Fairlead.Core.Endpoints;
using Fairlead.Probes.Links;
using Fairlead.Probes.Paths;
using Fairlead.Probes.Proxies;

namespace Fairlead.Probes.Egress;

/// <summary>Goes one way to one endpoint, layer by layer, as far as it leads.</summary>
internal sealed class EndpointProbe(IHostResolver resolver, ChainJudgement chains, TimeProvider time)
{
    private const int DiscardPort = 9;

    public async Task<WaySeen> GoAsync(EndpointQuestion question, ProxyAddress? proxy, CancellationToken ct)
    {
        var host = proxy?.Host ?? question.Host!;
        var name = await NameOfAsync(host, ct);
        var addresses = name.Addresses.Where(address => !Sinkholes.IsBogus(address) || IpAddr.TryParse(host, out _, out _)).ToList();
        var way = new WaySeen { Proxy = proxy, Name = name, Source = addresses.Count > 0 ? SourceTowards(addresses) : null };
        if (addresses.Count == 0)
            return way;
        if (question.Endpoint.Protocol == EndpointProtocol.Ntp)
            return way with { Ntp = await NtpObservation.AskAsync(addresses[0], time, EgressLimits.Reply / 2, ct) };
        if (question.Endpoint.Protocol is EndpointProtocol.Udp or EndpointProtocol.Dns)
            return way;
        return await ConnectAsync(question, addresses, way, ct);
    }

    private async Task<WaySeen> ConnectAsync(EndpointQuestion question, IReadOnlyList<IpAddr> addresses, WaySeen way, CancellationToken ct)
    {
        var dialled = await Dialler.OpenAsync(addresses, way.Proxy?.Port ?? question.Port, time, EgressLimits.Connect, ct);
        way = way with { Tries = dialled.Tries };
        if (dialled.Connection is not { } connection)
            return way;
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        if (question.Endpoint.Protocol == EndpointProtocol.Http)
            return way with { Http = await AskPlainAsync(stream, question, way.Proxy, ct) };
        if (question.IsTls)
            return await GreetAsync(question, stream, way, ct);
        if (way.Proxy is { } proxy)
            way = way with { Tunnel = await TunnelAsync(stream, question, proxy, ct) };
        return way;
    }

    private async Task<WaySeen> GreetAsync(EndpointQuestion question, Stream stream, WaySeen way, CancellationToken ct)
    {
        if (way.Proxy is { } proxy)
        {
            way = way with { Tunnel = await TunnelAsync(stream, question, proxy, ct) };
            if (way.Tunnel.Head is not { Status: >= 200 and < 300 })
                return way;
        }

        var (tls, connection) = await TlsExchange.OpenAsync(stream, question.Host!, offersHttp2: true, EgressLimits.Greeting, ct);
        way = way with { Tls = tls, Chain = tls.Certificates.Count > 0 ? chains.Of(tls.Certificates, question.Host!, time.GetUtcNow()) : null };
        if (connection is not null)
        {
            await using (connection)
                way = way with { Http = await AskSecureAsync(connection, tls, question, ct) };
        }

        var isCut = connection is null ? tls.End is TlsEnd.Reset or TlsEnd.Closed or TlsEnd.Silent : tls.SpeaksHttp2 && way.Http!.Head is null;
        return isCut ? await AgainWithoutHttp2Async(question, way, ct) : way;
    }

    /// <summary>The same way once more, offering HTTP/1.1 alone: what works now was cut because of HTTP/2.</summary>
    private async Task<WaySeen> AgainWithoutHttp2Async(EndpointQuestion question, WaySeen way, CancellationToken ct)
    {
        var dialled = await Dialler.OpenAsync([way.Tries[^1].Address], way.Proxy?.Port ?? question.Port, time, EgressLimits.Connect, ct);
        if (dialled.Connection is not { } connection)
            return way;
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        if (way.Proxy is { } proxy && (await TunnelAsync(stream, question, proxy, ct)).Head is not { Status: >= 200 and < 300 })
            return way;
        var (tls, secure) = await TlsExchange.OpenAsync(stream, question.Host!, offersHttp2: false, EgressLimits.Greeting, ct);
        way = way with { PlainTls = tls, Chain = way.Chain ?? (tls.Certificates.Count > 0 ? chains.Of(tls.Certificates, question.Host!, time.GetUtcNow()) : null) };
        if (secure is null)
            return way;
        await using (secure)
            return way with { PlainHttp = await AskSecureAsync(secure, tls, question, ct) };
    }

    private Task<HttpSeen> AskSecureAsync(SslStream connection, TlsSeen tls, EndpointQuestion question, CancellationToken ct) => tls.SpeaksHttp2
        ? HttpExchange.AskHttp2Async(connection, question.Host!, question.Port, time, EgressLimits.Reply, ct)
        : HttpExchange.AskAsync(connection, "HEAD", "/", question.Host!, "Connection: close\r\n", time, EgressLimits.Reply, ct);

    private Task<HttpSeen> AskPlainAsync(Stream stream, EndpointQuestion question, ProxyAddress? proxy, CancellationToken ct)
    {
        var target = proxy is null ? question.Path : $"http://{question.Place}{question.Path}";
        return HttpExchange.AskAsync(stream, "GET", target, question.Host!, $"Range: bytes=0-255\r\nConnection: close\r\n{proxy?.AuthorizationLine}", time, EgressLimits.Reply, ct);
    }

    private Task<HttpSeen> TunnelAsync(Stream stream, EndpointQuestion question, ProxyAddress proxy, CancellationToken ct) =>
        HttpExchange.AskAsync(stream, "CONNECT", question.Place, question.Place, proxy.AuthorizationLine, time, EgressLimits.Reply, ct);

    private async Task<NameSeen> NameOfAsync(string host, CancellationToken ct)
    {
        if (IpAddr.TryParse(host, out var address, out _))
            return new([address], "as written", null);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(EgressLimits.Name);
        try
        {
            return await resolver.ResolveAsync(host, limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new([], resolver.Servers, "no answer in time");
        }
    }

    /// <summary>What the kernel would send from; nothing is sent to learn it.</summary>
    private static IpAddr? SourceTowards(IEnumerable<IpAddr> addresses)
    {
        foreach (var address in addresses)
        {
            using var socket = new Socket(address.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                socket.Connect(address.ToNet(), DiscardPort);
                return ((System.Net.IPEndPoint)socket.LocalEndPoint!).Address.ToIpAddr();
            }
            catch (SocketException)
            {
                // No way to this one; another family may have one.
            }
        }

        return null;
    }
}
