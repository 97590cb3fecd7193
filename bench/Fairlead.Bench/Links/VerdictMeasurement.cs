using System.Globalization;
using System.Text;
using System.Text.Json;
using Fairlead.Testing.Lab;

namespace Fairlead.Bench.Links;

/// <summary>RFC 5227 verdicts for the 4,096 addresses of a load balancer's range, beside what the RFC's own timers and the rate allow.</summary>
internal static class VerdictMeasurement
{
    private const int Addresses = 4096;
    private const int FramesPerAddress = 5;

    /// <summary>PROBE_MAX twice between three probes, then ANNOUNCE_WAIT.</summary>
    private static readonly TimeSpan Timers = TimeSpan.FromSeconds(2 + 2 + 2);

    public static async Task<string> RunAsync(string fairlead, int runs, CancellationToken ct)
    {
        await using var lab = await LabNetwork.StartAsync(plan => BenchSites.Describe(plan), ct);
        var me = lab[BenchSites.Asker];
        var site = await me.WriteAsync("site.yaml", BenchSites.Site(BenchSites.Range4096), ct);
        var table = new StringBuilder("## RFC 5227 verdicts for 4,096 addresses\n\n| rate | seconds | what timers and rate allow | ratio | processor (s) | verdicts |\n|--:|--:|--:|--:|--:|---|\n");
        foreach (var rate in (int[])[1_000, 5_000, 20_000])
        {
            var samples = new List<Sample>();
            for (var run = 0; run < runs; run++)
                samples.Add(await Sample.TakeAsync(me, fairlead, ["check", site, "--only", "arp", "--rate", rate.ToString(CultureInfo.InvariantCulture), "--i-own-this-network", "--format", "json", "--quiet"], ct));
            // Both at once: while one address waits, others are asked. What is sent last waits for its own quiet.
            var sending = TimeSpan.FromSeconds((double)Addresses * FramesPerAddress / rate);
            var allowed = sending > Timers ? sending + TimeSpan.FromSeconds(2) : Timers + TimeSpan.FromSeconds((double)Addresses / rate);
            var wall = Sample.Median(samples.Select(sample => sample.Wall));
            table.AppendLine(CultureInfo.InvariantCulture, $"| {rate} | {wall.TotalSeconds:0.00} | {allowed.TotalSeconds:0.00} | {wall / allowed:0.00} | {Sample.Median(samples.Select(sample => sample.Processor)).TotalSeconds:0.00} | {Verdicts(samples[^1])} |");
        }

        return table.ToString();
    }

    private static string Verdicts(Sample sample) =>
        string.Join(", ", JsonDocument.Parse(sample.Answer.Output).RootElement.GetProperty("checks").EnumerateArray()
            .Where(check => check.GetProperty("subject").GetString()!.Contains("loadBalancer", StringComparison.Ordinal))
            .Select(check => $"{check.GetProperty("target").GetString()}: {check.GetProperty("reason").GetString()}").Take(3));
}
