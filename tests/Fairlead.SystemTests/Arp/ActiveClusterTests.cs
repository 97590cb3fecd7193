using Fairlead.Core.Checks;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Arp;

/// <summary>Addresses of what exists already (<c>--active</c>): a member must hold them.</summary>
public sealed class ActiveClusterTests
{
    private const string Vip = "10.77.255.250";

    public ActiveClusterTests() => LabNetwork.Require();

    [Theory]
    [InlineData("shop")]
    [InlineData("madrid/shop")]
    [InlineData("all")]
    public async Task A_member_may_hold_the_control_plane_IP_and_addresses_of_the_pool(string active)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(
            plan => plan.Node("member", node => node.On("lan", "10.77.1.9/16", "10.77.255.250/32", "10.77.3.2/32", "10.77.3.3/32", "10.77.3.7/32")), ct);

        var seen = await lab.CheckAsync(ct, "--active", active, "--cluster", "shop");

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Passed, Verdict.InUse, "held-by-member");
        foreach (var last in (int[])[2, 3, 7])
            seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", $"10.77.3.{last}", CheckOutcome.Passed, Verdict.InUse, "held-by-member");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.1,10.77.3.4-10.77.3.6,10.77.3.8", CheckOutcome.Passed, Verdict.NoAnswer, "no-reply");
    }

    [Fact]
    public async Task A_stranger_that_holds_them_is_named()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(
            plan => plan
                .Node("member", node => node.On("lan", "10.77.1.9/16", "10.77.3.2/32"))
                .Node("stranger", node => node.On("lan", "00:0c:29:aa:bb:cc", 1500, "10.77.255.250/16", "10.77.3.3/16")),
            ct);

        var seen = await lab.CheckAsync(ct, "--active", "shop");

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Failed, Verdict.InUse, "held-by-stranger");
        Assert.Contains("00:0c:29:aa:bb:cc (VMware virtual machine)", seen["arp.control-plane-ip", Vip].Message, StringComparison.Ordinal);
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.2", CheckOutcome.Passed, Verdict.InUse, "held-by-member");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.3", CheckOutcome.Failed, Verdict.InUse, "held-by-stranger");
        Assert.Equal(1, seen.ExitCode);
    }

    [Fact]
    public async Task Nobody_may_not_hold_a_control_plane_IP_that_is_active()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(plan => plan.Node("member", node => node.On("lan", "10.77.1.9/16")), ct);

        var seen = await lab.CheckAsync(ct, "--active", "shop");

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Failed, Verdict.NoAnswer, "not-held");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.1-10.77.3.8", CheckOutcome.Passed, Verdict.NoAnswer, "no-reply");
        Assert.Equal(1, seen.ExitCode);
    }

    [Fact]
    public async Task A_virtual_router_s_MAC_shows_no_machine()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(
            plan => plan.Node("member", node => node.On("lan", "10.77.1.9/16")).Node("vrrp", node => node.On("lan", "00:00:5e:00:01:07", 1500, "10.77.255.250/16")), ct);

        var seen = await lab.CheckAsync(ct, "--active", "shop");

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, Vip, CheckOutcome.Unknown, Verdict.InUse, "virtual-mac");
        Assert.Contains("VRRP router 7", seen["arp.control-plane-ip", Vip].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_bridge_s_own_machines_may_hold_its_addresses()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(plan => plan.Node("bridge", node => node.On("lan", "10.77.4.21/16", "10.77.4.20/32")), ct);

        var seen = await lab.CheckAsync(ct, "--active", "resourceBridge");

        seen.Is("arp.bridge-address", "madrid/resourceBridge/controlPlaneIP", "10.77.4.20", CheckOutcome.Passed, Verdict.InUse, "held-by-member");
        seen.Is("arp.bridge-address", "madrid/resourceBridge/nodeIPs", "10.77.4.21", CheckOutcome.Passed, Verdict.InUse, "arp-reply");
        seen.Is("arp.bridge-address", "madrid/resourceBridge/nodeIPs", "10.77.4.22", CheckOutcome.Passed, Verdict.NoAnswer, "no-reply");
        Assert.Equal(1, (await lab.CheckAsync(ct)).ExitCode);
    }

    [Fact]
    public async Task A_cluster_that_is_not_there_is_no_argument()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(_ => { }, ct);
        var file = await lab["me"].WriteAsync("site.yaml", ArpLab.Site, ct);

        var answer = await lab["me"].FairleadAsync(["check", file, "--only", "arp", "--active", "shpo"], ct);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("--active names 'shpo', which is no cluster of the files given; did you mean shop?", answer.Errors, StringComparison.Ordinal);
    }
}
