using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Egress;
using Fairlead.Probes.Paths;
using Xunit;
using static Fairlead.Tests.Probes.Egress.EgressScene;

namespace Fairlead.Tests.Probes.Egress;

public sealed class EndpointJudgementTests
{
    private const string OwnProxy = "proxy: {http: 'http://proxy.contoso.com:3128', https: 'http://proxy.contoso.com:3128'}";

    private static readonly WaySeen Shut = Connected() with { Tries = [Dial(TcpAnswer.Filtered)] };
    private static readonly WaySeen Denied = Connected(Proxy) with { Tunnel = Http(403) };
    private static readonly WaySeen Asked = Connected(Proxy) with { Tunnel = Http(407) };
    private static readonly WaySeen Failed = Connected(Proxy) with { Tunnel = Http(503) };
    private static readonly WaySeen Inspected = Good() with { Chain = Chain(ChainTrust.Foreign) };

    private static readonly string[] Unrelated = ["mcr", "gcr", "pypi"];
    private static readonly int[] Offsets = [0, 1, 100_000];

    public sealed record Case(string Title, CheckOutcome Outcome, string Reason)
    {
        internal WaySeen Direct { get; init; } = Shut;

        internal WaySeen? Proxied { get; init; }

        internal string Profile { get; init; } = "aks-arc-vmware";

        internal string More { get; init; } = "";

        public override string ToString() => Title;
    }

    public static TheoryData<Case> Cases =>
    [
        new Case("direct", CheckOutcome.Passed, "reachable") { Direct = Good() },
        new Case("direct, and a proxy that says no", CheckOutcome.Passed, "reachable") { Direct = Good(), Proxied = Denied },
        new Case("shut, no proxy", CheckOutcome.Failed, "tcp-filtered"),
        new Case("shut, the proxy lets it out", CheckOutcome.Failed, "proxy-required") { Proxied = Good(Proxy) },
        new Case("shut, the proxy asks for a user", CheckOutcome.Failed, "proxy-auth") { Proxied = Asked },
        new Case("shut, the proxy says no", CheckOutcome.Failed, "proxy-denied") { Proxied = Denied },
        new Case("shut, the proxy inspects", CheckOutcome.Failed, "tls-inspected") { Proxied = Good(Proxy) with { Chain = Chain(ChainTrust.Foreign) } },
        new Case("shut for the proxy too", CheckOutcome.Failed, "tcp-filtered") { Proxied = Failed },
        new Case("inspected, the proxy lets it out", CheckOutcome.Failed, "tls-inspected") { Direct = Inspected, Proxied = Good(Proxy) },
        new Case("elsewhere a needed proxy is a warning", CheckOutcome.Warning, "proxy-required") { Proxied = Good(Proxy), Profile = "kubernetes-vsphere" },
        new Case("the site's own proxy is the way that counts", CheckOutcome.Passed, "reachable") { Proxied = Good(Proxy), Profile = "kubernetes-vsphere", More = OwnProxy },
        new Case("the site's own proxy says no, though the direct way is open", CheckOutcome.Failed, "proxy-denied") { Direct = Good(), Proxied = Denied, Profile = "kubernetes-vsphere", More = OwnProxy },
        new Case("where none may be, the site's own proxy does not count", CheckOutcome.Failed, "proxy-required") { Proxied = Good(Proxy), More = OwnProxy },
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Both_ways_make_one_answer(Case each)
    {
        ArgumentNullException.ThrowIfNull(each);
        var result = EndpointJudgement.Of(Seen(each.Direct, each.Proxied, Question(SiteOf(each.Profile, each.More))), Nothing);
        Assert.Equal((each.Outcome, each.Reason), (result.Outcome, result.Reason));
        Assert.Equal(("madrid", "mcr.microsoft.com:443"), (result.Subject, result.Target));
        Assert.True(result.IsRequired);
        Assert.DoesNotContain("geheim", result.Message + result.Hint + string.Join("", result.Evidence), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wildcard_without_a_member_is_unknown_and_says_why()
    {
        var result = EndpointJudgement.Of(Seen(null, question: Question(id: "blob-storage") with { Host = null }), Nothing);
        Assert.Equal((CheckOutcome.Unknown, "needs a concrete host", false), (result.Outcome, result.Reason, result.IsRequired));
        Assert.Equal("*.blob.core.windows.net:443", result.Target);
    }

    [Fact]
    public void What_a_resolver_says_for_no_name_gives_its_sinkhole_away()
    {
        var caught = Seen(Connected() with { Name = Name("10.6.6.6"), Tls = Tls(TlsEnd.Closed) });
        var context = EgressContext.Of(new([caught], Name("10.6.6.6")));
        Assert.Equal("dns-sinkhole", EndpointJudgement.Of(caught, context).Reason);
    }

    [Fact]
    public void Three_unrelated_domains_at_one_inside_address_are_a_sinkhole_and_two_are_not()
    {
        var all = Unrelated.Append("google-storage").Select(id => Seen(Connected() with { Name = Name("10.6.6.6"), Tls = Tls(TlsEnd.Closed) }, question: Question(id: id))).ToList();
        Assert.Equal([IpAddr.Parse("10.6.6.6")], EgressContext.Of(new(all, Name())).Sinkholes);
        Assert.Empty(EgressContext.Of(new([.. all.Take(2)], Name())).Sinkholes);
    }

    [Fact]
    public void Private_endpoints_that_prove_themselves_may_share_an_address()
    {
        var all = Unrelated.Select(id => Seen(Good() with { Name = Name("10.6.6.6") }, question: Question(id: id))).ToList();
        Assert.Empty(EgressContext.Of(new(all, Name())).Sinkholes);
    }

    [Fact]
    public void The_middle_clock_counts()
    {
        var all = Offsets.Select(seconds => Seen(Good() with { Http = Http(200, "HTTP/2", Date(Now.AddSeconds(seconds))) })).ToList();
        Assert.Equal(TimeSpan.FromSeconds(1), EgressContext.Of(new(all, Name())).ClockOffset);
    }
}
