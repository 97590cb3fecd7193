using System.Globalization;
using Fairlead.Core.Checks;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Arp;

/// <summary>What a guest owes to a network: its rate, and clear words when something is missing or goes away.</summary>
public sealed class ProbeMannersTests
{
    /// <summary>Where switches with ARP inspection shut a port.</summary>
    private const int MostPerSecond = 15;

    public ProbeMannersTests() => LabNetwork.Require();

    [Fact]
    public async Task Ten_a_second_are_ten_a_second_on_the_wire()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(_ => { }, ct);
        var mine = await lab["me"].MacOfAsync("eth0", ct);
        await using var capture = lab["gw"].Start("tcpdump", ["-l", "-n", "-tt", "-i", "eth0", $"arp and ether src {mine} and ether broadcast"]);
        await capture.WaitForAsync("listening on", ct);

        var seen = await lab.ProbeAsync(ct, "10.77.5.0-10.77.5.15", "--pcap", "own.pcap");

        seen.Is("arp.address", "10.77.5.0-10.77.5.15", "10.77.5.0-10.77.5.15", CheckOutcome.Passed, Verdict.NoAnswer, "no-reply");
        Assert.Equal(0, seen.ExitCode);
        var own = (await lab["me"].RunAsync("tcpdump", ["-n", "-tt", "-r", "own.pcap", $"ether src {mine} and ether broadcast"], ct)).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        await capture.StopAsync(ct);
        AssertRate(own);
        AssertRate([.. capture.Lines.Where(line => line.Contains("who-has", StringComparison.Ordinal))]);
        Assert.InRange(own.Length, 16 * 5, (16 * 5) + 5); // and the gateway
    }

    [Fact]
    public async Task Without_the_capability_it_says_the_line_that_gives_it()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(plan => plan.Node("host", node => node.On("lan", "10.77.3.5/16")), ct);
        var file = await lab["me"].WriteAsync("site.yaml", ArpLab.Site, ct);

        var seen = Seen.Of(await lab["me"].RunAsync(
            "setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", LabNode.Fairlead, "check", file, "--only", "arp", "--cluster", "shop", "--format", "json"], ct));

        seen.Is("arp.control-plane-ip", ArpLab.ControlPlane, "10.77.255.250", CheckOutcome.Skipped, Verdict.Unknown, "needs-cap-net-raw");
        seen.Is("arp.load-balancer", $"{ArpLab.LoadBalancer}/0", "10.77.3.5", CheckOutcome.Failed, Verdict.InUse, "tcp-reset");
        Assert.Contains($"sudo setcap cap_net_raw+ep {LabNode.Fairlead}", seen["arp.control-plane-ip", "10.77.255.250"].Hint, StringComparison.Ordinal);
        Assert.Equal(1, seen.ExitCode);

        var probed = Seen.Of(await lab["me"].RunAsync(
            "setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", "--inh-caps=-all", "--bounding-set=-all", LabNode.Fairlead, "probe", "10.77.3.6", "--interface", "eth0", "--format", "json"], ct));
        probed.Is("arp.address", "10.77.3.6", "10.77.3.6", CheckOutcome.Skipped, Verdict.Unknown, "needs-cap-net-raw");
        Assert.Equal(4, probed.ExitCode);
    }

    /// <summary>Echoes are left to that program where a process may send none itself; a small image has neither.</summary>
    [Fact]
    public async Task Without_the_capability_and_without_a_program_ping_TCP_is_asked_all_the_same()
    {
        const string WithoutPing = """
            mkdir over && mount -t tmpfs none over && mkdir over/upper over/work
            mount -t overlay overlay -o lowerdir=/usr/bin,upperdir=over/upper,workdir=over/work /usr/bin
            rm -f /usr/bin/ping /usr/bin/ping4 /usr/bin/ping6 /bin/ping
            exec setpriv --reuid=65534 --regid=65534 --clear-groups "$@"
            """;
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(plan => plan.Node("host", node => node.On("lan", "10.77.3.5/16")), ct);

        // The mounts are those of 'ip netns exec' alone, and gone with it.
        var seen = Seen.Of(await lab["me"].RunAsync("sh", ["-ec", WithoutPing, "sh", LabNode.Fairlead, "probe", "10.77.3.5", "--interface", "eth0", "--format", "json"], ct));

        seen.Is("arp.address", "10.77.3.5", "10.77.3.5", CheckOutcome.Failed, Verdict.InUse, "tcp-reset");
    }

    [Theory]
    [InlineData("me", "link del eth0", "interface-lost")]
    [InlineData("me", "link set eth0 down", "no-carrier")]
    [InlineData("lan", "link set me-eth0 down", "no-carrier")]
    [InlineData("me", "addr flush dev eth0", "address-changed")]
    public async Task What_befalls_the_interface_is_one_clear_answer(string where, string what, string reason)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(_ => { }, ct);
        await using var probing = lab["me"].Start(LabNode.Fairlead, ["probe", "10.77.6.0/24", "--interface", "eth0", "--format", "json", "--output", "result.json"]);
        await using var capture = lab["gw"].Start("tcpdump", ["-l", "-n", "-i", "eth0", "arp"]);
        await capture.WaitForAsync("who-has 10.77.6.1 ", ct);

        (await Shell.RunAsync("ip", ["-n", LabNetwork.NamespaceOf(lab.Id, where), .. what.Split(' ')], ct)).OrThrow(what);

        Assert.Equal(4, await EndOf(probing, ct));
        var seen = Seen.Of(new Answer(4, await File.ReadAllTextAsync(Path.Combine(lab["me"].Folder, "result.json"), ct), string.Join('\n', probing.Lines)));
        seen.Is("arp.address", "10.77.6.0-10.77.6.255", "10.77.6.0-10.77.6.255", CheckOutcome.Unknown, Verdict.Unknown, reason);
        Assert.DoesNotContain(probing.Lines, line => line.Contains("   at ", StringComparison.Ordinal) || line.Contains("should not have happened", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("16", 0)]
    [InlineData("501", 2)]
    [InlineData("0", 2)]
    public async Task Who_asks_for_more_has_to_own_the_network(string rate, int exitCode)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await ArpLab.StartAsync(_ => { }, ct);

        var answer = await lab["me"].FairleadAsync(["probe", "10.77.6.1", "--interface", "eth0", "--rate", rate], ct);

        Assert.True(answer.ExitCode == exitCode, answer.Output + answer.Errors);
    }

    private static async Task<int> EndOf(LabProcess process, CancellationToken ct)
    {
        while (!process.HasEnded)
            await Task.Delay(50, ct);
        return await process.StopAsync(ct);
    }

    /// <summary>Frames on a busy machine may be late, so that some come closer together; a switch counts per second.</summary>
    private static void AssertRate(IReadOnlyList<string> lines)
    {
        var at = lines.Select(line => double.Parse(line.Split(' ')[0], CultureInfo.InvariantCulture)).Order().ToList();
        for (var (first, last) = (0, 0); last < at.Count; last++)
        {
            while (at[last] - at[first] >= 1)
                first++;
            Assert.True(last - first + 1 < MostPerSecond, $"{last - first + 1} frames within a second");
        }

        Assert.True(at.Count / (at[^1] - at[0] + 0.1) <= 10.5, $"{at.Count} frames in {at[^1] - at[0]} s");
    }
}
