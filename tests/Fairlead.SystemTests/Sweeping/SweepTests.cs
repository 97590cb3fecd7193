using System.Text.Json;
using Fairlead.Testing.Lab;
using Xunit;

namespace Fairlead.SystemTests.Sweeping;

/// <summary><c>fairlead sweep</c> on a real link: a host, one that drops ICMP and TCP, a machine with many addresses, twins, a proxy.</summary>
public sealed class SweepTests
{
    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: lab
        profile: kubernetes-vsphere
        segments:
          - name: lan
            prefix: 10.77.0.0/24
            gateway: 10.77.0.1
            dnsServers: [10.77.0.53]
            addressing: dhcp
            dhcp: {leaseTime: 8h, scopes: [{range: 10.77.0.100-10.77.0.199}]}
        clusters:
          - name: shop
            segment: lan
            controlPlane: {ip: 10.77.0.20}
            nodePools: [{name: workers, nodes: 3}]
            podCIDR: 10.244.0.0/16
            serviceCIDR: 10.96.0.0/12
        """;

    public SweepTests() => LabNetwork.Require();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Shows_hosts_that_drop_everything_but_arp_machines_with_many_addresses_and_twins()
    {
        await using var lab = await LabNetwork.StartAsync(plan => Machines(plan)
            .Node("silent", node => node.On("lan", "10.77.0.21/24").Filter("table inet drops { chain input { type filter hook input priority 0; policy drop; }; }"))
            .Node("many", node => node.On("lan", "02:00:00:00:00:31", 1500, "10.77.0.31/24", "10.77.0.32/24", "10.77.0.33/24", "10.77.0.34/24"))
            .Node("twina", node => node.On("lan", "02:00:00:00:00:0a", 1500, "10.77.0.20/24"))
            .Node("twinb", node => node.On("lan", "02:00:00:00:00:0b", 1500, "10.77.0.20/24")), Ct);
        var (exit, report) = await SweepAsync(lab);
        Assert.Equal(1, exit);
        Assert.Equal(
            ["10.77.0.1 host", "10.77.0.20 duplicate", "10.77.0.21 host", "10.77.0.31 host", "10.77.0.32 host", "10.77.0.33 host", "10.77.0.34 host", "10.77.0.53 host"],
            Answers(report));
        Assert.Equal(["02:00:00:00:00:0a", "02:00:00:00:00:0b"], Host(report, "10.77.0.20").GetProperty("macs").EnumerateArray().Select(mac => mac.GetProperty("mac").GetString()!).Order());
        Assert.Equal("control-plane-ip", Host(report, "10.77.0.20").GetProperty("claims")[0].GetProperty("kind").GetString());
        Assert.Equal("gw.lab.example", Host(report, "10.77.0.1").GetProperty("names")[0].GetString());
        Assert.Empty(Host(report, "10.77.0.31").GetProperty("claims").EnumerateArray());
    }

    [Fact]
    public async Task Tells_what_a_proxy_answers_for_from_what_it_holds()
    {
        await using var lab = await LabNetwork.StartAsync(plan => Machines(plan).Segment("wan")
            .Node("proxy", node => node.On("lan", "10.77.0.2/24").On("wan", "10.88.0.1/24").Forwards().Route("10.77.0.128/26 via 10.88.0.9")
                .Set("net.ipv4.conf.all.proxy_arp=1")), Ct);
        var (exit, report) = await SweepAsync(lab);
        Assert.Equal(0, exit);
        Assert.Equal(["10.77.0.1 host", "10.77.0.2 host", "10.77.0.53 host"], Answers(report).Where(answer => answer.EndsWith("host", StringComparison.Ordinal)));
        Assert.Equal(Enumerable.Range(128, 64).Select(last => $"10.77.0.{last} proxy-arp"), Answers(report).Where(answer => answer.EndsWith("proxy-arp", StringComparison.Ordinal)));
        Assert.Equal(64, report.GetProperty("summary").GetProperty("proxied").GetInt32());
    }

    [Fact]
    public async Task A_slash_16_is_swept_within_its_budget_and_nobody_is_missed()
    {
        const int Machines = 4;
        const int Each = 30;
        await using var lab = await LabNetwork.StartAsync(
            plan =>
            {
                plan.Segment("lan").Node("me", node => node.On("lan", "10.77.255.254/16"));
                for (var machine = 0; machine < Machines; machine++)
                {
                    string[] addresses = [.. Enumerable.Range(machine * Each, Each).Select(host => $"10.77.{host}.{(host * 7 % 250) + 1}/16")];
                    var drops = machine == 0 ? "table inet drops { chain input { type filter hook input priority 0; policy drop; }; }" : "";
                    plan.Node($"hosts{machine}", node => node.On("lan", addresses).Filter(drops));
                }
            },
            Ct);
        var site = await lab["me"].WriteAsync("site.yaml", Site.Replace("10.77.0.0/24", "10.77.0.0/16", StringComparison.Ordinal), Ct);
        var answer = await lab["me"].FairleadAsync(["sweep", site, "--no-names", "--rate", "20000", "--i-own-this-network", "--format", "json"], Ct);
        Assert.True(answer.ExitCode == 0, answer.Errors);
        var report = JsonDocument.Parse(answer.Output).RootElement;
        Assert.Equal(Enumerable.Range(0, Machines * Each).Select(host => $"10.77.{host}.{(host * 7 % 250) + 1} host"), Answers(report));
        // Two requests for each silent address, one or two for each other, three probes for eight samples of each machine.
        const int Asked = 65_534 - 1;
        Assert.InRange(report.GetProperty("frames").GetInt64(), Asked, (2 * Asked) + (Machines * 8 * 3));
    }

    [Fact]
    public async Task Sends_nothing_without_the_right_to()
    {
        await using var lab = await LabNetwork.StartAsync(plan => Machines(plan), Ct);
        var site = await lab["me"].WriteAsync("site.yaml", Site, Ct);
        var answer = await lab["me"].RunAsync("setpriv", ["--reuid=65534", "--regid=65534", "--clear-groups", LabNode.Fairlead, "sweep", site], Ct);
        Assert.Equal(4, answer.ExitCode);
        Assert.Empty(answer.Output);
        Assert.Contains("setcap cap_net_raw+ep", answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_csv_and_text()
    {
        await using var lab = await LabNetwork.StartAsync(plan => Machines(plan), Ct);
        var site = await lab["me"].WriteAsync("site.yaml", Site, Ct);
        string[] arguments = ["sweep", site, "--rate", "2000", "--i-own-this-network"];
        var csv = await lab["me"].FairleadAsync([.. arguments, "--format", "csv"], Ct);
        Assert.StartsWith("address,answer,mac,vendor,addresses of this mac,names,planned as,owner\r\n10.77.0.1,host,", csv.Output, StringComparison.Ordinal);
        var text = await lab["me"].FairleadAsync(arguments, Ct);
        Assert.Contains("gw.lab.example, gateway of lab/segments/lan", string.Join(' ', text.Output.Split((char[])[' ', '\n'], StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("2 hosts, 0 duplicates and 0 addresses behind a proxy among 256", text.Output, StringComparison.Ordinal);
        Assert.Contains("  ARP requests for 253 addresses of lab/lan to eth0 (broadcast): at most 506, ", text.Errors, StringComparison.Ordinal);
        Assert.Contains("  RFC 5227 probes for some of the addresses that one MAC answers for, where it answers for 3 or more, to eth0 (broadcast): at most 759, ", text.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("10.78.0.0/24", "is not in the prefix")]
    [InlineData("10.77.0.1-10.77.0.0", "--range")]
    public async Task Refuses_a_range_that_is_not_of_the_segment(string range, string says)
    {
        await using var lab = await LabNetwork.StartAsync(plan => Machines(plan), Ct);
        var site = await lab["me"].WriteAsync("site.yaml", Site, Ct);
        var answer = await lab["me"].FairleadAsync(["sweep", site, "--range", range], Ct);
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(says, answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_where_to_stand_when_it_stands_elsewhere()
    {
        await using var lab = await LabNetwork.StartAsync(plan => plan.Segment("lan").Node("me", node => node.On("lan", "10.99.0.9/24")), Ct);
        var site = await lab["me"].WriteAsync("site.yaml", Site, Ct);
        var answer = await lab["me"].FairleadAsync(["sweep", site], Ct);
        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("this machine stands in none of the segments (lab/lan)", answer.Errors, StringComparison.Ordinal);
    }

    private static LabPlan Machines(LabPlan plan) => plan.Segment("lan")
        .Node("me", node => node.On("lan", "10.77.0.9/24").Route("default via 10.77.0.1"))
        .Node("gw", node => node.On("lan", "10.77.0.1/24"))
        .Node("dns", node => node.On("lan", "10.77.0.53/24").Runs(async (dns, ct) =>
        {
            var process = dns.Start("dnsmasq", ["-k", "-C", "/dev/null", "--no-resolv", "--no-hosts", "--user=root", "--pid-file=", "--log-facility=-", "--ptr-record=1.0.77.10.in-addr.arpa,gw.lab.example"]);
            await process.WaitForAsync("started", ct);
        }));

    private static async Task<(int Exit, JsonElement Report)> SweepAsync(LabNetwork lab)
    {
        var site = await lab["me"].WriteAsync("site.yaml", Site, Ct);
        var answer = await lab["me"].FairleadAsync(["sweep", site, "--rate", "2000", "--i-own-this-network", "--format", "json"], Ct);
        Assert.True(answer.Output.Length > 0, answer.Errors);
        return (answer.ExitCode, JsonDocument.Parse(answer.Output).RootElement);
    }

    private static List<string> Answers(JsonElement report) =>
        [.. report.GetProperty("hosts").EnumerateArray().Select(host => $"{host.GetProperty("address").GetString()} {host.GetProperty("answer").GetString()}")];

    private static JsonElement Host(JsonElement report, string address) =>
        report.GetProperty("hosts").EnumerateArray().Single(host => host.GetProperty("address").GetString() == address);
}
