using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Core.Reports;
using Fairlead.Ledger;
using Fairlead.Ledger.Observing;
using Fairlead.Server.Api;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Fairlead.Server.Observing;

/// <summary>Reads every watched source side by side for as long as the server runs, and writes down what they said. Every replica reads for itself.</summary>
internal sealed partial class Observer(Watching watching, ObservedSites sites, Ledger.Ledger ledger, Notices notices, ObservingMeter meter, TimeProvider time, ILogger<Observer> log) : BackgroundService
{
    private static readonly TimeSpan s_betweenCleanings = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (watching.Sources.Count == 0)
            return;
        await RecallAsync(stoppingToken);
        await Task.WhenAll([.. watching.Sources.Select(watched => WatchAsync(watched, stoppingToken)), CleanAsync(stoppingToken)]);
    }

    private async Task RecallAsync(CancellationToken ct)
    {
        foreach (var site in watching.Sources.Select(watched => watched.Site).Distinct())
            await StoringAsync(async () => sites.Remember(site, await ledger.Observations.ReadSightingsAsync(site, ct)));
    }

    private async Task WatchAsync(WatchedSource watched, CancellationToken ct)
    {
        try
        {
            await foreach (var outcome in watched.Watch(ct).WithCancellation(ct))
                await TakeAsync(watched, outcome, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The server ends.
        }
#pragma warning disable CA1031 // one source's reader that breaks ends neither the server nor the other sources; it is said, in the log and on the page
        catch (Exception exception)
#pragma warning restore CA1031
        {
            ReaderBroke(log, exception, watched.Source, watched.Site);
            notices.Set(SubjectOf(watched), "It is not read any more: its reader broke, which is a fault of Fairlead; the log has it. A restart reads it again.");
        }
    }

    private async Task TakeAsync(WatchedSource watched, ObservationOutcome outcome, CancellationToken ct)
    {
        var state = sites.Add(watched, outcome);
        meter.Count(watched, outcome);
        if (outcome is ObservationOutcome.Failed failed)
        {
            SourceFailed(log, watched.Source, watched.Site, failed.Reason, failed.Message);
            notices.Set(SubjectOf(watched), $"{failed.Message} {failed.Hint}");
        }
        else
        {
            SourceRead(log, watched.Source, watched.Site);
            notices.Set(SubjectOf(watched), null);
        }

        await StoringAsync(async () =>
        {
            await ledger.Observations.AddAsync(RecordOf(watched, outcome), ct);
            if (outcome is ObservationOutcome.Seen)
                await ledger.Observations.AddAsync(watched.Site, sites.Remember(watched.Site, SightingsOf(state.LastSeen!, sites.AddressSpaceOf(watched.Site))), ct);
        });
    }

    private async Task CleanAsync(CancellationToken ct)
    {
        try
        {
            using var timer = new PeriodicTimer(s_betweenCleanings, time);
            do
            {
                var before = time.GetUtcNow() - watching.Keep;
                sites.Forget(before);
                await StoringAsync(() => ledger.Observations.ForgetAsync(before, ct));
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException)
        {
            // The server ends.
        }
    }

    /// <summary>What can't be written down is still shown: the observation itself is in memory.</summary>
    private async Task StoringAsync(Func<Task> store)
    {
        try
        {
            await store();
        }
        catch (LedgerUnavailableException exception)
        {
            NotStored(log, exception.Message);
        }
    }

    private static StoredOutcome RecordOf(WatchedSource watched, ObservationOutcome outcome) => outcome switch
    {
        ObservationOutcome.Failed failed => new(watched.Site, watched.Source, failed.At, failed.At) { Reason = failed.Reason, Message = failed.Message, Hint = failed.Hint },
        ObservationOutcome.Seen { Observation: var seen } => new(watched.Site, watched.Source, seen.ReadAt, seen.ReadAt) { Contents = ObservedWords.Contents(seen) },
        _ => throw new System.Diagnostics.UnreachableException($"{outcome.GetType()} is no outcome."),
    };

    /// <summary>Pairs of MAC and address: of adapters whose addresses are known, and of leases that are held.</summary>
    private static IEnumerable<PastSighting> SightingsOf(Observation seen, string siteSpace)
    {
        var space = seen.AddressSpace ?? siteSpace;
        foreach (var machine in seen.Machines)
        {
            foreach (var adapter in machine.Adapters.Where(adapter => adapter.Mac is not null))
            {
                foreach (var address in adapter.Addresses)
                    yield return Of(adapter.Mac!.Value, address, machine.Name);
            }
        }

        var moment = seen.ReadAt;
        foreach (var lease in seen.Leases.All.Take(ObservedSites.MostSightings))
        {
            if (lease.Mac is { } mac && lease.State == LeaseState.Active && lease.IsHeld(moment))
                yield return Of(mac, lease.Address, lease.HostName);
        }

        PastSighting Of(MacAddress mac, IpAddr address, string? name) => new(space, address, mac, name, seen.Source, seen.AsOf, seen.AsOf);
    }

    private static string SubjectOf(WatchedSource watched) => $"source {watched.Source} of {watched.Site}";

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Source} of {Site} was read")]
    private static partial void SourceRead(ILogger log, ObservedSource source, string site);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Source} of {Site} can't be read ({Reason}): {Message}")]
    private static partial void SourceFailed(ILogger log, ObservedSource source, string site, FailureReason reason, string message);

    [LoggerMessage(Level = LogLevel.Error, Message = "the reader of {Source} of {Site} broke")]
    private static partial void ReaderBroke(ILogger log, Exception exception, ObservedSource source, string site);

    [LoggerMessage(Level = LogLevel.Warning, Message = "what a source said could not be written down: {Message}")]
    private static partial void NotStored(ILogger log, string message);
}
