using Fairlead.Core.Addressing;
using Fairlead.Probes.Egress;
using Fairlead.Probes.Links;
using Fairlead.Probes.Paths;
using Xunit;
using static Fairlead.Tests.Probes.Egress.EgressScene;

namespace Fairlead.Tests.Probes.Egress;

public sealed class WayJudgementTests
{
    private static readonly IcmpNotice Prohibition = new(IpAddr.Parse("10.20.0.1"), 3, 13);

    public sealed record Case(string Title, string Reason, string Said)
    {
        internal WaySeen Way { get; init; } = null!;

        internal EgressContext Context { get; init; } = Nothing;

        internal string Endpoint { get; init; } = "mcr";

        public override string ToString() => Title;
    }

    public static TheoryData<Case> Cases =>
    [
        new Case("reached, whatever the service says", "reachable", "CN=Some root vouches for it, and it answers HTTP/2 with 403") { Way = Good() },
        new Case("own authority", "reachable", "your own authority CN=Some root vouches") { Way = Good() with { Chain = Chain(ChainTrust.Own), Http = Http(200) } },
        new Case("own authority, and a block page behind it", "http-blocked", "X-Squid-Error: ERR_ACCESS_DENIED") { Way = Good() with { Chain = Chain(ChainTrust.Own), Http = Http(403, "HTTP/1.1", new KeyValuePair<string, string>("X-Squid-Error", "ERR_ACCESS_DENIED")) } },
        new Case("a cache of the service's own", "reachable", "with 503") { Way = Good() with { Http = Http(503, "HTTP/2", new KeyValuePair<string, string>("Via", "1.1 varnish")) } },
        new Case("no name", "dns", "there is no such name (10.10.0.53 (madrid/k8s))") { Way = Connected() with { Name = Name(), Tries = [] } },
        new Case("sent to nowhere", "dns-sinkhole", "sends mcr.microsoft.com to 0.0.0.0") { Way = Connected() with { Name = Name("0.0.0.0"), Tries = [] } },
        new Case("sent to itself, both families", "dns-sinkhole", "127.0.0.1, ::1") { Way = Connected() with { Name = Name("127.0.0.1", "::1"), Tries = [] } },
        new Case("sent where names go that do not exist", "dns-sinkhole", "20.1.2.3") { Way = Connected() with { Tls = Tls(TlsEnd.Closed) }, Context = Nothing with { Sinkholes = new HashSet<IpAddr> { Address } } },
        new Case("a trusted chain clears a suspected address", "reachable", "vouches") { Way = Good(), Context = Nothing with { Sinkholes = new HashSet<IpAddr> { Address } } },
        new Case("one address of two is good", "reachable", "vouches") { Way = Good() with { Name = Name("0.0.0.0", "20.1.2.3") } },
        new Case("no route", "no-route", "there is no way to 20.1.2.3 port 443") { Way = Connected() with { Tries = [Dial(TcpAnswer.NoRoute)] } },
        new Case("prohibited", "icmp-prohibited", "administratively prohibited, says 10.20.0.1") { Way = Connected() with { Tries = [Dial(TcpAnswer.Prohibited, notice: Prohibition)] } },
        new Case("refused", "tcp-refused", "a firewall answers for it") { Way = Connected() with { Tries = [Dial(TcpAnswer.Refused)] } },
        new Case("dropped", "tcp-filtered", "drops the packets") { Way = Connected() with { Tries = [Dial(TcpAnswer.Filtered)] } },
        new Case("no IPv6 at all, and IPv4 dropped", "tcp-filtered", "20.1.2.3") { Way = Connected() with { Tries = [Dial(TcpAnswer.NoRoute, "2603::1"), Dial(TcpAnswer.Filtered)] } },
        new Case("of several answers the plainest", "icmp-prohibited", "20.1.2.4") { Way = Connected() with { Tries = [Dial(TcpAnswer.Filtered), Dial(TcpAnswer.Prohibited, "20.1.2.4", Prohibition)] } },
        new Case("reset by name", "tls-reset", "is reset after the ClientHello that names mcr.microsoft.com") { Way = Connected() with { Tls = Tls(TlsEnd.Reset), PlainTls = Tls(TlsEnd.Reset) } },
        new Case("closed by name", "tls-reset", "is closed after the ClientHello") { Way = Connected() with { Tls = Tls(TlsEnd.Closed), PlainTls = Tls(TlsEnd.Closed) } },
        new Case("dropped by name", "tls-filtered", "gets no answer") { Way = Connected() with { Tls = Tls(TlsEnd.Silent), PlainTls = Tls(TlsEnd.Silent) } },
        new Case("refused by an alert", "tls-refused", "alert handshake_failure") { Way = Connected() with { Tls = Tls(TlsEnd.Refused, "alert handshake_failure") } },
        new Case("clear text where TLS is spoken", "http-blocked", "does not speak TLS") { Way = Connected() with { Tls = Tls(TlsEnd.NotTls, "it began with 'HTTP/1.1 403'") } },
        new Case("inspected", "tls-inspected", "ends in the foreign root CN=Corp TLS") { Way = Good() with { Chain = Chain(ChainTrust.Foreign, "CN=Corp TLS") } },
        new Case("inspected, and HTTP/2 cut by it too", "tls-inspected", "CN=Corp TLS") { Way = Good() with { Chain = Chain(ChainTrust.Foreign, "CN=Corp TLS"), Http = HttpSeen.None("GOAWAY", Now), PlainTls = Tls(TlsEnd.Established), PlainHttp = Http(200) } },
        new Case("another name's certificate", "tls-wrong-name", "made for another name") { Way = Good() with { Chain = Chain(ChainTrust.WrongName) } },
        new Case("an issuer that was not sent", "tls-incomplete", "did not send") { Way = Good() with { Chain = Chain(ChainTrust.Incomplete) } },
        new Case("a broken chain", "tls-invalid", "NotSignatureValid") { Way = Good() with { Chain = Chain(ChainTrust.Invalid) } },
        new Case("our clock is behind, says the server", "clock-skew", "servers are 2.00:00:00 ahead") { Way = Good() with { Chain = Chain(ChainTrust.OutOfTime), Http = Http(200, "HTTP/2", Date(Now.AddDays(2))) } },
        new Case("our clock is behind, say the others", "clock-skew", "this machine's clock is wrong") { Way = Good() with { Chain = Chain(ChainTrust.OutOfTime) }, Context = Nothing with { ClockOffset = TimeSpan.FromDays(2) } },
        new Case("our clock is right, the certificate is not", "tls-expired", "is not valid now") { Way = Good() with { Chain = Chain(ChainTrust.OutOfTime), Http = Http(200, "HTTP/2", Date(Now)) } },
        new Case("nobody says what time it is", "tls-expired", "if this machine's clock is right") { Way = Good() with { Chain = Chain(ChainTrust.OutOfTime) } },
        new Case("HTTP/2 cut", "http2-cut", "HTTP/1.1 works and HTTP/2 is cut: GOAWAY") { Way = Good() with { Http = HttpSeen.None("GOAWAY", Now), PlainTls = Tls(TlsEnd.Established, protocol: "http/1.1"), PlainHttp = Http(404) } },
        new Case("TLS reset when HTTP/2 is offered", "http2-cut", "HTTP/1.1 works") { Way = Connected() with { Tls = Tls(TlsEnd.Reset), Chain = Chain(ChainTrust.Public), PlainTls = Tls(TlsEnd.Established, protocol: "http/1.1"), PlainHttp = Http(404) } },
        new Case("cut behind TLS", "http-blocked", "the request is not answered: the connection was reset") { Way = Good() with { Http = HttpSeen.None("the connection was reset", Now), PlainTls = Tls(TlsEnd.Established), PlainHttp = HttpSeen.None("the connection was reset", Now) } },
        new Case("plain HTTP", "reachable", "HTTP/1.1 with 206") { Way = Connected() with { Http = Http(206) }, Endpoint = "windows-trust-list" },
        new Case("plain HTTP, refused by squid", "http-blocked", "403; Server: squid/5.7") { Way = Connected() with { Http = Http(403, "HTTP/1.1", new KeyValuePair<string, string>("Server", "squid/5.7")) }, Endpoint = "windows-trust-list" },
        new Case("plain HTTP, a user asked for", "proxy-auth", "407") { Way = Connected() with { Http = Http(407) }, Endpoint = "windows-trust-list" },
        new Case("plain HTTP, a portal", "http-blocked", "redirects to portal.example") { Way = Connected() with { Http = Http(302, "HTTP/1.1", new KeyValuePair<string, string>("Location", "https://portal.example/")) }, Endpoint = "windows-trust-list" },
        new Case("plain HTTP, no word", "http-blocked", "the request is not answered") { Way = Connected() with { Http = HttpSeen.None("no answer in time", Now) }, Endpoint = "windows-trust-list" },
        new Case("plain HTTP, its own fault", "http-error", "with 503") { Way = Connected() with { Http = Http(503) }, Endpoint = "windows-trust-list" },
        new Case("a time server", "reachable", "answers as a time server") { Way = Connected() with { Tries = [], Ntp = new(TimeSpan.Zero, TimeSpan.Zero, 3, true) }, Endpoint = "time-windows" },
        new Case("a time server that is silent", "ntp-silent", "UDP port 123") { Way = Connected() with { Tries = [] }, Endpoint = "time-windows" },
        new Case("through the proxy", "reachable", "vouches") { Way = Good(Proxy) },
        new Case("the proxy's name", "dns", "the proxy's name proxy.contoso.com") { Way = Connected(Proxy) with { Name = Name(), Tries = [] } },
        new Case("the proxy is off", "tcp-refused", "the proxy http://proxy.contoso.com:3128 (20.1.2.3) refuses") { Way = Connected(Proxy) with { Tries = [Dial(TcpAnswer.Refused)] } },
        new Case("the proxy asks for a user", "proxy-auth", "asks for a user and password (407)") { Way = Connected(Proxy) with { Tunnel = Http(407) } },
        new Case("the proxy says no", "proxy-denied", "answers CONNECT with 403") { Way = Connected(Proxy) with { Tunnel = Http(403) } },
        new Case("the proxy does not get there", "proxy-failed", "does not get through to it either") { Way = Connected(Proxy) with { Tunnel = Http(503) } },
        new Case("the proxy hangs up", "proxy-denied", "the connection was closed") { Way = Connected(Proxy) with { Tunnel = HttpSeen.None("the connection was closed", Now) } },
        new Case("the proxy inspects", "tls-inspected", "CN=Corp TLS") { Way = Good(Proxy) with { Chain = Chain(ChainTrust.Foreign, "CN=Corp TLS") } },
        new Case("the proxy refuses under a certificate of its own", "proxy-denied", "X-Squid-Error: ERR_ACCESS_DENIED 0") { Way = Good(Proxy) with { Chain = Chain(ChainTrust.Foreign, "CN=Corp TLS"), Http = Http(403, "HTTP/1.1", new KeyValuePair<string, string>("X-Squid-Error", "ERR_ACCESS_DENIED 0")) } },
        new Case("a 404 of the service, through the proxy", "reachable", "with 404") { Way = Connected(Proxy) with { Http = Http(404, "HTTP/1.1", new KeyValuePair<string, string>("Via", "1.1 proxy.lab (squid/5.7)")) }, Endpoint = "windows-trust-list" },
        new Case("plain HTTP through the proxy", "reachable", "with 206") { Way = Connected(Proxy) with { Http = Http(206, "HTTP/1.1", new KeyValuePair<string, string>("Via", "1.1 proxy.lab (squid/5.7)")) }, Endpoint = "windows-trust-list" },
        new Case("plain HTTP, the proxy says no", "proxy-denied", "answers in its place (403") { Way = Connected(Proxy) with { Http = Http(403, "HTTP/1.1", new KeyValuePair<string, string>("X-Squid-Error", "ERR_ACCESS_DENIED 0")) }, Endpoint = "windows-trust-list" },
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_way_has_one_cause(Case each)
    {
        ArgumentNullException.ThrowIfNull(each);
        var cause = WayJudgement.Of(Question(id: each.Endpoint), each.Way, each.Context, Now);
        Assert.Equal(each.Reason, cause.Reason);
        Assert.Contains(each.Said, cause.What, StringComparison.Ordinal);
        Assert.Equal(each.Reason == "reachable", cause.IsPass);
        Assert.Equal(cause.IsPass, cause.Hint is null);
        Assert.DoesNotContain("geheim", cause.What + cause.Hint + string.Join("", WayEvidence.Of(each.Way, Now)), StringComparison.Ordinal);
    }
}
