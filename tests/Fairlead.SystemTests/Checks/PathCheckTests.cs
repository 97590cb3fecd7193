using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Paths;
using Xunit;

namespace Fairlead.SystemTests.Checks;

/// <summary>A node's segment, a router, and a network behind it with vCenter and time servers.</summary>
public sealed class PathCheckTests
{
    private const string Gateway = "path.mtu segments/k8s-prod/gateway 10.20.0.1 passed full-size";
    private const string Port = "path.port infrastructure/vcenter/address 10.10.0.5:443";
    private const string Date = "path.clock infrastructure/vcenter/address 10.10.0.5:443";
    private const string Size = "path.mtu infrastructure/vcenter/address 10.10.0.5";

    private const int Ethernet = 1500;

    private static readonly Action<NodePlan> AnyRouter = _ => { };

    public PathCheckTests() => LabNetwork.Require();

    [Fact]
    public async Task A_good_path_passes_everything()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(node => node.Web().Chrony(), AnyRouter, Ethernet, ct);

        var seen = await CheckLines.RunAsync(lab["client"], Site("10.10.0.5", "10.10.0.5"), "path", ct);

        seen.AssertIs(0, $"{Size} passed full-size", $"{Date} passed in-step", $"{Port} passed tcp-connected", "path.clock infrastructure/ntpServers/0 10.10.0.5 passed in-step", Gateway);
        Assert.StartsWith("offset ", seen.EvidenceOf("path.clock", "10.10.0.5").Single(), StringComparison.Ordinal);
        Assert.EndsWith(", stratum 8", seen.EvidenceOf("path.clock", "10.10.0.5").Single(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_narrow_link_that_says_so_is_a_warning_with_its_width()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(node => node.Web(), AnyRouter, 1400, ct);

        var seen = await CheckLines.RunAsync(lab["client"], Site("10.10.0.5"), "path", ct);

        seen.AssertIs(0, $"{Size} warning mtu-reduced", $"{Date} passed in-step", $"{Port} passed tcp-connected", Gateway);
        Assert.Equal(["largest answered packet 1400 octets of 1500, ICMP type 3 code 4 from 10.20.0.1"], seen.EvidenceOf("path.mtu", "10.10.0.5"));
    }

    [Fact]
    public async Task A_narrow_link_that_says_nothing_is_a_black_hole_with_its_width()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(
            node => node.Web(), node => node.Filter("table ip lab { chain output { type filter hook output priority 0; icmp type destination-unreachable drop; }; }"), 1400, ct);

        var seen = await CheckLines.RunAsync(lab["client"], Site("10.10.0.5"), "path", ct);

        seen.AssertIs(1, $"{Size} failed mtu-black-hole", $"{Date} passed in-step", $"{Port} passed tcp-connected", Gateway);
        Assert.Equal(["largest answered packet 1400 octets of 1500"], seen.EvidenceOf("path.mtu", "10.10.0.5"));
    }

    [Theory]
    [InlineData("refused", "failed tcp-refused", "")]
    [InlineData("reset", "failed tcp-refused", "tcp dport 443 reject with tcp reset")]
    [InlineData("dropped", "failed tcp-filtered", "tcp dport 443 drop")]
    [InlineData("admin-prohibited", "failed icmp-prohibited", "tcp dport 443 reject with icmp admin-prohibited")]
    [InlineData("host-prohibited", "failed icmp-prohibited", "tcp dport 443 reject with icmp host-prohibited")]
    [InlineData("net-unreachable", "failed no-route", "tcp dport 443 reject with icmp net-unreachable")]
    [InlineData("host-unreachable", "failed no-route", "tcp dport 443 reject with icmp host-unreachable")]
    public async Task A_port_that_is_shut_has_one_cause(string how, string verdict, string rule)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(
            node => _ = how == "refused" ? node : node.Web(),
            node => node.Filter($"table ip lab {{ chain forward {{ type filter hook forward priority 0; {rule}; }}; }}"),
            Ethernet,
            ct);

        var seen = await CheckLines.RunAsync(lab["client"], Site("10.10.0.5"), "path", ct);

