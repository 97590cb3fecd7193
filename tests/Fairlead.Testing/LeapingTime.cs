namespace Fairlead.Testing;

/// <summary>A clock that stands still until somebody waits on it, and then leaps to the end of that wait at once. For one waiter at a time.</summary>
/// <param name="lateness">By how much each wait ends too late; null: on time.</param>
public sealed class LeapingTime(Func<TimeSpan>? lateness = null) : TimeProvider
{
    private static readonly DateTimeOffset Start = new(2026, 3, 16, 9, 0, 0, TimeSpan.Zero);

    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Volatile.Read(ref _ticks);

    public override DateTimeOffset GetUtcNow() => Start + TimeSpan.FromTicks(GetTimestamp());

    /// <summary>Work that takes a while.</summary>
    public void Pass(TimeSpan span) => Interlocked.Add(ref _ticks, span.Ticks);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != Timeout.InfiniteTimeSpan)
        {
            Pass(dueTime + (lateness?.Invoke() ?? TimeSpan.Zero));
            ThreadPool.UnsafeQueueUserWorkItem(_ => callback(state), null);
        }

        return new Spent();
    }

    private sealed class Spent : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => false;

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
