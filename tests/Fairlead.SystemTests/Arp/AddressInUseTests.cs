using Fairlead.Core.Checks;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Neighbours;
using Xunit;

namespace Fairlead.SystemTests.Arp;

/// <summary>Who holds an address, on segments where ping, arp-scan or a TCP dial would say something else.</summary>
public sealed class AddressInUseTests
{
    private const string Vip = "10.77.255.250";
    private const string Pool = "10.77.3.1-10.77.3.8";

    public AddressInUseTests() => LabNetwork.Require();

    [Fact]
    public async Task Silence_with_a_gateway_that_answers_is_no_answer()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(_ => { }, ct);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Passed, Verdict.NoAnswer, "no-reply");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", Pool, CheckOutcome.Passed, Verdict.NoAnswer, "no-reply");
        seen.Is("arp.bridge-address", "madrid/resourceBridge/controlPlaneIP", "10.77.4.20", CheckOutcome.Passed, Verdict.NoAnswer, "no-reply");
        seen.Is("arp.bridge-address", "madrid/resourceBridge/nodeIPs", "10.77.4.21-10.77.4.22", CheckOutcome.Passed, Verdict.NoAnswer, "no-reply");
        seen.Is("arp.duplicate-address", "madrid/segments/lan/gateway", "10.77.0.1", CheckOutcome.Passed, Verdict.InUse, "one-holder");
        Assert.Equal(5, seen.Report.Results.Count);
        Assert.Equal(0, seen.ExitCode);
        Assert.Contains("ARP probes and requests (IPv6: neighbour solicitations) for 12 addresses, 200 a second at most, to eth0 (broadcast, madrid/lan): at most 65, within 7 s", seen.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_drops_ICMP_and_TCP_is_found_and_named()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(plan => plan.Node("host", node => node.On("lan", "00:50:56:12:34:56", 1500, "10.77.255.250/16").DropsIcmpAndTcp()), ct);
        Assert.NotEqual(0, (await lab["me"].RunAsync("ping", ["-c", "1", "-W", "1", Vip], ct)).ExitCode);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Failed, Verdict.InUse, "arp-reply");
        Assert.Contains("00:50:56:12:34:56 (VMware virtual machine)", seen["arp.control-plane-ip", Vip].Message, StringComparison.Ordinal);
        seen.Is("arp.duplicate-address", ArpLab.ControlPlane, Vip, CheckOutcome.Passed, Verdict.InUse, "one-holder");
        Assert.Equal(1, seen.ExitCode);
    }

    [Fact]
    public async Task All_of_120_hosts_are_found_though_40_drop_ICMP_and_TCP()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(
            plan => plan
                .Node("many", node => node.ManyHosts("lan", "10.77.8.0", 80, 16))
                .Node("silent", node => node.ManyHosts("lan", "10.77.8.80", 40, 16).DropsIcmpAndTcp()),
            ct);

        var seen = await lab.ProbeAsync(ct, "10.77.8.0-10.77.8.127", "--rate", "400");

        for (var i = 0; i < 120; i++)
            seen.Is("arp.address", "10.77.8.0-10.77.8.127", $"10.77.8.{i}", CheckOutcome.Failed, Verdict.InUse, "arp-reply");
        seen.Is("arp.address", "10.77.8.0-10.77.8.127", "10.77.8.120-10.77.8.127", CheckOutcome.Passed, Verdict.NoAnswer, "no-reply");
        Assert.Equal(1, seen.ExitCode);
    }

    [Fact]
    public async Task Two_MACs_of_one_address_are_both_named()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(
            plan => plan
                .Node("one", node => node.On("lan", "02:00:00:00:00:11", 1500, "10.77.255.250/16"))
                .Node("two", node => node.On("lan", "02:00:00:00:00:22", 1500, "10.77.255.250/16")),
            ct);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Failed, Verdict.InUse, "arp-reply");
        seen.Is("arp.duplicate-address", ArpLab.ControlPlane, Vip, CheckOutcome.Failed, Verdict.InUse, "two-holders");
        Assert.Contains("02:00:00:00:00:11", seen["arp.duplicate-address", Vip].Message, StringComparison.Ordinal);
        Assert.Contains("02:00:00:00:00:22", seen["arp.duplicate-address", Vip].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gateway_with_proxy_ARP_makes_nothing_taken_and_no_twin()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(
            plan =>
            {
                plan.Segment("lan").Segment("wan").Node("gw", node => node.ProxyArpRouter("lan", "10.77.0.1/30", "wan"));
                ArpLab.WithAsker(plan);
                plan.Node("host", node => node.On("lan", "10.77.3.5/16"));
            },
            ct);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Unknown, Verdict.Unknown, "proxy-arp");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.5", CheckOutcome.Failed, Verdict.InUse, "arp-reply");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.1-10.77.3.4,10.77.3.6-10.77.3.8", CheckOutcome.Unknown, Verdict.Unknown, "proxy-arp");
        seen.Is("arp.duplicate-address", $"{ArpLab.LoadBalancer}/0", "10.77.3.5", CheckOutcome.Passed, Verdict.InUse, "one-holder");
        Assert.Equal(1, seen.ExitCode);
    }

    [Fact]
    public async Task A_proxy_that_answers_probes_too_makes_nothing_taken()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(
            plan => plan
                .Node("host", node => node.On("lan", "10.77.3.5/16"))
                .Node("proxy", node => node.On("lan").AnswersAllArp("10.77.0.1", "10.77.0.50")),
            ct);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Unknown, Verdict.Unknown, "proxy-arp");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.1-10.77.3.4,10.77.3.6-10.77.3.8", CheckOutcome.Unknown, Verdict.Unknown, "proxy-arp");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.5", CheckOutcome.Failed, Verdict.InUse, "arp-reply");
        Assert.DoesNotContain(seen.Report.Results, result => result.Reason == "two-holders");
    }

    [Fact]
    public async Task A_switch_that_drops_probes_leaves_silence_unknown()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(plan => plan.Node("host", node => node.On("lan", "10.77.3.5/16")).DropsArpProbes("lan"), ct);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Unknown, Verdict.Unknown, "probe-filtered");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.5", CheckOutcome.Failed, Verdict.InUse, "arp-reply");
        Assert.Equal(1, seen.ExitCode);
    }

    [Fact]
    public async Task Without_anybody_who_answers_silence_is_unknown()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => { plan.Segment("lan"); ArpLab.WithAsker(plan); }, ct);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Unknown, Verdict.Unknown, "no-control");
        Assert.Equal(4, seen.ExitCode);
        Assert.Equal(0, (await lab.CheckAsync(ct, "--allow-unknown")).ExitCode);
    }

    [Fact]
    public async Task Replies_of_this_machine_are_nobody_s_life()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(
            plan =>
            {
                plan.Segment("lan").Segment("wan");
                ArpLab.WithGateway(plan);
                // Its second interface answers whatever is asked on the segment.
                plan.Node("me", node => node.On("lan", "10.77.0.50/16").On("lan").On("wan").Set("net.ipv4.conf.all.rp_filter=0").Runs(async (running, ct) =>
                    await running.Start("python3", [Repository.PathOf("tests", "Fairlead.Testing", "Lab", "Actors", "arp_everything.py"), "eth1", "10.77.0.1", "10.77.0.50"]).WaitForAsync("ready", ct)));
            },
            ct);
        Assert.Contains("reply from 10.77.255.250", (await lab["gw"].RunAsync("arping", ["-c", "1", "-w", "10", "-I", "eth0", Vip], ct)).Output, StringComparison.OrdinalIgnoreCase);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Passed, Verdict.NoAnswer, "no-reply");
    }

    [Fact]
    public async Task An_address_of_this_machine_is_in_use_by_itself()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(
            plan =>
            {
                plan.Segment("lan").Segment("wan");
                ArpLab.WithGateway(plan);
                plan.Node("me", node => node.On("lan", "10.77.0.50/16").On("wan", "10.77.255.250/32"));
            },
            ct);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Failed, Verdict.InUse, "own-address");
    }

    [Fact]
    public async Task Without_an_address_only_probes_are_sent_and_no_cache_learns()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(
            plan =>
            {
                plan.Segment("lan");
                ArpLab.WithGateway(plan);
                plan.Node("me", node => node.On("lan")).Node("host", node => node.On("lan", "10.77.3.5/16"));
            },
            ct);

        var seen = await lab.CheckAsync(ct, "--interface", "eth0", "--segment", "lan");

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Passed, Verdict.NoAnswer, "no-reply-to-probe");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.5", CheckOutcome.Failed, Verdict.InUse, "arp-reply");
        Assert.Equal("", (await lab["host"].RunAsync("ip", ["-4", "neigh"], ct)).Output.Trim());
        Assert.Equal("", (await lab["gw"].RunAsync("ip", ["-4", "neigh"], ct)).Output.Trim());
    }

    [Fact]
    public async Task Asking_poisons_no_cache()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(plan => plan.Node("host", node => node.On("lan", "10.77.255.250/16")), ct);
        (await lab["gw"].RunAsync("ping", ["-c", "1", "-W", "10", Vip], ct)).OrThrow("ping");
        var mine = await lab["me"].MacOfAsync("eth0", ct);

        await lab.CheckAsync(ct);

        var learnt = (await lab["gw"].RunAsync("ip", ["-4", "neigh"], ct)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Contains(learnt, line => line.StartsWith($"{Vip} ", StringComparison.Ordinal) && !line.Contains(mine, StringComparison.Ordinal));
        Assert.All(learnt.Where(line => line.Contains(mine, StringComparison.Ordinal)), line => Assert.StartsWith("10.77.0.50 ", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task IPv6_addresses_are_asked_one_by_one()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(plan => plan.Node("host", node => node.On("lan", "2001:db8:77::20/64").DropsIcmpAndTcp()), ct);
        var site = ArpLab.Site.Replace("gateway: 10.77.0.1\n", "gateway: [10.77.0.1, \"2001:db8:77::1\"]\n", StringComparison.Ordinal)
            .Replace("ip: 10.77.255.250", "ip: [10.77.255.250, \"2001:db8:77::20\"]", StringComparison.Ordinal)
            .Replace("[10.77.3.1-10.77.3.8]", "[10.77.3.1-10.77.3.8, \"2001:db8:77::100-2001:db8:77::107\", \"2001:db8:77:0:1::/80\"]", StringComparison.Ordinal);

        var seen = await lab.CheckAsync(site, ct);

        seen.Is("arp.control-plane-ip", $"{ArpLab.ControlPlane}/1", "2001:db8:77::20", CheckOutcome.Failed, Verdict.InUse, "neighbour-reply");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/1", "2001:db8:77::100-2001:db8:77::107", CheckOutcome.Passed, Verdict.NoAnswer, "no-reply");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/2", "2001:db8:77:0:1::-2001:db8:77:0:1:ffff:ffff:ffff", CheckOutcome.Skipped, Verdict.Unknown, "range-too-large");
        Assert.False(seen["arp.load-balancer", "2001:db8:77:0:1::-2001:db8:77:0:1:ffff:ffff:ffff"].IsRequired);
        var mac = await lab["host"].MacOfAsync("eth0", ct);
        Assert.Contains(mac, seen["arp.control-plane-ip", "2001:db8:77::20"].Message, StringComparison.Ordinal);
    }
}
