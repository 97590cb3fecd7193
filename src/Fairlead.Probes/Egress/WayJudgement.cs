using System.Globalization;
using Fairlead.Core.Endpoints;
using Fairlead.Probes.Paths;

namespace Fairlead.Probes.Egress;

/// <summary>From what was seen on one way to its one cause, layer by layer: pure.</summary>
internal static class WayJudgement
{
    private const string TurnOffInspection = "exempt the endpoints from TLS inspection; if this is your own authority for private endpoints, name it with --ca";

    public static WayCause Of(EndpointQuestion question, WaySeen way, EgressContext context, DateTimeOffset now) =>
        OfName(question, way, context)
        ?? OfTime(question, way)
        ?? OfConnection(question, way)
        ?? OfTunnel(way)
        ?? (question.IsTls ? OfTls(question, way) ?? OfBumpedRefusal(way) ?? OfChain(way, context, now) ?? OfSecureHttp(question, way) : OfPlain(question, way));

    private static WayCause? OfName(EndpointQuestion question, WaySeen way, EgressContext context)
    {
        var what = way.Proxy is null ? "its name" : $"the proxy's name {way.Proxy.Host}";
        if (way.Name.Fault is { } fault)
            return WayCause.Shut("dns", $"{what} is not found: {fault} ({way.Name.Server})", "let the segment's DNS servers resolve it, by forwarding to the Internet's");
        // A trusted chain for the name itself clears the address, whoever else has it.
        if (way.Proxy is not null || way.Chain is { IsTrusted: true })
            return null;
        var caught = way.Name.Addresses.Where(address => Sinkholes.IsBogus(address) || context.Sinkholes.Contains(address)).ToList();
        return caught.Count > 0 && caught.Count == way.Name.Addresses.Count
            ? WayCause.Shut("dns-sinkhole", $"the DNS server {way.Name.Server} sends {question.Host} to {string.Join(", ", caught)}, where it sends what is not to be reached", "take the name off the DNS filter's list")
            : null;
    }

    private static WayCause? OfTime(EndpointQuestion question, WaySeen way)
    {
        if (question.Endpoint.Protocol == EndpointProtocol.Ntp)
            return way.Ntp is not null
                ? WayCause.Pass("it answers as a time server")
                : WayCause.Shut("ntp-silent", $"no answer to two time requests on UDP port {question.Port.ToString(CultureInfo.InvariantCulture)}", $"open UDP port {question.Port.ToString(CultureInfo.InvariantCulture)} to it");
        return question.Endpoint.Protocol is EndpointProtocol.Udp or EndpointProtocol.Dns
            ? new WayCause("udp-not-asked", "its protocol has no question that every server answers", null)
            : null;
    }

    private static WayCause? OfConnection(EndpointQuestion question, WaySeen way)
    {
        if (way.IsConnected)
            return null;
        var tries = way.Tries.Select(seen => (seen.Address, seen.Reply)).ToList();
        // An IPv6 address without a way says nothing where an IPv4 one was refused: the answer from farthest out decides.
        var order = new[] { TcpAnswer.Prohibited, TcpAnswer.Refused, TcpAnswer.Filtered, TcpAnswer.NoRoute };
        var (address, reply) = tries.OrderBy(each => Array.IndexOf(order, each.Reply.Answer)).FirstOrDefault();
        var port = (way.Proxy?.Port ?? question.Port).ToString(CultureInfo.InvariantCulture);
        var who = way.Proxy is null ? $"{address} port {port}" : $"the proxy {way.Proxy} ({address})";
        var says = reply?.Notice is { } notice ? $", says {notice.From}" : "";
        var open = way.Proxy is null ? $"open TCP port {port} to {question.Published}" : $"see that the proxy {way.Proxy} is running and can be reached";
        return reply?.Answer switch
        {
            TcpAnswer.Prohibited => WayCause.Shut(reply.Reason, $"the way to {who} is administratively prohibited{says}", open),
            TcpAnswer.Refused => WayCause.Shut(reply.Reason, $"{who} refuses the connection{says}; public services don't, so a firewall answers for it", open),
            TcpAnswer.Filtered => WayCause.Shut(reply.Reason, $"{who} does not answer: something drops the packets", open),
            _ => WayCause.Shut("no-route", $"there is no way to {who}{says}", "give this machine a way out: a default route, and a router that knows the way back"),
        };
    }

