using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Dhcp;
using Xunit;

namespace Fairlead.SystemTests.Dhcp;

/// <summary>Who should not answer, who does not, and from where nothing can be asked.</summary>
public sealed class DhcpStrangerTests
{
    private const string Segment = """
        prefix: 10.20.0.0/22
        gateway: 10.20.0.1
        dnsServers: [10.10.0.53]
        addressing: dhcp
        dhcp:
          servers: [10.20.0.67]
          leaseTime: 8h
          scopes: [{range: 10.20.1.0-10.20.2.255}]
        """;

    private const string Remaining = "dhcp.remaining dhcp unknown/unknown needs the server's leases";
    private const string NoRouter = "dhcp.ra-router gateway passed no-router";

    public DhcpStrangerTests() => LabNetwork.Require();

    [Fact]
    public async Task A_rogue_beside_the_declared_server_is_named()
    {
        var ct = TestContext.Current.CancellationToken;
        var scope = new KeaScope("10.20.0.0/22", "10.20.1.100 - 10.20.1.199", 28800, ("routers", "10.20.0.1"), ("domain-name-servers", "10.10.0.53"));
        await using var lab = await LabNetwork.StartAsync(
            plan => DhcpServerTests.OnLink(plan, scope).Node("rogue", node => node.On("lan", "02:00:00:00:66:66", 1500, "10.20.0.66/22").RunsDnsmasq("10.20.3.5,10.20.3.5,255.255.252.0,1h", "3,10.20.0.66")), ct);

        var check = await DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(Segment), ct);

        check.MustSay(1,
            "dhcp.server dhcp/servers/0 10.20.0.67 passed offer",
            "dhcp.rogue dhcp 10.20.0.66 failed rogue-server",
            "dhcp.relay dhcp passed direct",
            "dhcp.offer-in-scope dhcp * passed in-scope",
            "dhcp.offer-on-claim dhcp * passed unclaimed",
            "dhcp.offer-on-claim dhcp * failed claimed",
            "dhcp.router gateway 10.20.0.67 passed same-router",
            "dhcp.mask prefix 10.20.0.67 passed same-mask",
            "dhcp.dns dnsServers 10.20.0.67 passed same-dns",
            "dhcp.lease-time dhcp/leaseTime 10.20.0.67 passed same-lease-time",
            Remaining, NoRouter);
        Assert.Equal("A DHCP server that the site does not name answers on madrid/prod: 10.20.0.66 (MAC 02:00:00:00:66:66, a virtual or random MAC) offers 10.20.3.5. Nodes take the first offer that comes.", check.Message("dhcp.rogue", "failed"));
        Assert.StartsWith("10.20.0.66 offers 10.20.3.5, which belongs to the load balancer range", check.Message("dhcp.offer-on-claim", "failed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_answers()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("client", node => node.On("lan", "10.20.0.5/22")), ct);

        var check = await DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(Segment), ct);

        check.MustSay(1, "dhcp.server dhcp/servers/0 10.20.0.67 failed no-offer", "dhcp.rogue dhcp passed none-seen", Remaining, NoRouter);
        Assert.Equal("10.20.0.67 answered none of 5 DISCOVERs on madrid/prod, and no other declared server did.", check.Message("dhcp.server", "failed"));
    }

    [Fact]
    public async Task A_server_where_none_is_declared_is_shown_with_its_proxy_configuration()
    {
        var ct = TestContext.Current.CancellationToken;
        var segment = Segment.Replace("  servers: [10.20.0.67]\n", "", StringComparison.Ordinal);
        await using var lab = await LabNetwork.StartAsync(plan => plan
            .Segment("lan")
            .Node("client", node => node.On("lan"))
            .Node("server", node => node.On("lan", "10.20.0.66/22").RunsDnsmasq("10.20.1.5,10.20.1.99,255.255.252.0,8h", "3,10.20.0.1", "6,10.10.0.53", "252,http://wpad.contoso.com/wpad.dat", "119,contoso.com,k8s.contoso.com")), ct);

        var check = await DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(segment), ct);

