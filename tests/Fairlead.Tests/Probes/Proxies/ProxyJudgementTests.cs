using Fairlead.Core.Checks;
using Fairlead.Probes.Egress;
using Fairlead.Probes.Paths;
using Fairlead.Probes.Proxies;
using Xunit;
using static Fairlead.Tests.Probes.Egress.EgressScene;

namespace Fairlead.Tests.Probes.Proxies;

public sealed class ProxyJudgementTests
{
    private const string OwnProxy = "proxy: {http: 'http://proxy.contoso.com:3128', https: 'http://proxy.contoso.com:3128'}";

    private static readonly DialSeen Silence = Dial(TcpAnswer.Filtered, "192.0.2.1");
    private static readonly EgressSeen None = new([], Name());

    [Theory]
    [InlineData("", "", CheckOutcome.Passed, "not-set")]
    [InlineData("HTTPS_PROXY=http://x:1", "", CheckOutcome.Warning, "not-in-site")]
    [InlineData("HTTPS_PROXY=http:// ", "", CheckOutcome.Warning, "unreadable")]
    [InlineData("HTTPS_PROXY=http://x:1|https_proxy=http://y:1", "", CheckOutcome.Warning, "disagreeing")]
    [InlineData("https_proxy=http://ops:geheim@proxy.contoso.com:3128|http_proxy=http://proxy.contoso.com:3128", OwnProxy, CheckOutcome.Passed, "as-in-site")]
    [InlineData("https_proxy=http://other:3128|http_proxy=http://other:3128", OwnProxy, CheckOutcome.Warning, "not-in-site")]
    public void The_environment_is_held_against_the_site(string variables, string more, CheckOutcome outcome, string reason)
    {
        ArgumentNullException.ThrowIfNull(variables);
        var result = ProxyJudgement.OfEnvironment(SiteOf("kubernetes-vsphere", more), ProxySettingsTests.Environment(variables.Split('|', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal(("proxy.environment", outcome, reason), (result.Check.Id, result.Outcome, result.Reason));
        Assert.DoesNotContain("geheim", result.Message + string.Join("", result.Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public void Names_and_offers_of_a_proxy_are_shown()
    {
        var site = SiteOf("aks-arc-vmware");
        Assert.Equal(("no-search-domain", false), Brief(ProxyJudgement.OfWpadDns(site, [], [])));
        Assert.Equal(("not-found", true), Brief(ProxyJudgement.OfWpadDns(site, ["corp.example"], [])));
        var found = ProxyJudgement.OfWpadDns(site, ["corp.example"], [("wpad.corp.example", Name("10.0.0.9"))]);
        Assert.Equal((CheckOutcome.Warning, "wpad-found"), (found.Outcome, found.Reason));
        Assert.Contains("can't create clusters behind a proxy", found.Message, StringComparison.Ordinal);
        Assert.Equal(("dhcp-not-asked", false), Brief(ProxyJudgement.OfWpadDhcp(site, null)));
        Assert.Equal(("not-offered", true), Brief(ProxyJudgement.OfWpadDhcp(site, [])));
        var offered = ProxyJudgement.OfWpadDhcp(site, [new("10.20.0.67", "http://10.0.0.9/wpad.dat\u001b[2J")]);
        Assert.Equal((CheckOutcome.Warning, "wpad-offered"), (offered.Outcome, offered.Reason));
        Assert.Equal("option 252 from 10.20.0.67: http://10.0.0.9/wpad.dat [2J", Assert.Single(offered.Evidence).Text);
    }

    [Fact]
    public void What_answers_for_nobody_is_a_proxy()
    {
        var answer = Http(403, "HTTP/1.1", new KeyValuePair<string, string>("Server", "squid/5.7"));
        Assert.Equal(CheckOutcome.Passed, ProxyJudgement.OfTransparent(SiteOf("aks-arc-vmware"), None, Silence, null).Outcome);
        Assert.Equal(CheckOutcome.Failed, ProxyJudgement.OfTransparent(SiteOf("aks-arc-vmware"), None, Dial(TcpAnswer.Connected, "192.0.2.1"), answer).Outcome);
        Assert.Equal(CheckOutcome.Warning, ProxyJudgement.OfTransparent(SiteOf("kubernetes-vsphere"), None, Dial(TcpAnswer.Connected, "192.0.2.1"), answer).Outcome);
    }

    [Theory]
    [InlineData(1, "none-seen")]
    [InlineData(2, "transparent-proxy")]
    public void One_foreign_root_on_several_endpoints_is_a_proxy(int endpoints, string reason)
    {
        var inspected = Seen(Good() with { Chain = Chain(ChainTrust.Foreign, "CN=Corp TLS") });
        Assert.Equal(reason, ProxyJudgement.OfTransparent(SiteOf("aks-arc-vmware"), None with { Endpoints = [.. Enumerable.Repeat(inspected, endpoints)] }, Silence, null).Reason);
    }

    [Fact]
    public void A_needed_proxy_is_an_error_only_where_none_may_be()
    {
        foreach (var (profile, outcome) in new[] { ("aks-arc-vmware", CheckOutcome.Failed), ("kubernetes-vsphere", CheckOutcome.Warning) })
        {
            var site = SiteOf(profile);
            var behind = EndpointJudgement.Of(Seen(Connected() with { Tries = [Dial(TcpAnswer.Filtered)] }, Good(Proxy), Question(site)), Nothing);
            var result = ProxyJudgement.OfNeed(site, [behind]);
            Assert.Equal((outcome, "proxy-required"), (result.Outcome, result.Reason));
            Assert.Equal(outcome == CheckOutcome.Failed, result.Message.Contains("can't create clusters behind a proxy", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Whether_one_is_needed_is_said_only_where_something_was_reached()
    {
        var site = SiteOf("aks-arc-vmware");
        Assert.Equal(("no-endpoints", false), Brief(ProxyJudgement.OfNeed(site, [])));
        Assert.Equal(("not-needed", true), Brief(ProxyJudgement.OfNeed(site, [EndpointJudgement.Of(Seen(Good()), Nothing)])));
        var nothing = ProxyJudgement.OfNeed(site, [EndpointJudgement.Of(Seen(Connected() with { Tries = [Dial(TcpAnswer.Filtered)] }), Nothing)]);
        Assert.Equal((CheckOutcome.Unknown, "nothing-reached"), (nothing.Outcome, nothing.Reason));
    }

    private static (string Reason, bool IsRequired) Brief(CheckResult result) => (result.Reason, result.IsRequired);
}
