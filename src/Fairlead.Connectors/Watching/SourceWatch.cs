using System.Runtime.CompilerServices;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Watching;

/// <summary>A source read for good: followed where its system tells what changes, asked again and again otherwise, and more and more rarely while it fails.</summary>
public static class SourceWatch
{
    /// <summary>The longest pause between attempts at a source that fails, unless it is read more rarely anyway.</summary>
    private static readonly TimeSpan s_longestPause = TimeSpan.FromHours(1);

    /// <summary>Directories lock accounts after some five wrong passwords within half an hour.</summary>
    private static readonly TimeSpan s_afterRefusedPassword = TimeSpan.FromMinutes(15);

    /// <param name="every">From the end of one reading to the next.</param>
    /// <returns>Without end, until it is cancelled; whatever is wrong is a value.</returns>
    public static async IAsyncEnumerable<ObservationOutcome> WatchAsync(IConnector connector, TimeSpan every, TimeProvider time, [EnumeratorCancellation] CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(connector);
        ArgumentNullException.ThrowIfNull(time);
        for (var failures = 0; ;)
        {
            FailureReason? reason = null;
            await foreach (var outcome in RoundAsync(connector, time, ct).ConfigureAwait(false))
            {
                reason = (outcome as ObservationOutcome.Failed)?.Reason;
                failures = reason is null ? 0 : failures + 1;
                yield return outcome;
            }

            await Task.Delay(PauseAfter(failures, reason, every), time, ct).ConfigureAwait(false);
        }
    }

    /// <summary>Doubles with each failure.</summary>
    internal static TimeSpan PauseAfter(int failures, FailureReason? reason, TimeSpan every)
    {
        if (failures == 0)
            return every;
        var longest = every > s_longestPause ? every : s_longestPause;
        var pause = every * Math.Pow(2, Math.Min(failures - 1, 20));
        if (reason == FailureReason.NotAuthenticated && pause < s_afterRefusedPassword)
            pause = s_afterRefusedPassword;
        return pause < longest ? pause : longest;
    }

    private static async IAsyncEnumerable<ObservationOutcome> RoundAsync(IConnector connector, TimeProvider time, [EnumeratorCancellation] CancellationToken ct)
    {
        if (connector is not IFollowingConnector following)
        {
            yield return await GuardedAsync(connector, () => connector.ObserveAsync(ct), time).ConfigureAwait(false);
            yield break;
        }

        await using var outcomes = following.FollowAsync(ct).GetAsyncEnumerator(ct);
        while (true)
        {
            var next = await GuardedAsync(connector, async () => await outcomes.MoveNextAsync().ConfigureAwait(false) ? outcomes.Current : null, time).ConfigureAwait(false);
            if (next is null)
                yield break;
            yield return next;
            if (next is ObservationOutcome.Failed)
                yield break;
        }
    }

    /// <summary>Where a person waits, a password file that is not there ends the run; a server goes on, and it may come.</summary>
    private static async Task<T> GuardedAsync<T>(IConnector connector, Func<Task<T>> read, TimeProvider time)
        where T : ObservationOutcome?
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (UnusableInputException exception)
        {
            return (T)(ObservationOutcome)new ObservationOutcome.Failed(connector.Source, FailureReason.NotAuthenticated, exception.Message, "Mend the source's line or the file that it names; it is tried again.", time.GetUtcNow());
        }
    }
}