    private static WayCause? OfTunnel(WaySeen way)
    {
        if (way.Proxy is not { } proxy || way.Tunnel is not { } tunnel)
            return null;
        return tunnel.Head switch
        {
            { Status: >= 200 and < 300 } => null,
            { Status: 407 } => WayCause.Shut("proxy-auth", $"the proxy {proxy} asks for a user and password (407)", "let these machines through the proxy without, or give the proxy setting a user"),
            { Status: >= 500 } head => WayCause.Shut("proxy-failed", $"the proxy {proxy} does not get through to it either: it answers CONNECT with {head.Status.ToString(CultureInfo.InvariantCulture)} {PlainText.Of(head.Reason)}", "see that the proxy resolves and reaches the endpoint"),
            { } head => WayCause.Shut("proxy-denied", $"the proxy {proxy} answers CONNECT with {head.Status.ToString(CultureInfo.InvariantCulture)} {PlainText.Of(head.Reason)}", "allow the endpoint in the proxy's rules"),
            null => WayCause.Shut("proxy-denied", $"the proxy {proxy} does not open a tunnel: {tunnel.Fault}", "see what the proxy's log says of this machine"),
        };
    }

    private static WayCause? OfTls(EndpointQuestion question, WaySeen way)
    {
        var tls = way.PlainTls is { End: TlsEnd.Established } ? way.PlainTls : way.Tls;
        return tls switch
        {
            null or { End: TlsEnd.Established } => null,
            { End: TlsEnd.Reset } => WayCause.Shut("tls-reset", $"the connection is reset after the ClientHello that names {question.Host} ({tls.Detail})", "take the name off the firewall's list of blocked server names (SNI)"),
            { End: TlsEnd.Closed } => WayCause.Shut("tls-reset", $"the connection is closed after the ClientHello that names {question.Host} ({tls.Detail})", "take the name off the firewall's list of blocked server names (SNI)"),
            { End: TlsEnd.Silent } => WayCause.Shut("tls-filtered", $"the ClientHello that names {question.Host} gets no answer ({tls.Detail})", "take the name off the firewall's list of blocked server names (SNI), and see that packets of full size pass (path.mtu)"),
            { End: TlsEnd.NotTls } => WayCause.Shut("http-blocked", $"what answers does not speak TLS: {tls.Detail}", "exempt the endpoint from the filter that answers for it"),
            _ => WayCause.Shut("tls-refused", $"TLS is refused: {tls.Detail}", "see what stands before the endpoint: its own server takes TLS 1.2 and 1.3"),
        };
    }

    /// <summary>Where squid's port looks at greetings, a CONNECT that its rules refuse is answered with 200, and the refusal comes inside, under the port's own certificate.</summary>
    private static WayCause? OfBumpedRefusal(WaySeen way) =>
        way is { Proxy: { } proxy, Chain: not { IsTrusted: true } } && (way.PlainHttp ?? way.Http)?.Head is { } head && head.Field(BlockSigns.SquidError) is { } error
            ? WayCause.Shut("proxy-denied", $"the proxy {proxy} refuses it, under a certificate of its own ({head.Status.ToString(CultureInfo.InvariantCulture)}; {BlockSigns.SquidError}: {PlainText.Of(error)})", "allow the endpoint in the proxy's rules")
            : null;

    private static WayCause? OfChain(WaySeen way, EgressContext context, DateTimeOffset now)
    {
        var chain = way.Chain;
        if (chain is null or { IsTrusted: true })
            return null;
        return chain.Trust switch
        {
            ChainTrust.OutOfTime => OfValidity(way, chain, context, now),
            ChainTrust.WrongName => new("tls-wrong-name", $"the server's certificate is made for another name ({chain.Subjects[0]})", "see that DNS gives the endpoint's own address, and that nothing answers in its place"),
            ChainTrust.Incomplete => new("tls-incomplete", $"the server did not send the certificate of {chain.Root}, which issued its own", "see what stands before the endpoint: its own server sends it"),
            ChainTrust.Invalid => new("tls-invalid", $"the server's chain {chain.Fault}", "see what stands before the endpoint"),
            _ => new("tls-inspected", $"TLS is inspected: the chain ends in the foreign root {chain.Root}{(chain.IsRootPresent ? "" : ", which was not sent")}", TurnOffInspection),
        };
    }

