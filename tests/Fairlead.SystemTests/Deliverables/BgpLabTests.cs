using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Deliverables;

/// <summary>The router's side as rendered, in FRR and in BIRD, towards an FRR that announces host routes as MetalLB and kube-vip do.</summary>
public sealed class BgpLabTests
{
    private static readonly string Cases = Path.Combine(Repository.Root, "tests", "Fairlead.Tests", "Cases", "Deliverables", "control-planes", "bgp-router");

    public BgpLabTests() => LabNetwork.Require();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("frr")]
    [InlineData("bird")]
    public async Task Routes_of_the_pool_come_and_go_and_no_other_is_taken(string engine)
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("router", node => node.On("lan", "10.30.0.1/22")).Node("node", node => node.On("lan", "10.30.1.11/22")), Ct);
        var (router, node) = (lab["router"], lab["node"]);
        if (engine == "frr")
            await FrrAsync(router, await File.ReadAllTextAsync(Path.Combine(Cases, "oslo-pilot-router-1.frr.conf"), Ct));
        else
            await BirdAsync(router);

        // Two of the pool, the control plane IP; a whole prefix, a neighbour's address and the default, which a node has no business to announce.
        const string announced = "10.99.0.3/32 10.99.0.15/32 10.99.1.1/32 10.99.0.0/28 10.99.0.16/32 10.99.1.2/32 0.0.0.0/0";
        await FrrAsync(node, $$"""
            router bgp 64513
             bgp router-id 10.30.1.11
             no bgp network import-check
             no bgp ebgp-requires-policy
             neighbor 10.30.0.1 remote-as 64512
             address-family ipv4 unicast
              {{string.Join("\n  ", announced.Split(' ').Select(prefix => $"network {prefix}"))}}
             exit-address-family
            """);

        await UntilAsync(router, engine, "10.99.0.3 10.99.0.15 10.99.1.1");
        // Nothing is told to the nodes.
        Assert.DoesNotContain("10.30.0.1", (await VtyshAsync(node, "show ip route bgp")).Output, StringComparison.Ordinal);

        await VtyshAsync(node, "configure terminal", "router bgp 64513", "address-family ipv4 unicast", "no network 10.99.0.3/32");
        await UntilAsync(router, engine, "10.99.0.15 10.99.1.1");

        // The node is gone: so is everything that it announced.
        (await node.RunAsync("ip", ["link", "set", "eth0", "down"], Ct)).OrThrow("ip link");
        if (engine == "frr")
            await VtyshAsync(router, "clear bgp *");
        else
            (await router.RunAsync("birdc", ["-s", Path.Combine(router.Folder, "bird.ctl"), "restart", "all"], Ct)).OrThrow("birdc");
        await UntilAsync(router, engine, "");
    }

    private static async Task UntilAsync(LabNode router, string engine, string expected)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(3));
        while (true)
        {
            // What forwards packets is the kernel's table.
            var table = (await router.RunAsync("ip", ["-4", "route", "show", "proto", engine == "frr" ? "bgp" : "bird"], limit.Token)).Output;
            var seen = string.Join(' ', table.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !line.StartsWith(' ') && !line.StartsWith('\t')).Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal).OrderBy(address => address.Length == 0 ? 0 : int.Parse(address.Split('.')[2], System.Globalization.CultureInfo.InvariantCulture) * 1000 + int.Parse(address.Split('.')[3].Split('/')[0], System.Globalization.CultureInfo.InvariantCulture)));
            if (seen == expected)
                return;
            if (limit.IsCancellationRequested)
                Assert.Equal(expected, seen);
            await Task.Delay(100, Ct);
        }
    }

    /// <summary>zebra and bgpd in the machine's namespace, with everything of theirs in its folder, as the user that Debian runs them as.</summary>
    private static async Task FrrAsync(LabNode machine, string configuration)
    {
        (await Shell.RunAsync("chmod", ["777", machine.Folder], Ct)).OrThrow("chmod");
        await machine.WriteAsync("empty.conf", "", Ct);
        foreach (var (daemon, more) in new (string, string[])[] { ("zebra", []), ("bgpd", ["-S"]) })
        {
            machine.Start($"/usr/lib/frr/{daemon}", ["-f", Path.Combine(machine.Folder, "empty.conf"), "-i", Path.Combine(machine.Folder, $"{daemon}.pid"), "-z", Path.Combine(machine.Folder, "zserv.api"), "--vty_socket", machine.Folder, "-A", "127.0.0.1", "-P", "0", "-u", "frr", "-g", "frr", "--log", "stdout", .. more]);
            while (!File.Exists(Path.Combine(machine.Folder, $"{daemon}.vty")))
                await Task.Delay(20, Ct);
        }

        var file = await machine.WriteAsync("frr.conf", configuration, Ct);
        (await machine.RunAsync("vtysh", ["--vty_socket", machine.Folder, "-f", file], Ct)).OrThrow("vtysh");
    }

    private static Task<Answer> VtyshAsync(LabNode machine, params string[] commands) => machine.RunAsync("vtysh", ["--vty_socket", machine.Folder, .. commands.SelectMany(command => new[] { "-c", command })], Ct);

    private static async Task BirdAsync(LabNode router)
    {
        var file = await router.WriteAsync("bird.conf", $$"""
            router id 10.30.0.1;
            protocol device { scan time 1; }
            protocol direct { ipv4; }
            protocol kernel { ipv4 { import none; export where source = RTS_BGP; }; }
            include "{{Path.Combine(Cases, "oslo-pilot-router-1.bird.conf")}}";
            """, Ct);
        router.Start("bird", ["-f", "-c", file, "-s", Path.Combine(router.Folder, "bird.ctl"), "-P", Path.Combine(router.Folder, "bird.pid")]);
        while (!File.Exists(Path.Combine(router.Folder, "bird.ctl")))
            await Task.Delay(20, Ct);
    }
}
