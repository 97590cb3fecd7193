using System.Diagnostics;
using System.Globalization;
using Xunit;

namespace Fairlead.Tests.Fuzzing;

/// <summary>The long campaign: <c>FAIRLEAD_SOAK=1</c> runs it and writes docs/soak/fuzz.md. FAIRLEAD_SOAK_SEED and FAIRLEAD_SOAK_INPUTS change what is run.</summary>
[Trait("Category", "Soak")]
public sealed class SoakTests
{
    private const int Inputs = 1_000_000;

    [Fact]
    public async Task The_planner_survives_a_million_inputs()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("FAIRLEAD_SOAK") != "1", "the soak campaign runs with FAIRLEAD_SOAK=1");
        var inputs = NumberFrom("FAIRLEAD_SOAK_INPUTS", Inputs);
        var seed = NumberFrom("FAIRLEAD_SOAK_SEED", Random.Shared.Next());
        var campaign = new Campaign(seed, inputs);
        var begun = Stopwatch.GetTimestamp();

        await campaign.Run(mostFailures: 20, TestContext.Current.CancellationToken);

        Write(seed, inputs, campaign, Stopwatch.GetElapsedTime(begun));
        Assert.Empty(campaign.Failures);
    }

    private static void Write(int seed, int inputs, Campaign campaign, TimeSpan took)
    {
        using var process = Process.GetCurrentProcess();
        var text = string.Create(CultureInfo.InvariantCulture, $"""
            # Fuzzing: the soak campaign

            Inputs are made from the examples, the cases of the rules and the corpus of bad input by one to four changes each: flipped bytes,
            swapped tokens and lines, other values and addresses, YAML's own marks, cuts, nesting, anchors, and pieces of other files. Each runs
            through the whole planner. It must not throw, every finding must stand inside its file, the JSON report must parse, and memory must
            stay bounded.

            Run it with `FAIRLEAD_SOAK=1` and the test category Soak; `FAIRLEAD_SOAK_SEED={seed}` repeats this campaign.

            | | |
            |---|---|
            | date | {DateTime.UtcNow:yyyy-MM-dd} |
            | seed | {seed} |
            | files to begin with | {Seeds.All.Count} |
            | inputs | {inputs:N0} |
            | of these refused as unusable | {campaign.Unusable:N0} |
            | findings judged | {campaign.Findings:N0} |
            | failures | {campaign.Failures.Count} |
            | most memory allocated for one input | {campaign.MostAllocated / (1024.0 * 1024):F1} MiB |
            | peak memory of the process | {process.PeakWorkingSet64 / (1024.0 * 1024):F0} MiB |
            | time | {took.TotalMinutes:F1} min on one thread |

            """);
        Directory.CreateDirectory(Repository.PathOf("docs", "soak"));
        File.WriteAllText(Repository.PathOf("docs", "soak", "fuzz.md"), text + string.Concat(campaign.Failures.Select(failure => $"\n    {failure.ReplaceLineEndings("\n    ")}\n")));
    }

    private static int NumberFrom(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var number) ? number : otherwise;
}
