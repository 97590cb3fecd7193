using Fairlead.Core.Addressing;
using Fairlead.Server.Access;
using Fairlead.Server.Hosting;
using Xunit;

namespace Fairlead.SystemTests.Server;

public sealed class ListeningRulesTests
{
    private static readonly TlsFiles Tls = new("tls.crt", "tls.key");
    private static readonly OidcOptions Oidc = new() { Issuer = new Uri("https://login.example"), Audience = "fairlead" };

    public static TheoryData<Case> Cases => new()
    {
        new Case("loopback wants nothing", new ServerOptions { Listen = [At("127.0.0.1:0"), At("[::1]:0"), At("127.0.0.2:80")] }),
        new Case("elsewhere wants TLS and somebody", new ServerOptions { Listen = [At("10.0.0.1:443")] }, "--tls-certificate FILE and --tls-key FILE", "fairlead token create"),
        new Case("every address is elsewhere", new ServerOptions { Listen = [At("0.0.0.0:443")] }, "--trusted-proxy", "--oidc-issuer"),
        new Case("so is every IPv6 address", new ServerOptions { Listen = [At("[::]:443")] }, "--trusted-proxy", "--oidc-issuer"),
        new Case("one of several is enough", new ServerOptions { Listen = [At("127.0.0.1:80"), At("192.168.1.1:80")] }, "192.168.1.1:80 can be reached", "192.168.1.1:80 can be reached"),
        new Case("TLS alone is not enough", new ServerOptions { Listen = [At("10.0.0.1:443")], Tls = Tls }, "nobody could prove who they are"),
        new Case("authentication alone is not enough", new ServerOptions { Listen = [At("10.0.0.1:443")], Oidc = Oidc }, "tokens would pass unprotected"),
        new Case("both are", new ServerOptions { Listen = [At("10.0.0.1:443")], Tls = Tls, Oidc = Oidc }),
        new Case("a proxy may end TLS", new ServerOptions { Listen = [At("10.0.0.1:443")], TrustedProxies = [IpPrefix.Parse("10.0.0.2/32")], Oidc = Oidc }),
        new Case("the start token is no authentication for others", new ServerOptions { Listen = [At("10.0.0.1:443")], Tls = Tls, StartToken = new StartToken("root") }, "nobody could prove who they are"),
        new Case("the world is no proxy", new ServerOptions { TrustedProxies = [IpPrefix.Parse("0.0.0.0/0"), IpPrefix.Parse("::/0")] }, "--trusted-proxy 0.0.0.0/0", "--trusted-proxy ::/0"),
        new Case("nowhere to listen", new ServerOptions { Listen = [] }, "--listen"),
        new Case("names are names", new ServerOptions { Names = ["fairlead.example", "https://x", "*.example", "a:80", ""] }, "--name https://x", "--name *.example", "--name a:80", "--name "),
        new Case("the issuer is asked by TLS", new ServerOptions { Oidc = Oidc with { Issuer = new Uri("http://login.example") } }, "no https address"),
        new Case("on loopback it need not be", new ServerOptions { Oidc = Oidc with { Issuer = new Uri("http://127.0.0.1:8080/realm") } }),
        new Case("an audience and a mapping are needed", new ServerOptions { Oidc = Oidc with { Audience = " ", Mappings = [] } }, "--oidc-audience", "mapped"),
        new Case("a key has 32 bytes", new ServerOptions { SessionKey = new byte[16] }, "32"),
    };

    [Theory]
    [MemberData(nameof(Cases), DisableDiscoveryEnumeration = true)]
    public void A_start_that_would_leave_a_door_open_is_refused_with_its_mend(Case @case)
    {
        var faults = ListeningRules.Faults(@case.Options);
        Assert.Equal(@case.Said.Count, faults.Count);
        Assert.All(@case.Said.Zip(faults), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
        if (faults.Count > 0)
            Assert.Equal(string.Join('\n', faults), Assert.Throws<ServerStartException>(() => FairleadServer.Create(@case.Options)).Message);
    }

    [Theory]
    [InlineData("127.0.0.1:8443", "127.0.0.1:8443")]
    [InlineData("[::1]:0", "[::1]:0")]
    [InlineData("localhost:80", "127.0.0.1:80")]
    [InlineData("*:443", "[::]:443")]
    public void An_address_to_listen_on_is_read(string text, string expected)
    {
        Assert.True(ListenAddress.TryParse(text, out var address, out _));
        Assert.Equal(expected, address.ToString());
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData(":80")]
    [InlineData("127.1:80")]
    [InlineData("010.0.0.1:80")]
    [InlineData("::1:80")]
    [InlineData("[127.0.0.1]:80")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("127.0.0.1:-1")]
    [InlineData("127.0.0.1: 80")]
    [InlineData("example.com:80")]
    [InlineData("")]
    public void Anything_else_is_refused_with_an_example(string text)
    {
        Assert.False(ListenAddress.TryParse(text, out _, out var error));
        Assert.Contains($"\"{(text.Contains("80", StringComparison.Ordinal) && text is not (":80" or "127.0.0.1: 80") ? text[..text.LastIndexOf(':')] : text)}\"", error, StringComparison.Ordinal);
    }

    private static ListenAddress At(string text) => ListenAddress.TryParse(text, out var address, out var error) ? address : throw new ArgumentException(error);

    /// <param name="Said">A part of each fault, in order.</param>
    public sealed record Case(string Title, ServerOptions Options, params IReadOnlyList<string> Said)
    {
        public override string ToString() => Title;
    }
}