    private static WayCause OfValidity(WaySeen way, ChainSeen chain, EgressContext context, DateTimeOffset now)
    {
        var validity = string.Create(CultureInfo.InvariantCulture, $"valid from {chain.NotBefore.UtcDateTime:yyyy-MM-dd HH:mm} to {chain.NotAfter.UtcDateTime:yyyy-MM-dd HH:mm} UTC");
        var offset = way.Http?.ClockOffset ?? way.PlainHttp?.ClockOffset ?? context.ClockOffset;
        if (offset is { } ahead && now + ahead >= chain.NotBefore && now + ahead <= chain.NotAfter)
            return new("clock-skew", string.Create(CultureInfo.InvariantCulture, $"its certificate ({validity}) is good, and this machine's clock is wrong: servers are {ahead:c} ahead of it"), "set this machine's clock; synchronise it with the site's time servers");
        return new("tls-expired", $"its certificate is not valid now ({validity}){(offset is null ? ", if this machine's clock is right" : "")}", "see that the clock is right (path.clock); else only the endpoint's owner can mend it");
    }

    private static WayCause OfSecureHttp(EndpointQuestion question, WaySeen way)
    {
        if (way.Http?.Head is null && way.PlainHttp?.Head is not null)
            return new("http2-cut", $"HTTP/1.1 works and HTTP/2 is cut: {(way.Tls is { End: TlsEnd.Established } ? way.Http?.Fault : way.Tls?.Detail)}", "let HTTP/2 pass, or switch off the inspection that can't speak it: gRPC agents need it");
        var http = way.PlainHttp ?? way.Http;
        if (http?.Head is not { } head)
            return WayCause.Shut("http-blocked", $"TLS works, and the request is not answered: {http?.Fault ?? "the connection was cut"}", "exempt the endpoint from the filter that cuts it");
        // A public chain vouches for every word behind it: 403 and Via are the service's own then.
        if (way.Chain is { Trust: not ChainTrust.Public } && OfResponse(question, way, http) is { } blocked)
            return blocked;
        var vouched = way.Chain?.Trust == ChainTrust.Own ? $"your own authority {way.Chain.Root} vouches for it" : $"{way.Chain?.Root} vouches for it";
        return WayCause.Pass(string.Create(CultureInfo.InvariantCulture, $"{vouched}, and it answers {head.Version} with {head.Status}"));
    }

    private static WayCause OfPlain(EndpointQuestion question, WaySeen way)
    {
        if (question.Endpoint.Protocol != EndpointProtocol.Http)
            return WayCause.Pass("it takes connections");
        if (way.Http?.Head is not { } head)
            return WayCause.Shut("http-blocked", $"the request is not answered: {way.Http?.Fault ?? "the connection was cut"}", "exempt the endpoint from the filter that cuts it");
        if (OfResponse(question, way, way.Http) is { } blocked)
            return blocked;
        var answers = string.Create(CultureInfo.InvariantCulture, $"it answers {head.Version} with {head.Status}");
        return head.Status >= 500
            ? new("http-error", answers, "ask again later: the service itself may have a fault", IsWarning: true)
            : WayCause.Pass(answers);
    }

    private static WayCause? OfResponse(EndpointQuestion question, WaySeen way, HttpSeen http)
    {
        var head = http.Head!;
        var status = head.Status.ToString(CultureInfo.InvariantCulture);
        if (head.Status == 407)
            return WayCause.Shut("proxy-auth", $"a proxy {(way.Proxy is null ? "in between" : way.Proxy.ToString())} asks for a user and password (407)", "let these machines through without");
        if (BlockSigns.Of(head, http.Body, question.Host!, question.IsForFile) is not { } sign)
            return null;
        // Behind a proxy that was asked, its own Via is no sign, whatever the service answers (404, for one); a refusal or its error page is.
        if (way.Proxy is not null && head.Field(BlockSigns.SquidError) is null && head.Status is not (403 or 451 or >= 500))
            return null;
        return WayCause.Shut(
            way.Proxy is null ? "http-blocked" : "proxy-denied",
            way.Proxy is null ? $"something in between answers in its place ({status}; {sign})" : $"the proxy {way.Proxy} answers in its place ({status}; {sign})",
            "exempt the endpoint from the filter or portal that answers for it");
    }
}
