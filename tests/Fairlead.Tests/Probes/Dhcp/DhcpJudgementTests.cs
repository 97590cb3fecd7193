using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Dhcp;
using Xunit;

namespace Fairlead.Tests.Probes.Dhcp;

/// <summary>From offers to verdicts, for every verdict there is.</summary>
public sealed class DhcpJudgementTests
{
    private const string Declared = "{servers: [10.10.0.67], leaseTime: 8h, scopes: [{range: 10.20.1.0-10.20.2.255, exclude: [10.20.1.50-10.20.1.59]}]}";
    private static readonly MacAddress GatewayMac = Replies.Mac("00:50:56:00:00:01");

    private static readonly DhcpOffer Planned = new()
    {
        Identifier = IpAddr.Parse("10.10.0.67"),
        Source = IpAddr.Parse("10.20.0.1"),
        SourceMac = GatewayMac,
        Relay = IpAddr.Parse("10.20.0.1"),
        Offered = IpAddr.Parse("10.20.1.7"),
        Mask = IpAddr.Parse("255.255.252.0"),
        Routers = [IpAddr.Parse("10.20.0.1")],
        DnsServers = [IpAddr.Parse("10.10.0.53"), IpAddr.Parse("10.10.0.54")],
        LeaseTime = TimeSpan.FromHours(8),
        At = DateTimeOffset.UnixEpoch,
    };

    private static readonly DhcpOffer Rogue = Planned with { Identifier = IpAddr.Parse("192.168.1.1"), Source = IpAddr.Parse("192.168.1.1"), SourceMac = Replies.Mac("02:00:00:00:66:66"), Relay = null, Offered = IpAddr.Parse("192.168.1.50") };

    [Fact]
    public void As_planned_behind_a_relay() => Judge(Declared, [Planned],
        "dhcp.server passed offer", "dhcp.rogue passed none-seen", "dhcp.relay passed relayed", "dhcp.router passed same-router", "dhcp.mask passed same-mask", "dhcp.dns passed same-dns",
        "dhcp.lease-time passed same-lease-time", "dhcp.offer-in-scope passed in-scope", "dhcp.offer-on-claim passed unclaimed", "dhcp.remaining unknown needs the server's leases");

    [Fact]
    public void What_is_left_is_unknown_and_never_required()
    {
        var remaining = Results(Declared, []).Single(result => result.Check.Id == "dhcp.remaining");

        Assert.Equal((Verdict.Unknown, false, false), (remaining.Verdict, remaining.IsRequired, remaining.IsOpen));
    }

    [Fact]
    public void Nobody_answers() => Judge(Declared, [], "dhcp.server failed no-offer", "dhcp.rogue passed none-seen", "dhcp.remaining unknown needs the server's leases");

    [Fact]
    public void Nobody_answers_where_none_is_declared() => Has("{scopes: []}", [], "dhcp.server failed no-offer");

    [Fact]
    public void A_partner_that_is_silent_may_be_a_standby()
    {
        var results = Results(Declared.Replace("[10.10.0.67]", "[10.10.0.67, 10.10.0.68]", StringComparison.Ordinal), [Planned]);

        var silent = Assert.Single(results, result => result.Reason == "silent");
        Assert.Equal(("10.10.0.68", CheckOutcome.Unknown, false), (silent.Target, silent.Outcome, silent.IsRequired));
    }

    [Fact]
    public void A_rogue_alone_does_not_stand_in_for_the_declared_server() =>
        Judge(Declared, [Rogue], "dhcp.server failed no-offer", "dhcp.rogue failed rogue-server", "dhcp.remaining unknown needs the server's leases");

    [Fact]
    public void Two_rogues_with_one_identifier_are_told_apart_by_their_MACs()
    {
        var results = Results(Declared, [Planned, Rogue, Rogue with { SourceMac = Replies.Mac("02:00:00:00:66:67") }, Rogue]);

        Assert.Equal(2, results.Count(result => result.Reason == "rogue-server"));
        Assert.Contains(results, result => result.Message.Contains("MAC 02:00:00:00:66:67", StringComparison.Ordinal));
    }

