using Fairlead.Core.Checks;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Neighbours;
using Xunit;

namespace Fairlead.SystemTests.Arp;

/// <summary>From another segment only weak evidence can be had, and silence or a router's word is none.</summary>
public sealed class OffLinkTests
{
    private const string Vip = "10.77.255.250";

    public OffLinkTests() => LabNetwork.Require();

    [Fact]
    public async Task Host_unreachable_is_not_life()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync("", _ => { }, ct);
        Assert.Contains("Unreachable", (await lab["me"].RunAsync("ping", ["-c", "1", "-W", "5", Vip], ct)).Output, StringComparison.Ordinal);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Unknown, Verdict.Unknown, "off-link");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.1-10.77.3.8", CheckOutcome.Unknown, Verdict.Unknown, "off-link");
        Assert.Equal(4, seen.ExitCode);
    }

    [Theory]
    [InlineData("icmp type port-unreachable")]
    [InlineData("icmp type admin-prohibited")]
    public async Task A_router_that_rejects_is_not_life(string with)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync($"table ip lab {{ chain out {{ type filter hook forward priority 0; ip daddr {Vip} reject with {with}; }}; }}", _ => { }, ct);

        var seen = await lab.CheckAsync(ct, "--active", "shop");

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Unknown, Verdict.Unknown, "off-link");
    }

    [Fact]
    public async Task A_host_that_answers_an_echo_is_life()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync("", plan => plan.Node("host", node => node.On("lan", "10.77.255.250/16").Route("default via 10.77.0.1")), ct);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Failed, Verdict.InUse, "icmp-reply");
        (await lab.CheckAsync(ct, "--active", "shop")).Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Unknown, Verdict.InUse, "off-link");
    }

    [Fact]
    public async Task A_host_that_resets_connections_is_life()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync("", plan => plan.Node("host", node => node.On("lan", "10.77.255.250/16").Route("default via 10.77.0.1").Set("net.ipv4.icmp_echo_ignore_all=1")), ct);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Failed, Verdict.InUse, "tcp-reset");
    }

    [Fact]
    public async Task A_host_that_drops_both_is_unknown()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync("", plan => plan.Node("host", node => node.On("lan", "10.77.255.250/16").Route("default via 10.77.0.1").DropsIcmpAndTcp()), ct);

        var seen = await lab.CheckAsync(ct);

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Unknown, Verdict.Unknown, "off-link");
    }

    [Fact]
    public async Task Of_a_large_range_only_the_first_are_asked_and_the_rest_says_so()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync("", _ => { }, ct);

        var seen = await lab.CheckAsync(ArpLab.Site.Replace("10.77.3.1-10.77.3.8", "10.77.3.0/24", StringComparison.Ordinal), ct);

        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.0-10.77.3.63", CheckOutcome.Unknown, Verdict.Unknown, "off-link");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.64-10.77.3.255", CheckOutcome.Skipped, Verdict.Unknown, "too-many-off-link");
    }

    [Fact]
    public async Task An_address_named_by_hand_must_be_on_the_link()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await StartAsync("", _ => { }, ct);

        var answer = await lab["me"].FairleadAsync(["probe", Vip, "--interface", "eth0"], ct);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains($"{Vip} does not lie on the link of eth0 (10.66.0.0/24", answer.Errors, StringComparison.Ordinal);
        Assert.Equal("", answer.Output);
    }

    private static Task<LabNetwork> StartAsync(string filter, Action<LabPlan> others, CancellationToken ct) => LabNetwork.StartAsync(
        plan =>
        {
            plan.Segment("lan").Segment("office");
            plan.Node("gw", node => node.On("lan", "10.77.0.1/16").On("office", "10.66.0.1/24").Forwards().Filter(filter).Set("net.ipv4.neigh.eth0.retrans_time_ms=100"));
            plan.Node("me", node => node.On("office", "10.66.0.50/24").Route("default via 10.66.0.1"));
            others(plan);
        },
        ct);
}
