using System.Globalization;
using System.Text;
using Fairlead.Testing.Lab;

namespace Fairlead.Bench.Links;

/// <summary>Whether the rate promised is the rate on the wire, from the default of ten a second on.</summary>
internal static class RateMeasurement
{
    public static async Task<string> RunAsync(string fairlead, int runs, CancellationToken ct)
    {
        await using var lab = await LabNetwork.StartAsync(plan => BenchSites.Describe(plan), ct);
        var site = await lab[BenchSites.Asker].WriteAsync("site.yaml", BenchSites.Site("10.99.240.0/28"), ct);
        var table = new StringBuilder("## The rate on the wire\n\n| promised (broadcasts/s) | requests seen | seen/s | most in any second |\n|--:|--:|--:|--:|\n");
        foreach (var (rate, range) in ((int, string)[])[(10, "10.99.128.0/25"), (100, "10.99.128.0/23"), (1_000, "10.99.128.0/20")])
        {
            await using var capture = await Capture.StartAsync(lab[BenchSites.Witness], ct);
            await Sample.TakeAsync(lab[BenchSites.Asker], fairlead, ["sweep", site, "--no-names", "--range", range, "--rate", rate.ToString(CultureInfo.InvariantCulture), "--i-own-this-network", "--quiet"], ct);
            var (frames, seen, most) = await capture.StopAsync(ct);
            table.AppendLine(CultureInfo.InvariantCulture, $"| {rate} | {frames} | {seen:0.0} | {most} |");
        }

        return table.ToString();
    }
}
