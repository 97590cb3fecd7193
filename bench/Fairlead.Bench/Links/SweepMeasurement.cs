using System.Globalization;
using System.Text;
using System.Text.Json;
using Fairlead.Testing.Lab;

namespace Fairlead.Bench.Links;

/// <summary>A /16 with 120 live addresses: <c>fairlead sweep</c> beside <c>arp-scan</c> at the same rate, two requests for each silent address.</summary>
internal static class SweepMeasurement
{
    private static readonly int[] Rates = [5_000, 10_000, 20_000];

    public static async Task<string> RunAsync(string fairlead, int runs, CancellationToken ct)
    {
        await using var lab = await LabNetwork.StartAsync(plan => BenchSites.Describe(plan), ct);
        var me = lab[BenchSites.Asker];
        var site = await me.WriteAsync("site.yaml", BenchSites.Site("10.99.240.0/28"), ct);
        var table = new StringBuilder("## A /16 with 120 live addresses\n\n| rate asked for | arp-scan: seconds | found | on the wire/s | fairlead sweep: seconds | found | on the wire/s | ratio |\n|--:|--:|--:|--:|--:|--:|--:|--:|\n");
        foreach (var rate in Rates)
        {
            var (theirs, ours) = (new List<Row>(), new List<Row>());
            for (var run = 0; run < runs; run++)
            {
                theirs.Add(await MeasureAsync(lab, "arp-scan", ["-I", "eth0", "--retry=2", "--timeout=500", $"--interval={1_000_000 / rate}u", "10.99.0.0/16"], FoundByArpScan, ct));
                ours.Add(await MeasureAsync(lab, fairlead, ["sweep", site, "--no-names", "--rate", rate.ToString(CultureInfo.InvariantCulture), "--i-own-this-network", "--format", "json", "--quiet"], FoundByFairlead, ct));
            }

            var (their, our) = (Sample.Median(theirs.Select(row => row.Wall)), Sample.Median(ours.Select(row => row.Wall)));
            table.AppendLine(CultureInfo.InvariantCulture, $"| {rate} | {their.TotalSeconds:0.00} | {theirs.Min(row => row.Found)} | {theirs.Average(row => row.Rate):0} | {our.TotalSeconds:0.00} | {ours.Min(row => row.Found)} | {ours.Average(row => row.Rate):0} | {our / their:0.00} |");
        }

        return table.ToString();
    }

    private static async Task<Row> MeasureAsync(LabNetwork lab, string program, string[] arguments, Func<string, int> found, CancellationToken ct)
    {
        await using var capture = await Capture.StartAsync(lab[BenchSites.Witness], ct);
        var sample = await Sample.TakeAsync(lab[BenchSites.Asker], program, arguments, ct);
        var (_, rate, _) = await capture.StopAsync(ct);
        return new(sample.Wall, found(sample.Answer.Output), rate);
    }

    /// <summary>Lines such as <c>10.99.0.2	02:…</c>; its own address is not among them.</summary>
    private static int FoundByArpScan(string output) =>
        output.Split('\n').Where(line => line.StartsWith("10.99.0.", StringComparison.Ordinal)).Select(line => line.Split('\t')[0]).Distinct().Count();

    private static int FoundByFairlead(string output) => JsonDocument.Parse(output).RootElement.GetProperty("summary").GetProperty("hosts").GetInt32();

    private sealed record Row(TimeSpan Wall, int Found, double Rate);
}