    [Fact]
    public void An_undeclared_server_behind_the_relay_is_a_rogue_all_the_same() => Has(Declared, [Planned with { Identifier = IpAddr.Parse("10.10.0.99") }], "dhcp.rogue failed rogue-server");

    [Theory]
    [InlineData("10.20.0.1", "10.20.0.1", "00:50:56:00:00:01")] // giaddr and identifier are the gateway
    [InlineData("10.20.0.2", "10.20.0.2", "00:50:56:00:00:02")] // a router beside it
    [InlineData("10.20.0.1", null, "00:50:56:00:00:01")] // giaddr was cleared, the MAC is the gateway's
    public void An_identifier_that_is_the_relay_s_own_is_no_rogue(string identifier, string? relay, string mac)
    {
        var offer = Planned with { Identifier = IpAddr.Parse(identifier), Relay = relay is null ? null : IpAddr.Parse(relay), SourceMac = Replies.Mac(mac) };

        Has(Declared, [offer], "dhcp.server unknown hidden-by-relay", "dhcp.rogue passed none-seen", "dhcp.relay passed relayed");
    }

    [Fact]
    public void The_gateway_s_address_from_another_MAC_is_a_rogue() =>
        Has(Declared, [Planned with { Identifier = IpAddr.Parse("10.20.0.1"), Relay = null, SourceMac = Replies.Mac("02:00:00:00:66:66") }], "dhcp.rogue failed rogue-server");

    [Fact]
    public void A_gateway_that_several_routers_share_offers_from_a_router_s_own_MAC()
    {
        var shared = new Dictionary<IpAddr, MacAddress> { [IpAddr.Parse("10.20.0.1")] = Replies.Mac("00:00:5e:00:01:07") };
        var results = Results(Declared, [Planned with { Identifier = IpAddr.Parse("10.20.0.1"), Relay = null, SourceMac = Replies.Mac("00:50:56:00:00:09") }], shared);

        Assert.DoesNotContain(results, result => result.Reason == "rogue-server");
    }

    [Fact]
    public void A_gateway_whose_MAC_is_not_known_is_taken_by_its_address()
    {
        var results = Results(Declared, [Planned with { Identifier = IpAddr.Parse("10.20.0.1"), Relay = null }], new Dictionary<IpAddr, MacAddress>());

        Assert.Contains(results, result => result.Reason == "hidden-by-relay");
    }

    [Fact]
    public void One_identifier_from_two_machines_of_the_link()
    {
        var onLink = Declared.Replace("10.10.0.67", "10.20.0.67", StringComparison.Ordinal);
        var direct = Planned with { Identifier = IpAddr.Parse("10.20.0.67"), Source = IpAddr.Parse("10.20.0.67"), Relay = null, SourceMac = Replies.Server };

        Has(onLink, [direct, direct with { SourceMac = Replies.Mac("02:00:00:00:66:66") }], "dhcp.server passed offer", "dhcp.rogue warning one-server-two-macs", "dhcp.relay passed direct");
        // Two relays of one server are as it should be.
        Has(Declared, [Planned, Planned with { Relay = IpAddr.Parse("10.20.0.2"), SourceMac = Replies.Mac("00:50:56:00:00:02") }], "dhcp.rogue passed none-seen", "dhcp.relay passed relayed");
    }

    [Fact]
    public void One_server_where_none_is_declared()
    {
        var results = Results("{leaseTime: 8h, scopes: [{range: 10.20.1.0-10.20.2.255}]}", [Planned]);

        var seen = results.Single(result => result.Check.Id == "dhcp.rogue");
        Assert.Equal((CheckOutcome.Unknown, "no-servers-declared", false), (seen.Outcome, seen.Reason, seen.IsRequired));
        Assert.Contains(results, result => result is { Check.Id: "dhcp.router", Outcome: CheckOutcome.Passed });
    }

