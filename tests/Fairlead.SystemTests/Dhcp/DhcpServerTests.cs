using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Dhcp;
using Xunit;

namespace Fairlead.SystemTests.Dhcp;

/// <summary>One Kea server on the link, as the site says and otherwise.</summary>
public sealed class DhcpServerTests
{
    private const string Segment = """
        prefix: 10.20.0.0/22
        gateway: 10.20.0.1
        dnsServers: [10.10.0.53, 10.10.0.54]
        addressing: dhcp
        dhcp:
          servers: [10.20.0.67]
          leaseTime: 8h
          scopes: [{range: 10.20.1.0-10.20.2.255, exclude: [10.20.1.50-10.20.1.59]}]
        """;

    private static readonly KeaScope AsPlanned = new("10.20.0.0/22", "10.20.1.100 - 10.20.1.199", 28800, ("routers", "10.20.0.1"), ("domain-name-servers", "10.10.0.54, 10.10.0.53"));

    public DhcpServerTests() => LabNetwork.Require();

    [Fact]
    public async Task A_server_as_planned_is_asked_and_keeps_no_lease()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => OnLink(plan, AsPlanned), ct);
        var client = lab["client"];
        var capture = Path.Combine(client.Folder, "check.pcap");

        var check = await DhcpCheck.RunAsync(client, DhcpCheck.Site(Segment), ct, "--pcap", capture);

        check.MustSay(0,
            "dhcp.server dhcp/servers/0 10.20.0.67 passed offer",
            "dhcp.rogue dhcp passed none-seen",
            "dhcp.relay dhcp passed direct",
            "dhcp.offer-in-scope dhcp * passed in-scope",
            "dhcp.offer-on-claim dhcp * passed unclaimed",
            "dhcp.router gateway 10.20.0.67 passed same-router",
            "dhcp.mask prefix 10.20.0.67 passed same-mask",
            "dhcp.dns dnsServers 10.20.0.67 passed same-dns",
            "dhcp.lease-time dhcp/leaseTime 10.20.0.67 passed same-lease-time",
            "dhcp.remaining dhcp unknown/unknown needs the server's leases",
            "dhcp.ra-router gateway passed no-router");
        Assert.Contains("DHCP DISCOVERs of madrid/prod, never a REQUEST to eth0 (broadcast): at most 5", check.Answer.Errors, StringComparison.Ordinal);
        var mac = await client.MacOfAsync("eth0", ct);
        Assert.Equal(mac, check.Json.GetProperty("vantage").GetProperty("mac").GetString());
        Assert.Contains($"from 10.20.0.67 ({await lab["kea"].MacOfAsync("eth0", ct)})", check.Evidence("dhcp.server", "passed"), StringComparison.Ordinal);
        Assert.Contains("lease 8 h", check.Evidence("dhcp.server", "passed"), StringComparison.Ordinal);
        await AssertOnlyDiscoversAsync(client, capture, mac, ct);
        Assert.Single(await File.ReadAllLinesAsync(Path.Combine(lab["kea"].Folder, KeaNodes.LeaseFile), ct));
    }

    [Fact]
    public async Task Each_setting_that_differs_is_a_finding_of_its_own()
    {
        var ct = TestContext.Current.CancellationToken;
        var scope = new KeaScope("10.20.0.0/23", "10.20.1.100 - 10.20.1.199", 86400, ("routers", "10.20.0.2"), ("domain-name-servers", "10.10.0.53"));
        await using var lab = await LabNetwork.StartAsync(plan => OnLink(plan, scope), ct);

        var check = await DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(Segment), ct);

        check.MustSay(1,
            "dhcp.server dhcp/servers/0 10.20.0.67 passed offer",
            "dhcp.rogue dhcp passed none-seen",
            "dhcp.relay dhcp passed direct",
            "dhcp.offer-in-scope dhcp * passed in-scope",
            "dhcp.offer-on-claim dhcp * passed unclaimed",
            "dhcp.router gateway 10.20.0.67 failed other-router",
            "dhcp.mask prefix 10.20.0.67 failed other-mask",
            "dhcp.dns dnsServers 10.20.0.67 failed other-dns",
            "dhcp.lease-time dhcp/leaseTime 10.20.0.67 failed longer-lease-time",
            "dhcp.remaining dhcp unknown/unknown needs the server's leases",
            "dhcp.ra-router gateway passed no-router");
        Assert.Equal("The subnet mask handed out is 255.255.254.0; 10.20.0.0/22 has 255.255.252.0.", check.Message("dhcp.mask", "failed"));
    }

    [Fact]
    public async Task Offers_outside_the_scope_and_on_a_claim_are_found()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => OnLink(plan, AsPlanned with { Pool = "10.20.0.20 - 10.20.0.20" }), ct);

        var check = await DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(Segment), ct);

        Assert.Contains("dhcp.offer-in-scope dhcp * failed outside-scope", check.Lines);
        Assert.Contains("dhcp.offer-on-claim dhcp * failed claimed", check.Lines);
        Assert.Equal("10.20.0.67 offers 10.20.0.20, which belongs to the control plane IP 10.20.0.20 of cluster madrid/shop (madrid/clusters/shop/controlPlane/ip).", check.Message("dhcp.offer-on-claim", "failed"));
        Assert.Equal(1, check.Answer.ExitCode);
    }

    [Fact]
    public async Task Offers_of_excluded_addresses_are_found()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => OnLink(plan, AsPlanned with { Pool = "10.20.1.50 - 10.20.1.59" }), ct);

        var check = await DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(Segment), ct);

        Assert.Contains("dhcp.offer-in-scope dhcp * failed excluded", check.Lines);
        Assert.DoesNotContain("dhcp.offer-in-scope dhcp * passed in-scope", check.Lines);
        Assert.Equal(1, check.Answer.ExitCode);
    }

    [Fact]
    public async Task Garbage_beside_the_server_changes_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => OnLink(plan, AsPlanned).Node("garbage", node => node.On("lan").RunsGarbageServer()), ct);

        var check = await DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(Segment), ct);

        Assert.Contains("dhcp.server dhcp/servers/0 10.20.0.67 passed offer", check.Lines);
        Assert.Contains("dhcp.rogue dhcp passed none-seen", check.Lines);
        Assert.Equal(0, check.Answer.ExitCode);
    }

    [Fact]
    public async Task Both_servers_of_a_load_balanced_pair_answer_one_identifier_each()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => plan
            .Segment("lan")
            .Node("client", node => node.On("lan"))
            .Node("kea1", node => node.On("lan", "10.20.0.67/22").RunsKeaOfPair(AsPlanned, "10.20.0.67", "10.20.0.67", "10.20.0.68"))
            .Node("kea2", node => node.On("lan", "10.20.0.68/22").RunsKeaOfPair(AsPlanned with { Pool = "10.20.2.0 - 10.20.2.99" }, "10.20.0.68", "10.20.0.67", "10.20.0.68").AwaitsKeaPair("10.20.0.67", "10.20.0.68")), ct);

        var check = await DhcpCheck.RunAsync(lab["client"], DhcpCheck.Site(Segment.Replace("[10.20.0.67]", "[10.20.0.67, 10.20.0.68]", StringComparison.Ordinal)), ct);

        Assert.Contains("dhcp.server dhcp/servers/0 10.20.0.67 passed offer", check.Lines);
        Assert.Contains("dhcp.server dhcp/servers/1 10.20.0.68 passed offer", check.Lines);
        Assert.Contains("dhcp.rogue dhcp passed none-seen", check.Lines);
        Assert.Equal(0, check.Answer.ExitCode);
    }

    internal static LabPlan OnLink(LabPlan plan, KeaScope scope) => plan
        .Segment("lan")
        .Node("client", node => node.On("lan"))
        .Node("gateway", node => node.On("lan", "10.20.0.1/22"))
        .Node("kea", node => node.On("lan", "10.20.0.67/22").RunsKea(scope));

    /// <summary>By another program's reading of the wire.</summary>
    private static async Task AssertOnlyDiscoversAsync(LabNode client, string capture, string mac, CancellationToken ct)
    {
        var sent = (await client.RunAsync("tcpdump", ["-r", capture, "-nn", "-v", $"ether src {mac} and udp dst port 67"], ct)).OrThrow("tcpdump").Output;
        var types = sent.Split('\n').Where(line => line.Contains("DHCP-Message", StringComparison.Ordinal)).Select(line => line.Trim()).ToList();
        Assert.True(types.Count >= 2, sent);
        Assert.All(types, line => Assert.EndsWith(": Discover", line, StringComparison.Ordinal));
        Assert.All(sent.Split('\n').Where(line => line.Contains("BOOTP/DHCP, Request from", StringComparison.Ordinal)), line => Assert.Contains($"Request from {mac}", line, StringComparison.Ordinal));
        Assert.Contains("Flags [Broadcast]", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("bad udp cksum", sent, StringComparison.Ordinal);
        Assert.DoesNotContain("bad cksum", sent, StringComparison.Ordinal);
    }
}
