using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Dhcp;
using Xunit;

namespace Fairlead.Tests.Probes.Dhcp;

/// <summary>From advertisements to verdicts, for every verdict there is.</summary>
public sealed class Ipv6JudgementTests
{
    private const string LinkLocalServer = "{servers: ['fe80::67'], scopes: [{range: '2001:db8:20::1000-2001:db8:20::1fff'}]}";
    private const string GlobalServer = "{servers: ['2001:db8:10::67'], scopes: [{range: '2001:db8:20::1000-2001:db8:20::1fff'}]}";

    private static readonly byte[] UsualOptions = [.. Replies.PrefixOption("2001:db8:20::", 64, 0x80), .. Replies.DnsOption("2001:db8:10::53")];

    [Fact]
    public void A_server_as_planned() => Servers(LinkLocalServer, [Advertise(Replies.UsualAdvertise(1))],
        "dhcp.v6-server passed advertise", "dhcp.v6-rogue passed none-seen", "dhcp.offer-in-scope passed in-scope", "dhcp.offer-on-claim passed unclaimed", "dhcp.dns passed same-dns");

    [Fact]
    public void Nobody_advertises() => Servers(LinkLocalServer, [], "dhcp.v6-server failed no-advertise");

    [Fact]
    public void A_server_without_addresses()
    {
        var refusal = Replies.Advertise(1, [.. Replies.Option6(Dhcp6Option.ServerIdentifier, 0, 3, 0, 1), .. Replies.Option6(Dhcp6Option.Association, [.. new byte[12], .. Replies.Option6(Dhcp6Option.StatusCode, 0, 2)])]);

        Servers(LinkLocalServer, [Advertise(refusal)], "dhcp.v6-server failed no-addresses", "dhcp.v6-rogue passed none-seen", "dhcp.dns failed no-dns");
    }

    [Theory]
    [InlineData(LinkLocalServer, "failed rogue-server")] // recognised by its address, so the other is a stranger
    [InlineData(GlobalServer, "warning several-servers")] // only their number tells
    [InlineData("{scopes: []}", "warning several-servers")]
    [InlineData("{servers: ['2001:db8:10::67', '2001:db8:10::68'], scopes: []}", "passed as-many-as-declared")]
    public void Two_servers(string dhcp, string expected)
    {
        var second = Replies.Advertise(1, [.. Replies.Option6(Dhcp6Option.ServerIdentifier, 0, 3, 0, 1, 9), .. Replies.Option6(Dhcp6Option.DnsServers, [.. Replies.Octets("2001:db8:10::53")])]);

        Assert.Contains($"dhcp.v6-rogue {expected}", Lines(Dhcp6Judgement.Of(Expectation(dhcp), Seen([Advertise(Replies.UsualAdvertise(1)), Advertise(second, "fe80::66")], []))));
    }

    [Fact]
    public void A_server_that_names_its_unicast_address_is_recognised()
    {
        var advertise = Replies.Advertise(1, [.. Replies.UsualAdvertise(1)[4..], .. Replies.Option6(Dhcp6Option.Unicast, [.. Replies.Octets("2001:db8:10::67")])]);

        Assert.Contains("dhcp.v6-rogue passed none-seen", Lines(Dhcp6Judgement.Of(Expectation(GlobalServer), Seen([Advertise(advertise, "fe80::1")], []))));
    }

    [Fact]
    public void A_gateway_as_planned_is_known_by_its_MAC() => Routers("2001:db8:20::1", "dhcp", [Router(0x80, UsualOptions)],
        "dhcp.ra-router passed declared-gateway", "dhcp.ra-flags passed managed", "dhcp.ra-prefix passed same-prefix", "dhcp.ra-dns passed same-dns");

    [Fact]
    public void A_gateway_that_is_written_link_local_is_known_by_its_address() => Assert.Contains("dhcp.ra-router passed declared-gateway", RouterLines("fe80::1", "dhcp", [Router(0x80, UsualOptions)], isGatewayKnown: false));

    [Theory]
    [InlineData("fe80::2", false, "failed rogue-router")]
    [InlineData("2001:db8:20::1", false, "unknown gateway-silent")]
    public void A_router_that_is_not_proved_to_be_the_gateway(string gateway, bool isGatewayKnown, string expected) =>
        Assert.Contains($"dhcp.ra-router {expected}", RouterLines(gateway, "dhcp", [Router(0x80, UsualOptions)], isGatewayKnown));

    [Fact]
    public void A_rogue_beside_the_gateway_is_one_finding() => Routers("2001:db8:20::1", "dhcp", [Router(0x80, UsualOptions), Router(0, [], "fe80::66", "02:00:00:00:00:66")],
        "dhcp.ra-router passed declared-gateway", "dhcp.ra-router failed rogue-router", "dhcp.ra-flags passed managed", "dhcp.ra-prefix passed same-prefix", "dhcp.ra-dns passed same-dns");

    [Fact]
    public void Routers_where_no_gateway_is_declared()
    {
        Assert.Contains("dhcp.ra-router unknown no-gateway-declared", RouterLines(null, "dhcp", [Router(0x80, UsualOptions)]));
        Assert.Equal(2, RouterLines(null, "dhcp", [Router(0x80, UsualOptions), Router(0x80, UsualOptions, "fe80::66")]).Count(line => line == "dhcp.ra-router warning several-routers"));
    }

