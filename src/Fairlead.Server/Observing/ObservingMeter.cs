using System.Diagnostics.Metrics;
using Fairlead.Core.Observations;

namespace Fairlead.Server.Observing;

/// <summary>Metrics of sources: how often they were read and how it ended, and how old what is known of them is.</summary>
internal sealed class ObservingMeter : IDisposable
{
    private readonly Meter _meter = new("Fairlead.Observing");
    private readonly Counter<long> _reads;

    public ObservingMeter(ObservedSites sites, TimeProvider time)
    {
        _reads = _meter.CreateCounter<long>("fairlead.source.reads", description: "Readings of a source, by how they ended.");
        _meter.CreateObservableGauge(
            "fairlead.source.age",
            () => sites.All.Where(state => state.LastSeen is not null).Select(state => new Measurement<double>((time.GetUtcNow() - state.LastSeen!.AsOf).TotalSeconds, TagsOf(state.Watched))),
            "s",
            "How old what is known of a source is.");
    }

    public void Count(WatchedSource watched, ObservationOutcome outcome) =>
        _reads.Add(1, [.. TagsOf(watched), new("outcome", outcome is ObservationOutcome.Failed failed ? Api.SourceWords.Of(failed.Reason) : "seen")]);

    public void Dispose() => _meter.Dispose();

    private static KeyValuePair<string, object?>[] TagsOf(WatchedSource watched) => [new("site", watched.Site), new("source", watched.Source.ToString())];
}