        check.MustSay(0,
            "dhcp.server dhcp passed offer",
            "dhcp.rogue dhcp unknown no-servers-declared",
            "dhcp.relay dhcp passed direct",
            "dhcp.offer-in-scope dhcp * passed in-scope",
            "dhcp.offer-on-claim dhcp * passed unclaimed",
            "dhcp.router gateway 10.20.0.66 passed same-router",
            "dhcp.mask prefix 10.20.0.66 passed same-mask",
            "dhcp.dns dnsServers 10.20.0.66 passed same-dns",
            "dhcp.lease-time dhcp/leaseTime 10.20.0.66 passed same-lease-time",
            Remaining, NoRouter);
        Assert.Contains("search contoso.com k8s.contoso.com, proxy configuration http://wpad.contoso.com/wpad.dat", check.Evidence("dhcp.server", "passed"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_on_a_static_segment_is_a_warning()
    {
        var ct = TestContext.Current.CancellationToken;
        const string Static = """
            prefix: 10.20.0.0/22
            gateway: 10.20.0.1
            dnsServers: [10.10.0.53]
            addressing: static
            pool: 10.20.1.0-10.20.1.99
            """;
        await using var lab = await LabNetwork.StartAsync(plan => plan
            .Segment("lan")
            .Node("client", node => node.On("lan", "10.20.0.5/22"))
            .Node("server", node => node.On("lan", "10.20.0.66/22").RunsDnsmasq("10.20.2.5,10.20.2.99,255.255.252.0,8h")), ct);

        var check = await DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(Static), ct);

        check.MustSay(0, "dhcp.rogue dhcp 10.20.0.66 warning dhcp-on-static-segment", NoRouter);
    }

    [Fact]
    public async Task From_another_network_nothing_is_asked()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("client", node => node.On("lan", "192.168.7.5/24")), ct);
        var file = await lab["client"].WriteAsync("site.yaml", DhcpCheck.Site(Segment), ct);

        var check = DhcpCheck.Read(await lab["client"].FairleadAsync(["check", file, "--only", "dhcp", "--format", "json"], ct));

        check.MustSay(4, "dhcp.server dhcp skipped off-link");
    }

    [Fact]
    public async Task Without_raw_packets_it_says_what_it_needs()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("client", node => node.On("lan", "10.20.0.5/22")), ct);
        var file = await lab["client"].WriteAsync("site.yaml", DhcpCheck.Site(Segment), ct);

        var check = DhcpCheck.Read(await lab["client"].RunAsync("setpriv", ["--bounding-set=-net_raw", LabNode.Fairlead, "check", file, "--only", "dhcp", "--format", "json"], ct));

        check.MustSay(4, "dhcp.server dhcp skipped needs-cap-net-raw");
        Assert.Contains("cap_net_raw", check.Find("dhcp.server", "skipped").GetProperty("hint").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("link del eth0", "", "interface-lost")]
    [InlineData("link set eth0 down", "", "no-carrier")]
    [InlineData("", "link set client-eth0 down", "no-carrier")] // the cable is pulled at the switch
    public async Task An_interface_that_vanishes_is_one_clear_result(string onClient, string onSwitch, string reason)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => plan
            .Segment("lan")
            .Node("client", node => node.On("lan", "10.20.0.5/22"))
            .Node("watch", node => node.On("lan")), ct);
        await using var watch = lab["watch"].Start("tcpdump", ["-l", "-n", "-i", "eth0", "udp dst port 67"]);
        await watch.WaitForAsync("listening on", ct);

        var running = DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(Segment), ct);
        await watch.WaitForAsync("BOOTP/DHCP, Request", ct);
        if (onClient.Length > 0)
            await lab["client"].RunAsync("ip", onClient.Split(' '), ct);
        else
            await Shell.RunAsync("ip", ["-n", LabNetwork.NamespaceOf(lab.Id, "lan"), .. onSwitch.Split(' ')], ct);

        (await running).MustSay(4, $"dhcp.server dhcp unknown {reason}", $"dhcp.ra-router dhcp unknown {reason}");
    }
}