    [Theory]
    [InlineData("dhcp", "failed no-router")]
    [InlineData("static", "passed no-router")]
    public void Nobody_answers(string addressing, string expected) => Routers("2001:db8:20::1", addressing, [], $"dhcp.ra-router {expected}");

    [Fact]
    public void A_gateway_that_is_no_default_router() => Assert.Contains("dhcp.ra-router failed no-default-router", RouterLines("2001:db8:20::1", "dhcp", [Router(0x80, UsualOptions, lifetime: 0)]));

    [Fact]
    public void Without_M_nobody_asks() => Assert.Contains("dhcp.ra-flags failed not-managed", RouterLines("2001:db8:20::1", "dhcp", [Router(0x40, UsualOptions)]));

    [Fact]
    public void On_a_static_segment_flags_do_not_matter() => Assert.DoesNotContain(RouterLines("2001:db8:20::1", "static", [Router(0, UsualOptions)]), line => line.StartsWith("dhcp.ra-flags", StringComparison.Ordinal));

    [Fact]
    public void Prefixes()
    {
        Assert.Contains("dhcp.ra-prefix warning no-prefix", RouterLines("2001:db8:20::1", "dhcp", [Router(0x80, [])]));
        Assert.Contains("dhcp.ra-prefix warning no-prefix", RouterLines("2001:db8:20::1", "dhcp", [Router(0x80, Replies.PrefixOption("2001:db8:20::", 64, 0x80, valid: 0))]));
        Assert.Contains("dhcp.ra-prefix failed other-prefix", RouterLines("2001:db8:20::1", "dhcp", [Router(0x80, Replies.PrefixOption("2001:db8:20::", 56, 0x80))]));
        Assert.Contains("dhcp.ra-prefix warning more-prefixes", RouterLines("2001:db8:20::1", "dhcp", [Router(0x80, [.. UsualOptions, .. Replies.PrefixOption("2001:db8:21::", 64, 0x80)])]));
        Assert.Contains("dhcp.ra-prefix warning autonomous", RouterLines("2001:db8:20::1", "dhcp", [Router(0x80, Replies.PrefixOption("2001:db8:20::", 64))]));
    }

    [Fact]
    public void Dns_servers_of_the_router()
    {
        Assert.Contains("dhcp.ra-dns failed other-dns", RouterLines("2001:db8:20::1", "dhcp", [Router(0x80, Replies.DnsOption("2001:db8:10::54"))]));
        Assert.DoesNotContain(RouterLines("2001:db8:20::1", "dhcp", [Router(0x80, [])]), line => line.StartsWith("dhcp.ra-dns", StringComparison.Ordinal));
    }

    private static void Servers(string dhcp, IReadOnlyList<Dhcp6Advertise> advertises, params string[] lines) => Assert.Equal(lines, Lines(Dhcp6Judgement.Of(Expectation(dhcp), Seen(advertises, []))));

    private static void Routers(string? gateway, string addressing, IReadOnlyList<RouterSeen> routers, params string[] lines) => Assert.Equal(lines, RouterLines(gateway, addressing, routers));

    private static IReadOnlyList<string> RouterLines(string? gateway, string addressing, IReadOnlyList<RouterSeen> routers, bool isGatewayKnown = true) =>
        Lines(RouterJudgement.Of(Expectation(LinkLocalServer, gateway, addressing), Seen([], routers, isGatewayKnown)));

    private static Ipv6Observation Seen(IReadOnlyList<Dhcp6Advertise> advertises, IReadOnlyList<RouterSeen> routers, bool isGatewayKnown = true) =>
        new(advertises, 5, routers, isGatewayKnown ? new Dictionary<IpAddr, MacAddress> { [IpAddr.Parse("2001:db8:20::1")] = Replies.Server } : [], IsBroken: false);

    private static Dhcp6Advertise Advertise(byte[] octets, string source = "fe80::67")
    {
        Assert.True(Dhcp6Packet.TryReadAdvertise(octets, out var packet));
        return new(packet, IpAddr.Parse(source), Replies.Server, DateTimeOffset.UnixEpoch);
    }

    private static RouterSeen Router(byte flags, byte[] options, string source = "fe80::1", string mac = "02:00:00:00:00:67", ushort lifetime = 1800)
    {
        Assert.True(IpFrame.TryRead(Replies.RouterFrame(flags, lifetime, options, source), out var frame));
        Assert.True(RouterAdvertisement.TryRead(frame, out var said));
        return new(said, IpAddr.Parse(source), Replies.Mac(mac), DateTimeOffset.UnixEpoch);
    }

    private static DhcpExpectation Expectation(string dhcp, string? gateway = "2001:db8:20::1", string addressing = "dhcp")
    {
        var plan = Plans.Of($$"""
            apiVersion: fairlead.dev/v1
            kind: Site
            name: madrid
            profile: kubernetes-vsphere
            segments:
              - name: prod
                prefix: 2001:db8:20::/64
                {{(gateway is null ? "vlan: 7" : $"gateway: '{gateway}'")}}
                dnsServers: ['2001:db8:10::53']
                addressing: {{addressing}}
                {{(addressing == "dhcp" ? $"dhcp: {dhcp}" : "pool: '2001:db8:20::2000-2001:db8:20::20ff'")}}
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
}
