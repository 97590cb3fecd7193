using Fairlead.Probes.Running;
using Xunit;

namespace Fairlead.Tests.Probes.Running;

public sealed class BroadcastPacerTests
{
    [Theory]
    [InlineData(0.5, 20)]
    [InlineData(10, 200)]
    [InlineData(15, 200)]
    [InlineData(333, 2_000)]
    [InlineData(5_000, 20_000)]
    [InlineData(20_000, 60_000)]
    public async Task Keeps_the_rate_on_average_and_in_every_window(double rate, int frames)
    {
        var random = new Random(5227);
        var sent = await Send(rate, frames, new LeapingTime(() => TimeSpan.FromMilliseconds(random.NextDouble() * 12)));

        var span = (sent[^1] - sent[0]).TotalSeconds;
        Assert.InRange((frames - 1) / span, rate * 0.99, rate * (frames - 1 + (0.02 * rate) + 1) / (frames - 1));
        AssertNoWindowIsOverFull(sent, rate, TimeSpan.FromSeconds(1));
        AssertNoWindowIsOverFull(sent, rate, TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Never_makes_up_for_a_pause()
    {
        var time = new LeapingTime();
        using var pacer = new BroadcastPacer(10, time);
        await pacer.WaitAsync(TestContext.Current.CancellationToken);
        time.Pass(TimeSpan.FromMinutes(1));

        var sent = await Send(pacer, 20, time);

        AssertNoWindowIsOverFull(sent, 10, TimeSpan.FromSeconds(1));
        Assert.InRange(sent[1] - sent[0], TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(100));
    }

    [Fact]
    public async Task Shares_one_rate_among_all_who_send()
    {
        var time = TimeProvider.System;
        using var pacer = new BroadcastPacer(200, time);
        var started = time.GetTimestamp();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 10; i++)
                await pacer.WaitAsync(TestContext.Current.CancellationToken);
        })));

        // 40 turns are 39 intervals, less what slack allows. There is no upper limit: the machine may be busy.
        Assert.True(time.GetElapsedTime(started) >= TimeSpan.FromSeconds((39 - 5) / 200.0));
    }

    [Fact]
    public async Task Who_gives_up_leaves_the_turn_to_others()
    {
        using var pacer = new BroadcastPacer(0.001, TimeProvider.System);
        await pacer.WaitAsync(TestContext.Current.CancellationToken);
        using var impatient = new CancellationTokenSource();
        var waits = pacer.WaitAsync(impatient.Token).AsTask();
        var behind = pacer.WaitAsync(impatient.Token).AsTask();

        await impatient.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => behind);
    }

    private static async Task<List<TimeSpan>> Send(double rate, int frames, LeapingTime time)
    {
        using var pacer = new BroadcastPacer(rate, time);
        return await Send(pacer, frames, time);
    }

    private static async Task<List<TimeSpan>> Send(BroadcastPacer pacer, int frames, LeapingTime time)
    {
        var sent = new List<TimeSpan>(frames);
        for (var i = 0; i < frames; i++)
        {
            await pacer.WaitAsync(TestContext.Current.CancellationToken);
            sent.Add(TimeSpan.FromTicks(time.GetTimestamp()));
        }

        return sent;
    }

    private static void AssertNoWindowIsOverFull(List<TimeSpan> sent, double rate, TimeSpan window)
    {
        var most = (rate * (window.TotalSeconds + 0.02)) + 1.001;
        for (var (first, last) = (0, 0); last < sent.Count; last++)
        {
            while (sent[last] - sent[first] > window)
                first++;
            Assert.True(last - first + 1 <= most, $"{last - first + 1} frames within {window} at {rate}/s");
        }
    }
}
