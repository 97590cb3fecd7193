using System.Text.Json.Nodes;
using Fairlead.Connectors;
using Fairlead.Connectors.Kea;
using Fairlead.Core.Addressing;
using Fairlead.Core.Changes;
using Fairlead.Core.Diagnostics;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Dhcp;
using Xunit;

namespace Fairlead.SystemTests.Connectors.Kea;

/// <summary>Pools of the real Kea, made as a plan wants them: the old state or the new one, and the message says which.</summary>
public sealed class KeaApplyTests
{
    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: kubernetes-vsphere
        segments:
          - {name: k8s, prefix: 10.20.0.0/24, gateway: 10.20.0.1, dnsServers: [10.10.0.53], addressing: dhcp, dhcp: {leaseTime: 1h, scopes: [{range: 10.20.0.100-10.20.0.119, exclude: [10.20.0.100-10.20.0.104]}]}}
        """;

    private static readonly KeaScope Scope = new("10.20.0.0/24", "10.20.0.100 - 10.20.0.119", 3600);
    private static readonly ConnectorSettings Settings = new() { Time = TimeProvider.System };
    private static readonly KeaWish Wish = new("madrid/k8s", IpPrefix.Parse("10.20.0.0/24"), IpSet.Of(IpRange.Parse("10.20.0.105-10.20.0.119")));

    public KeaApplyTests() => LabNetwork.Require();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pools_are_shown_changed_and_then_as_planned()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("kea", node => node.On("lan", "10.20.0.67/24").RunsKea(Scope, KeaNodes.LeaseCommands)).Node("client", node => node.On("lan")), Ct);
        var (kea, client) = (lab["kea"], lab["client"]);
        var leased = await client.LeaseAsync("02:00:00:00:01:01", Ct, hostName: "printer");
        var site = await kea.WriteAsync("site.yaml", Site, Ct);
        string[] target = [site, "--kea", $"kea:unix:{Path.Combine(kea.Folder, KeaNodes.ControlSocket)}"];

        var diff = await kea.FairleadAsync(["diff", .. target], Ct);
        Assert.Equal(1, diff.ExitCode);
        Assert.Contains("10.20.0.100-10.20.0.104 is no longer handed out", diff.Output, StringComparison.Ordinal);
        // Whoever sits there is named first.
        Assert.Equal("10.20.0.100", leased);
        Assert.StartsWith("leave   10.20.0.100  is leased (host printer)", diff.Output, StringComparison.Ordinal);
        Assert.Equal(["10.20.0.100-10.20.0.119"], await PoolsAsync(kea));
        // Whatever address space the server is said to be of.
        Assert.Contains("10.20.0.100  is leased", (await kea.FairleadAsync(["diff", site, "--kea", $"{target[^1]},address-space=lab"], Ct)).Output, StringComparison.Ordinal);

        var before = await File.ReadAllTextAsync(Path.Combine(kea.Folder, "kea.json"), Ct);
        var applied = await kea.RunAsync("env", [$"XDG_STATE_HOME={kea.Folder}/state", LabNode.Fairlead, "apply", .. target, "--yes"], Ct);
        // Something was left alone: the lease.
        Assert.True(applied.ExitCode == 1, applied.Output + applied.Errors);
        Assert.Contains("The configurations before are kept in", applied.Errors, StringComparison.Ordinal);
        Assert.Contains("still has the old pools", applied.Errors, StringComparison.Ordinal);
        Assert.Equal(["10.20.0.105-10.20.0.119"], await PoolsAsync(kea));
        Assert.Equal(before, await File.ReadAllTextAsync(Path.Combine(kea.Folder, "kea.json"), Ct));
        var kept = Assert.Single(Directory.EnumerateFiles(Path.Combine(kea.Folder, "state", "fairlead", "kea-before")));
        Assert.Contains("10.20.0.100-10.20.0.119", await File.ReadAllTextAsync(kept, Ct), StringComparison.Ordinal);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(kept));

        // The next client gets an address of the new pool.
        Assert.Equal("10.20.0.105", await client.LeaseAsync("02:00:00:00:01:02", Ct));
        Assert.Equal(0, (await kea.FairleadAsync(["diff", .. target], Ct)).ExitCode);
    }

    [Fact]
    public async Task A_server_of_a_pair_is_not_changed_alone()
    {
        await using var lab = await PairAsync();
        var refused = await Assert.ThrowsAsync<UnusableInputException>(() => KeaTarget.ReadAsync([SocketOf(lab["first"])], [Wish], Settings, Ct));
        Assert.Contains("both must hand out the same", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Both_of_a_pair_are_changed_or_neither()
    {
        await using var lab = await PairAsync();
        using (var target = await KeaTarget.ReadAsync([SocketOf(lab["first"]), SocketOf(lab["second"])], [Wish], Settings, Ct))
            await target.ApplyAsync(write: false, Ct);
        Assert.Equal(["10.20.0.105-10.20.0.119"], await PoolsAsync(lab["first"]));
        Assert.Equal(["10.20.0.105-10.20.0.119"], await PoolsAsync(lab["second"]));

        // A server that is gone by the time it is asked: the first keeps what it had.
        var further = Wish with { Pools = IpSet.Of(IpRange.Parse("10.20.0.110-10.20.0.119")) };
        using var gone = await KeaTarget.ReadAsync([SocketOf(lab["first"]), SocketOf(lab["second"])], [further], Settings, Ct);
        File.Move(Path.Combine(lab["second"].Folder, KeaNodes.ControlSocket), Path.Combine(lab["second"].Folder, "hidden.sock"));
        var refused = await Assert.ThrowsAsync<UnusableInputException>(() => gone.ApplyAsync(write: false, Ct));
        Assert.Contains("Nothing is changed", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["10.20.0.105-10.20.0.119"], await PoolsAsync(lab["first"]));
    }

    [Fact]
    public async Task A_configuration_that_changed_meanwhile_is_left_as_it_is()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("kea", node => node.On("lan", "10.20.0.67/24").RunsKea(Scope)), Ct);
        using var target = await KeaTarget.ReadAsync([SocketOf(lab["kea"])], [Wish], Settings, Ct);
        using (var other = await KeaTarget.ReadAsync([SocketOf(lab["kea"])], [Wish with { Pools = IpSet.Of(IpRange.Parse("10.20.0.117-10.20.0.119")) }], Settings, Ct))
            await other.ApplyAsync(write: false, Ct);

        var refused = await Assert.ThrowsAsync<UnusableInputException>(() => target.ApplyAsync(write: false, Ct));

        Assert.Contains("changed while Fairlead was working", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["10.20.0.117-10.20.0.119"], await PoolsAsync(lab["kea"]));
    }

    private static Task<LabNetwork> PairAsync() => LabNetwork.StartAsync(plan => plan
        .Segment("lan")
        .Node("first", node => node.On("lan", "10.20.0.67/24").RunsKeaOfPair(Scope, "10.20.0.67", "10.20.0.67", "10.20.0.68"))
        .Node("second", node => node.On("lan", "10.20.0.68/24").RunsKeaOfPair(Scope, "10.20.0.68", "10.20.0.67", "10.20.0.68").AwaitsKeaPair("10.20.0.67", "10.20.0.68")), Ct);

    private static SourceReference SocketOf(LabNode node) => SourceReference.Parse($"kea:unix:{Path.Combine(node.Folder, KeaNodes.ControlSocket)}");

    private static async Task<IEnumerable<string>> PoolsAsync(LabNode node)
    {
        using var channel = new KeaChannel(SocketOf(node), Settings);
        var answer = await channel.SendAsync("config-get", null, Ct);
        return JsonNode.Parse(answer.Raw)!["arguments"]!["Dhcp4"]!["subnet4"]![0]!["pools"]!.AsArray().Select(pool => (string)pool!["pool"]!);
    }
}
