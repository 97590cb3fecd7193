using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Dhcp;
using Xunit;

namespace Fairlead.SystemTests.Dhcp;

/// <summary>DHCPv6 servers and routers that advertise themselves.</summary>
public sealed class Ipv6Tests
{
    private const string GatewayMac = "02:00:00:00:00:01";

    private const string Segment = """
        prefix: 2001:db8:20::/64
        gateway: 2001:db8:20::1
        dnsServers: ["2001:db8:10::53"]
        addressing: dhcp
        dhcp:
          servers: ["fe80::67"]
          scopes: [{range: "2001:db8:20::1000-2001:db8:20::1fff"}]
        """;

    private const string AsPlanned = "AdvManagedFlag on; AdvOtherConfigFlag on; prefix 2001:db8:20::/64 { AdvAutonomous off; }; RDNSS 2001:db8:10::53 { };";

    private static readonly KeaScope Scope = new("2001:db8:20::/64", "2001:db8:20::1000 - 2001:db8:20::10ff", 28800, ("dns-servers", "2001:db8:10::53"));

    public Ipv6Tests() => LabNetwork.Require();

    [Fact]
    public async Task A_server_and_a_gateway_as_planned()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => Link(plan, AsPlanned, Scope), ct);

        var check = await RunAsync(lab, Segment, ct);

        var duid = check.Find("dhcp.v6-server", "passed").GetProperty("target").GetString();
        check.MustSay(0,
            $"dhcp.v6-server dhcp {duid} passed advertise",
            "dhcp.v6-rogue dhcp passed none-seen",
            "dhcp.offer-in-scope dhcp * passed in-scope",
            "dhcp.offer-on-claim dhcp * passed unclaimed",
            $"dhcp.dns dnsServers {duid} passed same-dns",
            "dhcp.ra-router gateway fe80::ff:fe00:1 passed declared-gateway",
            "dhcp.ra-flags dhcp fe80::ff:fe00:1 passed managed",
            "dhcp.ra-prefix prefix fe80::ff:fe00:1 passed same-prefix",
            "dhcp.ra-dns dnsServers fe80::ff:fe00:1 passed same-dns",
            "dhcp.remaining dhcp unknown/unknown needs the server's leases");
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(lab["kea"].Folder, KeaNodes.LeaseFile), ct));
    }

    [Fact]
    public async Task A_rogue_router_and_a_gateway_that_says_otherwise()
    {
        var ct = TestContext.Current.CancellationToken;
        const string Otherwise = "AdvManagedFlag off; prefix 2001:db8:21::/64 { }; RDNSS 2001:db8:10::54 { };";
        await using var lab = await LabNetwork.StartAsync(plan => plan
            .Segment("lan")
            .Node("client", node => node.On("lan"))
            .Node("gateway", node => node.On("lan", GatewayMac, 1500, "2001:db8:20::1/64").Forwards().RunsRadvd(Otherwise))
            .Node("rogue", node => node.On("lan", "02:00:00:00:00:66", 1500).Forwards().RunsRadvd("prefix 2001:db8:66::/64 { };")), ct);

        var check = await RunAsync(lab, Segment, ct);

        check.MustSay(1,
            "dhcp.v6-server dhcp failed no-advertise",
            "dhcp.ra-router gateway fe80::ff:fe00:1 passed declared-gateway",
            "dhcp.ra-router gateway fe80::ff:fe00:66 failed rogue-router",
            "dhcp.ra-flags dhcp fe80::ff:fe00:1 failed not-managed",
            "dhcp.ra-prefix prefix fe80::ff:fe00:1 failed other-prefix",
            "dhcp.ra-dns dnsServers fe80::ff:fe00:1 failed other-dns",
            "dhcp.remaining dhcp unknown/unknown needs the server's leases");
    }

    [Fact]
    public async Task A_router_on_a_segment_without_ipv6_is_a_warning()
    {
        var ct = TestContext.Current.CancellationToken;
        const string Ipv4 = """
            prefix: 10.20.0.0/22
            gateway: 10.20.0.1
            addressing: static
            pool: 10.20.1.0-10.20.1.99
            """;
        await using var lab = await LabNetwork.StartAsync(plan => plan
            .Segment("lan")
            .Node("client", node => node.On("lan"))
            .Node("rogue", node => node.On("lan", "02:00:00:00:00:66", 1500).Forwards().RunsRadvd("prefix 2001:db8:66::/64 { };")), ct);

        var check = await RunAsync(lab, Ipv4, ct);

        check.MustSay(0, "dhcp.rogue dhcp passed no-offer", "dhcp.ra-router gateway fe80::ff:fe00:66 warning ra-without-prefix");
    }

    /// <summary>The clusters of the other tests have IPv4 addresses.</summary>
    private static Task<DhcpCheck> RunAsync(LabNetwork lab, string segment, CancellationToken ct)
    {
        var site = DhcpCheck.Site(segment);
        return DhcpCheck.RunAsync(lab["client"], site[..site.IndexOf("clusters:", StringComparison.Ordinal)], ct);
    }

    private static void Link(LabPlan plan, string router, KeaScope scope) => plan
        .Segment("lan")
        .Node("client", node => node.On("lan"))
        .Node("gateway", node => node.On("lan", GatewayMac, 1500, "2001:db8:20::1/64").Forwards().RunsRadvd(router))
        .Node("kea", node => node.On("lan", "fe80::67/64").RunsKea6(scope));
}
