using System.Globalization;
using System.Text;
using System.Text.Json;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Egress;

namespace Fairlead.Bench.Links;

/// <summary>Every endpoint that a cluster's machine needs, at a round trip of 200 ms, with two addresses that swallow everything.</summary>
internal static class EgressMeasurement
{
    private const string Region = "westeurope";
    private const int DelayEachWay = 100;

    /// <summary>What the program allows a connection that gets no answer, which is the slowest that a single endpoint can be here.</summary>
    private static readonly TimeSpan OwnLimit = TimeSpan.FromSeconds(5);

    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: bench
        profile: aks-arc-vmware
        region: westeurope
        segments:
          - name: lan
            prefix: 10.20.0.0/22
            gateway: 10.20.0.1
            dnsServers: [10.20.0.53]
            addressing: dhcp
            dhcp: {servers: [10.20.0.67], leaseTime: 8h, scopes: [{range: 10.20.1.0-10.20.2.255}]}
        """;

    public static async Task<string> RunAsync(string fairlead, int runs, CancellationToken ct)
    {
        var internet = new LabInternet(Region);
        using var roots = new LabAuthority("Lab public root", TimeProvider.System.GetUtcNow());
        string[] swallowed = [internet.AddressOf("mcr.microsoft.com"), internet.AddressOf("gcr.io")];
        var drops = $"table inet swallow {{ chain forward {{ type filter hook forward priority 0; ip daddr {{ {string.Join(", ", swallowed)} }} drop; }}; }}";
        await using var lab = await LabNetwork.StartAsync(
            plan => plan.Segment("lan").Segment("wan")
                .Node("me", node => node.On("lan", "10.20.1.7/22").Route("default via 10.20.0.1"))
                .Node("dns", node => node.On("lan", "10.20.0.53/22").Dnsmasq(internet.Zone(new Dictionary<string, string>())))
                .Node("gw", node => node.On("lan", "10.20.0.1/22").On("wan", "198.18.0.1/24").Forwards().Route(LabInternet.RouteVia("198.18.0.2")).Filter(drops).Delay("eth0", DelayEachWay).Delay("eth1", DelayEachWay))
                .Node("net", node => internet.On(node.On("wan", "198.18.0.2/24").Route("default via 198.18.0.1"), roots, roots, new Dictionary<string, LabHost>())), ct);
        var me = lab["me"];
        var site = await me.WriteAsync("site.yaml", Site, ct);
        var vouching = await me.WriteAsync("public.pem", roots.Root, ct);
        var table = new StringBuilder("## Egress at a round trip of 200 ms with two black holes\n\n| endpoints | causes | seconds | one endpoint's own limit | ratio | processor (s) | cores |\n|--:|---|--:|--:|--:|--:|--:|\n");
        var samples = new List<Sample>();
        for (var run = 0; run < runs; run++)
            samples.Add(await Sample.TakeAsync(me, fairlead, ["check", site, "--only", "egress", "--public-roots", vouching, "--format", "json", "--quiet"], ct));
        var (wall, spent) = (Sample.Median(samples.Select(sample => sample.Wall)), Sample.Median(samples.Select(sample => sample.Processor)));
        var reasons = JsonDocument.Parse(samples[^1].Answer.Output).RootElement.GetProperty("checks").EnumerateArray()
            .Where(check => check.GetProperty("id").GetString() == "egress.endpoint").Select(check => check.GetProperty("reason").GetString()!).ToList();
        var causes = string.Join(", ", reasons.GroupBy(reason => reason).OrderByDescending(group => group.Count()).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")));
        table.AppendLine(CultureInfo.InvariantCulture, $"| {reasons.Count} | {causes} | {wall.TotalSeconds:0.00} | {OwnLimit.TotalSeconds:0} | {wall / OwnLimit:0.00} | {spent.TotalSeconds:0.00} | {spent / wall:0.00} |");
        return table.ToString();
    }
}