        seen.AssertIs(1, $"{Size} passed full-size", $"{Date} unknown no-date (not required)", $"{Port} {verdict}", Gateway);
    }

    [Fact]
    public async Task A_port_of_IPv6_that_is_prohibited_names_who_forbids_it()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(
            node => node.Web(), node => node.Filter("table ip6 lab { chain forward { type filter hook forward priority 0; tcp dport 443 reject with icmpv6 admin-prohibited; }; }"), Ethernet, ct);

        var seen = await CheckLines.RunAsync(lab["client"], Site("2001:db8:10::5"), "path", ct);

        seen.AssertIs(1,
            "path.mtu infrastructure/vcenter/address 2001:db8:10::5 passed full-size",
            "path.clock infrastructure/vcenter/address [2001:db8:10::5]:443 unknown no-date (not required)",
            "path.port infrastructure/vcenter/address [2001:db8:10::5]:443 failed icmp-prohibited",
            Gateway);
        Assert.Equal(["[2001:db8:10::5]:443: icmp-prohibited (ICMPv6 type 1 code 1 from 2001:db8:20::1)"], seen.EvidenceOf("path.port", "[2001:db8:10::5]:443"));
    }

    [Theory]
    [InlineData(10, 2, "warning clock-offset", 0)]
    [InlineData(-90, 2, "failed clock-skew", 1)]
    [InlineData(0, 16, "failed not-synchronised", 1)]
    public async Task A_time_server_that_is_wrong_is_seen(int ahead, int stratum, string verdict, int exitCode)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(node => node.Web().WrongClock(ahead, stratum), AnyRouter, Ethernet, ct);

        (await CheckLines.RunAsync(lab["client"], Site("10.10.0.5", "10.10.0.5"), "path", ct)).AssertIs(exitCode,
            $"{Size} passed full-size", $"{Date} passed in-step", $"{Port} passed tcp-connected", $"path.clock infrastructure/ntpServers/0 10.10.0.5 {verdict}", Gateway);
    }

    [Theory]
    [InlineData("ntp-port-closed", "")]
    [InlineData("ntp-silent", "udp dport 123 drop")]
    [InlineData("icmp-prohibited", "udp dport 123 reject with icmp admin-prohibited")]
    public async Task A_vCenter_with_another_time_and_a_time_server_without_an_answer_are_two_findings(string reason, string rule)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(
            node => node.Web(ahead: 3600), node => node.Filter($"table ip lab {{ chain forward {{ type filter hook forward priority 0; {rule}; }}; }}"), Ethernet, ct);

        var seen = await CheckLines.RunAsync(lab["client"], Site("10.10.0.5", "10.10.0.5"), "path", ct);

        seen.AssertIs(1, $"{Size} passed full-size", $"{Date} failed clock-skew", $"{Port} passed tcp-connected", $"path.clock infrastructure/ntpServers/0 10.10.0.5 failed {reason}", Gateway);
    }

    [Fact]
    public async Task Without_the_capability_sizes_are_skipped_and_the_rest_is_asked()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync(node => node.Web(), AnyRouter, Ethernet, ct);
        var file = await lab["client"].WriteAsync("site.yaml", Site("10.10.0.5"), ct);

        // The group range of a new namespace lets nobody send echoes; ports and clocks need no privilege.
        var answer = await lab["client"].RunAsync("setpriv", ["--bounding-set", "-net_raw", LabNode.Fairlead, "check", file, "--only", "path", "--format", "json"], ct);

        new CheckLines(answer.ExitCode, answer.Output, answer.Errors).AssertIs(4,
            $"{Size} skipped needs-cap-net-raw", $"{Date} passed in-step", $"{Port} passed tcp-connected", Gateway.Replace("passed full-size", "skipped needs-cap-net-raw", StringComparison.Ordinal));
    }

    /// <summary>Such an address is nobody's without the interface that it belongs to.</summary>
    [Fact]
    public async Task A_link_local_gateway_is_asked_on_its_link()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(
            plan => plan
                .Segment("lan")
                .Node("client", node => node.On("lan", "10.20.0.50/24", "2001:db8:20::50/64"))
                .Node("router", node => node.On("lan", "10.20.0.1/24", "2001:db8:20::1/64", "fe80::1/64")),
            ct);
        var site = Site("10.20.0.1").Replace("prefix: 10.20.0.0/24", "prefix: [10.20.0.0/24, \"2001:db8:20::/64\"]", StringComparison.Ordinal).Replace("gateway: 10.20.0.1", "gateway: [10.20.0.1, \"fe80::1\"]", StringComparison.Ordinal);

        var file = await lab["client"].WriteAsync("site.yaml", site, ct);
        var answer = await lab["client"].FairleadAsync(["check", file, "--only", "path", "--format", "json"], ct);
        var seen = System.Text.Json.JsonDocument.Parse(answer.Output).RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("target").GetString() == "fe80::1");
        Assert.Equal(("passed", "full-size"), (seen.GetProperty("outcome").GetString(), seen.GetProperty("reason").GetString()));
    }

    private static Task<LabNetwork> StartAsync(Action<NodePlan> vcenter, Action<NodePlan> router, int coreMtu, CancellationToken ct) => LabNetwork.StartAsync(
        plan => plan
            .Segment("lan")
            .Segment("core")
            .Node("client", node => node.On("lan", "10.20.0.50/24", "2001:db8:20::50/64").Route("default via 10.20.0.1").Route("default via 2001:db8:20::1"))
            .Node("router", node =>
            {
                node.On("lan", "10.20.0.1/24", "2001:db8:20::1/64").On("core", null, coreMtu, "10.10.0.1/24", "2001:db8:10::1/64").Forwards();
                router(node);
            })
            .Node("vcenter", node => vcenter(node.On("core", "10.10.0.5/24", "2001:db8:10::5/64").Route("default via 10.10.0.1").Route("default via 2001:db8:10::1"))),
        ct);

    private static string Site(string vcenter, string ntp = "") => $$"""
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: aks-arc-vmware
        region: westeurope
        infrastructure:
          vcenter: {host: vcenter.contoso.test, address: "{{vcenter}}"}
          ntpServers: [{{ntp}}]
        segments:
          - name: k8s-prod
            prefix: 10.20.0.0/24
            gateway: 10.20.0.1
            addressing: dhcp
            dhcp: {leaseTime: 8h, scopes: [{range: 10.20.0.100-10.20.0.199}]}
        clusters:
          - {name: shop, segment: k8s-prod, controlPlane: {ip: 10.20.0.20} }
        """;
}
