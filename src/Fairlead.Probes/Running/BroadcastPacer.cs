namespace Fairlead.Probes.Running;

/// <summary>
/// Keeps everything that one run broadcasts (and multicasts) on one interface within its rate. Whoever is about to send one frame waits for its
/// turn first. Turns come evenly: never a burst after a pause, and what a late timer cost is made up for within <see cref="Slack"/> at most.
/// </summary>
/// <remarks>In any window of t seconds there are at most rate × (t + 0.02) + 1 turns. Safe to call from several threads; first come, first served.</remarks>
public sealed class BroadcastPacer : IDisposable
{
    /// <summary>At 10 a second a fifth of a frame, at 20,000 the 400 that a timer of a millisecond needs to keep up on a busy machine.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromMilliseconds(20);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TimeProvider _time;
    private readonly double _interval;
    private readonly double _slack;

    /// <summary>Of the provider's timestamps, with fractions, so that no rate drifts; valid for the holder of the turn alone.</summary>
    private double _next;

    /// <param name="rate">Frames per second, more than 0.</param>
    public BroadcastPacer(double rate, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        ArgumentNullException.ThrowIfNull(time);
        Rate = rate;
        _time = time;
        _interval = time.TimestampFrequency / rate;
        _slack = time.TimestampFrequency * Slack.TotalSeconds;
        _next = time.GetTimestamp();
    }

    /// <summary>Frames per second, at most.</summary>
    public double Rate { get; }

    /// <summary>How long so many frames take, if nobody else sends.</summary>
    public TimeSpan TimeFor(long frames) => TimeSpan.FromSeconds(frames / Rate);

    /// <summary>Returns when one frame may be sent; send it at once.</summary>
    public async ValueTask WaitAsync(CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            long now;
            while ((now = _time.GetTimestamp()) < _next)
            {
                // Timers count whole milliseconds; one of less would not wait at all.
                var milliseconds = Math.Ceiling((_next - now) * 1000 / _time.TimestampFrequency);
                await Task.Delay(TimeSpan.FromMilliseconds(milliseconds), _time, ct);
            }

            _next = Math.Max(_next, now - _slack) + _interval;
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();
}
