using System.Collections.Concurrent;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Merging;
using Fairlead.Core.Sites;

namespace Fairlead.Probes.Running;

/// <summary>Asks everything at once and puts the answers into order.</summary>
public static class CheckRun
{
    /// <param name="seen">Called for each answer as it comes, from any thread.</param>
    /// <param name="progress">Called with one line about how far a family is, from any thread.</param>
    public static async Task<CheckReport> RunAsync(
        IReadOnlyList<ICheckFamily> families, CheckRequest request, Vantage vantage, Action<CheckResult> seen, Action<string> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(families);
        ArgumentNullException.ThrowIfNull(request);
        var sink = new Sink(seen, progress);
        await Task.WhenAll(families.Select(family => Task.Run(() => family.RunAsync(request, sink, ct), ct)));
        return new CheckReport(vantage, CheckOrder.Sort(sink.Results, request.Plan.Sources.Keys)) { Sites = [.. SitesOf(request).Select(VantageNeeds.Of)] };
    }

    private static IEnumerable<Site> SitesOf(CheckRequest request) =>
        request.Plan.Estate.Sites.Where(site => request.Segments.Any(segment => segment.Site == site) || request.Clusters.Any(cluster => cluster.Site == site));

    private sealed class Sink(Action<CheckResult> seen, Action<string> progress) : ICheckSink
    {
        public ConcurrentQueue<CheckResult> Results { get; } = new();

        public void Report(CheckResult result)
        {
            Results.Enqueue(result);
            seen(result);
        }

        public void Progress(string text) => progress(text);
    }
}
