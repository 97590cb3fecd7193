using System.Globalization;
using System.Text;
using System.Text.Json;
using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Egress;

namespace Fairlead.Bench.Links;

/// <summary>
/// Every endpoint that a cluster's machine needs, at a round trip of 200 ms, with two addresses that swallow everything: for two sites that this
/// machine stands in neither of, so that each is asked for all of its own, and there are about sixty.
/// </summary>
internal static class EgressMeasurement
{
    /// <summary>What the program allows a connection that gets no answer, which is the slowest that a single endpoint can be here.</summary>
    private static readonly TimeSpan OwnLimit = TimeSpan.FromSeconds(5);

    public static async Task<string> RunAsync(string fairlead, int runs, CancellationToken ct)
    {
        await using var lab = await LabNetwork.StartAsync(EgressScenes.Far, ct);
        var asker = lab["vm"];
        var site = await File.ReadAllTextAsync(Path.Combine(asker.Folder, "site.yaml"), ct);
        foreach (var (name, network) in new[] { ("lyon", "10.30."), ("porto", "10.40.") })
            await asker.WriteAsync($"{name}.yaml", site.Replace("name: madrid", $"name: {name}", StringComparison.Ordinal).Replace("10.20.", network, StringComparison.Ordinal), ct);
        var table = new StringBuilder("## Egress at a round trip of 200 ms with two black holes\n\n| endpoints | causes | seconds | one endpoint's own limit | ratio | processor (s) | cores |\n|--:|---|--:|--:|--:|--:|--:|\n");
        var samples = new List<Sample>();
        for (var run = 0; run < runs; run++)
            samples.Add(await Sample.TakeAsync(asker, fairlead, ["check", "lyon.yaml", "porto.yaml", "--only", "egress", "--role", "cluster-vms", "--public-roots", "public.pem", "--format", "json", "--quiet"], ct));
        var (wall, spent) = (Sample.Median(samples.Select(sample => sample.Wall)), Sample.Median(samples.Select(sample => sample.Processor)));
        var reasons = JsonDocument.Parse(samples[^1].Answer.Output).RootElement.GetProperty("checks").EnumerateArray()
            .Where(check => check.GetProperty("id").GetString() == "egress.endpoint").Select(check => check.GetProperty("reason").GetString()!).ToList();
        var causes = string.Join(", ", reasons.GroupBy(reason => reason).OrderByDescending(group => group.Count()).Select(group => string.Create(CultureInfo.InvariantCulture, $"{group.Count()} {group.Key}")));
        table.AppendLine(CultureInfo.InvariantCulture, $"| {reasons.Count} | {causes} | {wall.TotalSeconds:0.00} | {OwnLimit.TotalSeconds:0} | {wall / OwnLimit:0.00} | {spent.TotalSeconds:0.00} | {spent / wall:0.00} |");
        return table.ToString();
    }
}
