using System.Globalization;
using System.Text;
using System.Text.Json;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Neighbours;
using Xunit;

namespace Fairlead.SystemTests.Neighbours;

/// <summary>
/// The table of docs/guides/check.md, made by running the tools that people use and Fairlead on the same hosts. UPDATE_GOLDEN=1 writes it anew.
/// </summary>
public sealed class WhatOthersSayTests
{
    private const string Begin = "<!-- made by WhatOthersSayTests -->";
    private const string End = "<!-- end -->";
    private const string Asker = "me";

    private static readonly Scene[] Scenes =
    [
        new(plan => Quiet(plan)
            .Node("open", node => node.On("lan", "10.99.0.10/16"))
            .Node("silent", node => node.On("lan", "10.99.0.11/16").DropsIcmpAndTcp())
            .Node("twina", node => node.On("lan", "10.99.0.12/16").DropsIcmpAndTcp())
            .Node("twinb", node => node.On("lan", "10.99.0.12/16").DropsIcmpAndTcp())
            .Node("last", node => node.On("lan", "10.99.255.254/16").DropsIcmpAndTcp()),
            [
                new("a host that answers everything", "taken", "10.99.0.10"),
                new("a host that drops ICMP and TCP", "taken", "10.99.0.11"),
                new("two such hosts with one address", "taken twice", "10.99.0.12"),
                new("such a host at the end of a /16", "taken", "10.99.255.254"),
                new("nobody", "nobody", "10.99.0.13"),
            ]),
        new(plan => Quiet(plan, gateway: false).Segment("out").Node("gw", node => node.ProxyArpRouter("lan", "10.99.0.1/30", "out")),
            [new("nobody, behind a router with proxy ARP", "nobody", "10.99.0.13")]),
        new(plan => Quiet(plan).Node("all", node => node.On("lan", "10.99.0.200/16").AnswersAllArp("10.99.0.1", "10.99.0.9")),
            [new("nobody, and a machine that answers every ARP request", "nobody", "10.99.0.13", Also: ["10.99.77.1", "10.99.88.2"])]),
        new(plan => Quiet(plan).DropsArpProbes("lan"),
            [new("nobody, and a switch that drops ARP from 0.0.0.0", "nobody", "10.99.0.13")]),
    ];

    public WhatOthersSayTests() => LabNetwork.Require();

    [Fact]
    public async Task The_table_is_what_they_say_today()
    {
        var ct = TestContext.Current.CancellationToken;
        var rows = await Task.WhenAll(Scenes.Select(scene => RowsAsync(scene, ct)));
        var table = new StringBuilder("| who is there | truth | ping | nmap -sn | arp-scan | TCP dial to port 80 | fairlead probe |\n|---|---|---|---|---|---|---|\n");
        foreach (var row in rows.SelectMany(each => each))
            table.Append("| ").AppendJoin(" | ", row).Append(" |\n");
        var file = Repository.PathOf("docs", "guides", "check.md");
        var text = await File.ReadAllTextAsync(file, ct);
        var (from, to) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
            await File.WriteAllTextAsync(file, $"{text[..from]}\n\n{table}\n{text[to..]}", ct);
        else
            Assert.Equal(table.ToString(), text[from..to].Trim('\n') + "\n");
    }

    /// <summary>A /16 with who asks and, unless the scene brings its own, a gateway that is only there.</summary>
    private static LabPlan Quiet(LabPlan plan, bool gateway = true)
    {
        plan.Segment("lan").Node(Asker, node => node.On("lan", "10.99.0.9/16").Route("default via 10.99.0.1"));
        return gateway ? plan.Node("gw", node => node.On("lan", "10.99.0.1/16")) : plan;
    }

    private static async Task<IEnumerable<string[]>> RowsAsync(Scene scene, CancellationToken ct)
    {
        await using var lab = await LabNetwork.StartAsync(plan => scene.Describe(plan), ct);
        var me = lab[Asker];
        var fairlead = await FairleadAsync(me, scene.Vectors.SelectMany(vector => vector.Also.Prepend(vector.Address)), ct);
        return await Task.WhenAll(scene.Vectors.Select(async vector => (string[])
        [
            vector.Who, vector.Truth, await PingAsync(me, vector.Address, ct), await NmapAsync(me, vector.Address, ct), await ArpScanAsync(me, vector.Address, ct),
            await DialAsync(me, vector.Address, ct), fairlead(vector.Address),
        ]));
    }

    private static async Task<string> PingAsync(LabNode me, string address, CancellationToken ct) =>
        (await me.RunAsync("ping", ["-n", "-c", "2", "-W", "2", address], ct)).ExitCode == 0 ? "answers" : "no answer";

    private static async Task<string> NmapAsync(LabNode me, string address, CancellationToken ct) =>
        (await me.RunAsync("nmap", ["-sn", "-PR", "-n", address], ct)).Output.Contains("Host is up", StringComparison.Ordinal) ? "up" : "down";

    private static async Task<string> ArpScanAsync(LabNode me, string address, CancellationToken ct)
    {
        var answer = await me.RunAsync("arp-scan", ["-I", "eth0", "--retry=3", "--timeout=1000", address], ct);
        var macs = answer.Output.Split('\n').Where(line => line.StartsWith(address + "\t", StringComparison.Ordinal)).Select(line => line.Split('\t')[1]).Distinct().Count();
        return macs switch { 0 => "no answer", 1 => "1 MAC", _ => string.Create(CultureInfo.InvariantCulture, $"{macs} MACs") };
    }

    /// <summary>The rule of a well-known installer: connected or refused within half a second means in use, anything else free.</summary>
    private static async Task<string> DialAsync(LabNode me, string address, CancellationToken ct)
    {
        var answer = await me.RunAsync("timeout", ["0.5", "bash", "-c", $"LC_ALL=C; exec 3<>/dev/tcp/{address}/80"], ct);
        return answer.ExitCode == 0 || answer.Errors.Contains("refused", StringComparison.Ordinal) ? "in use" : "free";
    }

    private static async Task<Func<string, string>> FairleadAsync(LabNode me, IEnumerable<string> addresses, CancellationToken ct)
    {
        var answer = await me.FairleadAsync(["probe", .. addresses, "--interface", "eth0", "--rate", "100", "--format", "json"], ct);
        Assert.True(answer.Output.Length > 0, answer.Errors);
        var checks = JsonDocument.Parse(answer.Output).RootElement.GetProperty("checks").EnumerateArray().ToList();
        return address =>
        {
            var check = checks.Single(each => each.GetProperty("id").GetString() == "arp.address" && each.GetProperty("target").GetString() == address);
            var twins = checks.Any(each => each.GetProperty("id").GetString() == "arp.duplicate-address" && each.GetProperty("target").GetString() == address && each.GetProperty("outcome").GetString() == "failed");
            return $"{check.GetProperty("verdict").GetString()} (`{check.GetProperty("reason").GetString()}`){(twins ? ", both MACs named (`arp.duplicate-address`)" : "")}";
        };
    }

    private sealed record Scene(Action<LabPlan> Describe, IReadOnlyList<Vector> Vectors);

    /// <param name="Also">Asked with it, and not shown: what one machine answers for is seen by several addresses.</param>
    private sealed record Vector(string Who, string Truth, string Address, IReadOnlyList<string>? Also = null)
    {
        public IReadOnlyList<string> Also { get; } = Also ?? [];
    }
}
