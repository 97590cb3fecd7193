using System.Diagnostics;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Lab;

/// <summary>The Lab itself: what the other tests stand on.</summary>
public sealed class LabTests
{
    private static readonly Action<LabPlan> TwoMachines = plan => plan
        .Segment("lan")
        .Node("a", node => node.On("lan", "10.77.0.1/24", "2001:db8:77::1/64"))
        .Node("b", node => node.On("lan", "02:00:00:00:00:0b", 1500, "10.77.0.2/24", "2001:db8:77::2/64").Resolver("nameserver 10.77.0.1"));

    public LabTests() => LabNetwork.Require();

    [Theory]
    [InlineData("10.77.0.2")]
    [InlineData("2001:db8:77::2")]
    public async Task Machines_of_a_segment_reach_each_other(string address)
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(TwoMachines, ct);
        var answer = await lab["a"].RunAsync("ping", ["-c", "1", "-W", "10", address], ct);
        Assert.True(answer.ExitCode == 0, answer.Output + answer.Errors);
        Assert.Equal("02:00:00:00:00:0b", await lab["b"].MacOfAsync("eth0", ct));
        Assert.Equal("nameserver 10.77.0.1\n", (await lab["b"].RunAsync("cat", ["/etc/resolv.conf"], ct)).Output);
    }

    [Fact]
    public async Task Two_labs_with_the_same_addresses_do_not_meet()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var one = await LabNetwork.StartAsync(TwoMachines, ct);
        await using var other = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("a", node => node.On("lan", "10.77.0.1/24")), ct);
        Assert.NotEqual(0, (await other["a"].RunAsync("ping", ["-c", "1", "-W", "1", "10.77.0.2"], ct)).ExitCode);
    }

    [Fact]
    public async Task A_switch_drops_what_its_filter_says()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var lab = await LabNetwork.StartAsync(plan => { TwoMachines(plan); plan.Filter("lan", "table bridge lab { chain forward { type filter hook forward priority 0; ip daddr 10.77.0.2 drop; }; }"); }, ct);
        Assert.NotEqual(0, (await lab["a"].RunAsync("ping", ["-c", "1", "-W", "1", "10.77.0.2"], ct)).ExitCode);
        Assert.Equal(0, (await lab["a"].RunAsync("ping", ["-c", "1", "-W", "10", "2001:db8:77::2"], ct)).ExitCode);
    }

    [Fact]
    public async Task Nothing_is_left_of_one_that_was_disposed()
    {
        var ct = TestContext.Current.CancellationToken;
        var lab = await LabNetwork.StartAsync(TwoMachines, ct);
        var sleeper = lab["a"].Start("sleep", ["1000"]);
        await lab.DisposeAsync();
        Assert.NotEqual(0, await sleeper.StopAsync(ct));
        await AssertNothingLeftAsync(lab.Id, lab.Folder, ct);
    }

    [Fact]
    public async Task Nothing_is_left_when_it_can_not_be_finished()
    {
        var ct = TestContext.Current.CancellationToken;
        var (id, folder) = ("", "");
        await Assert.ThrowsAsync<InvalidOperationException>(() => LabNetwork.StartAsync(
            plan => plan.Segment("lan").Node("a", node => node.On("lan").Runs((node, _) =>
            {
                (id, folder) = (node.Namespace.Split('-')[1], Path.GetDirectoryName(node.Folder)!);
                throw new InvalidOperationException("a daemon that does not start");
            })), ct));
        await AssertNothingLeftAsync(id, folder, ct);
    }

    [Fact]
    public async Task Nothing_is_left_when_its_process_is_killed()
    {
        var ct = TestContext.Current.CancellationToken;
        using var holder = Process.Start(new ProcessStartInfo(Repository.PathOf("artifacts", "bin", "Fairlead.LabTool", "debug", "lab"), ["hold", "pair"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        var line = "";
        while (!line.StartsWith("held as ", StringComparison.Ordinal))
            line = await holder.StandardOutput.ReadLineAsync(ct) ?? throw new InvalidOperationException("it ended early");
        var id = line.Split(' ')[2];
        Assert.Contains(id, (await Shell.RunAsync("ip", ["netns"], ct)).Output, StringComparison.Ordinal);
        holder.Kill();
        // The reaper shares the holder's standard output, which ends with it.
        await holder.StandardOutput.ReadToEndAsync(ct);
        await AssertNothingLeftAsync(id, Path.Combine(Path.GetTempPath(), $"fairlead-lab-{id}"), ct);
    }

    private static async Task AssertNothingLeftAsync(string id, string folder, CancellationToken ct)
    {
        Assert.DoesNotContain(id, (await Shell.RunAsync("ip", ["netns"], ct)).Output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder));
        Assert.Empty(Directory.Exists("/etc/netns") ? Directory.GetDirectories("/etc/netns", $"fl-{id}-*") : []);
    }
}