    [Fact]
    public void Several_servers_where_none_is_declared() => Has("{scopes: [{range: 10.20.1.0-10.20.2.255}]}", [Planned, Rogue], "dhcp.rogue warning several-servers", "dhcp.offer-in-scope failed outside-segment");

    [Fact]
    public void A_relay_outside_the_segment() => Has(Declared, [Planned with { Relay = IpAddr.Parse("10.99.0.1") }], "dhcp.relay warning relay-outside-segment");

    [Theory]
    [InlineData("10.20.1.55", "failed excluded")]
    [InlineData("10.20.3.200", "failed outside-scope")]
    [InlineData("10.30.0.1", "failed outside-segment")]
    [InlineData("10.20.2.255", "passed in-scope")]
    public void Where_an_offered_address_lies(string offered, string expected) => Has(Declared, [Planned with { Offered = IpAddr.Parse(offered) }], $"dhcp.offer-in-scope {expected}");

    [Fact]
    public void Without_a_declared_scope_there_is_nothing_to_compare() => Has("{servers: [10.10.0.67]}", [Planned], "dhcp.offer-in-scope skipped no-scope-declared", "dhcp.lease-time skipped no-lease-time-declared");

    [Theory]
    [InlineData("10.20.0.20", "control plane IP")]
    [InlineData("10.20.3.9", "load balancer range")]
    [InlineData("10.20.0.1", "gateway")]
    [InlineData("10.20.0.5", "reserved range")]
    public void An_offer_on_a_claim_names_its_owner(string offered, string owner)
    {
        var claimed = Results(Declared, [Planned with { Offered = IpAddr.Parse(offered) }]).Single(result => result.Check.Id == "dhcp.offer-on-claim");

        Assert.Equal((CheckOutcome.Failed, "claimed", offered), (claimed.Outcome, claimed.Reason, claimed.Target));
        Assert.Contains(owner, claimed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_rogue_s_offer_on_a_claim_is_found_too() => Has(Declared, [Planned, Rogue with { Offered = IpAddr.Parse("10.20.0.20") }], "dhcp.offer-on-claim failed claimed");

    [Theory]
    [InlineData("", "failed no-router")]
    [InlineData("10.20.0.2", "failed other-router")]
    [InlineData("10.20.0.2 10.20.0.1", "failed other-router")]
    [InlineData("10.20.0.1 10.20.0.2", "warning more-routers")]
    public void Routers(string routers, string expected) => Has(Declared, [Planned with { Routers = Addresses(routers) }], $"dhcp.router {expected}");

    [Theory]
    [InlineData(null, "failed no-mask")]
    [InlineData("255.255.254.0", "failed other-mask")]
    public void Masks(string? mask, string expected) => Has(Declared, [Planned with { Mask = mask is null ? null : IpAddr.Parse(mask) }], $"dhcp.mask {expected}");

    [Theory]
    [InlineData("", "failed no-dns")]
    [InlineData("10.10.0.53", "failed other-dns")]
    [InlineData("10.10.0.53 10.10.0.54 8.8.8.8", "failed other-dns")]
    [InlineData("10.10.0.54 10.10.0.53", "passed same-dns")] // in another order
    public void DnsServers(string servers, string expected) => Has(Declared, [Planned with { DnsServers = Addresses(servers) }], $"dhcp.dns {expected}");

    [Theory]
    [InlineData(null, "failed no-lease-time")]
    [InlineData(3600, "warning shorter-lease-time")]
    [InlineData(86400, "failed longer-lease-time")]
    public void LeaseTimes(int? seconds, string expected) => Has(Declared, [Planned with { LeaseTime = seconds is { } given ? TimeSpan.FromSeconds(given) : null }], $"dhcp.lease-time {expected}");

    [Fact]
    public void A_server_that_says_one_thing_and_then_another_is_judged_by_what_is_wrong() => Has(Declared, [Planned, Planned with { Routers = Addresses("10.20.0.2") }], "dhcp.router failed other-router");

    [Fact]
    public void On_a_static_segment_any_answer_is_a_warning()
    {
        var expected = Expectation("static", "");
        var seen = new DhcpObservation([Planned, Rogue], 5, IsBroken: false);
        var lines = Lines(DhcpFamily.Judge(expected, seen, new DhcpSight(expected, seen, new Dictionary<IpAddr, MacAddress>())));

        Assert.Equal(["dhcp.rogue warning dhcp-on-static-segment", "dhcp.rogue warning dhcp-on-static-segment", "dhcp.offer-on-claim failed claimed"], lines); // 10.20.1.7 belongs to the pool
    }

    [Fact]
    public void Proxy_configurations_are_there_for_who_asks()
    {
        var seen = new DhcpObservation([Planned with { ProxyAutoConfig = "http://wpad/wpad.dat" }, Planned, Planned with { ProxyAutoConfig = "http://wpad/wpad.dat" }], 3, IsBroken: false);

        Assert.Equal(["http://wpad/wpad.dat"], seen.ProxyAutoConfigs);
    }

    private static void Judge(string dhcp, IReadOnlyList<DhcpOffer> offers, params string[] lines) => Assert.Equal(lines, Lines(Results(dhcp, offers)));

    private static void Has(string dhcp, IReadOnlyList<DhcpOffer> offers, params string[] lines) => Assert.All(lines, line => Assert.Contains(line, Lines(Results(dhcp, offers))));

    private static List<CheckResult> Results(string dhcp, IReadOnlyList<DhcpOffer> offers, IReadOnlyDictionary<IpAddr, MacAddress>? gateways = null)
    {
        var expected = Expectation("dhcp", $"dhcp: {dhcp}");
        var seen = new DhcpObservation(offers, 5, IsBroken: false);
        return [.. DhcpFamily.Judge(expected, seen, new DhcpSight(expected, seen, gateways ?? new Dictionary<IpAddr, MacAddress> { [IpAddr.Parse("10.20.0.1")] = GatewayMac }))];
    }

    private static DhcpExpectation Expectation(string addressing, string more)
    {
        var plan = Plans.Of($$"""
            apiVersion: fairlead.dev/v1
            kind: Site
            name: madrid
            profile: kubernetes-vsphere
            segments:
              - name: prod
                prefix: 10.20.0.0/22
                gateway: 10.20.0.1
                dnsServers: [10.10.0.53, 10.10.0.54]
                addressing: {{addressing}}
                {{(more.Length > 0 ? more : "pool: 10.20.1.0-10.20.1.99")}}
                reserved: [{range: 10.20.0.2-10.20.0.9, for: switches}]
            clusters:
              - name: shop
                segment: prod
                controlPlane: {ip: 10.20.0.20}
                loadBalancer: {addresses: 10.20.3.1-10.20.3.31}
            """);
        Assert.False(plan.HasUnusableInput, string.Join('\n', plan.Diagnostics.Select(finding => finding.Message)));
        return new(plan.Estate.Segments.Single(), plan.Claims);
    }

    private static IReadOnlyList<string> Lines(IEnumerable<CheckResult> results) => [.. results.Select(Line)];

    /// <summary>Whoever meets a reason finds it explained on the check's page.</summary>
    private static string Line(CheckResult result)
    {
        Assert.Contains($"`{result.Reason}`", CheckText.Of(result.Check).Asks, StringComparison.Ordinal);
        return $"{result.Check.Id} {result.Outcome.Word()} {result.Reason}";
    }

    private static IpAddr[] Addresses(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IpAddr.Parse)];
}
