using Fairlead.Probes.Neighbours;
using Xunit;

namespace Fairlead.Tests.Probes.Neighbours;

public sealed class ScanQueueTests
{
    private const long Second = 1_000;
    private static readonly ScanOptions Options = new();

    [Fact]
    public void Asks_a_silent_address_three_times_by_probe_and_twice_plainly()
    {
        var (sent, ended) = Run(1, Options, interval: 1);

        Assert.Equal(3, sent.Count(each => each.Question == ScanQueue.Question.Probe));
        Assert.Equal(2, sent.Count(each => each.Question == ScanQueue.Question.Request));
        Assert.Equal(ScanQueue.Question.Probe, sent[0].Question);
        Assert.Equal(0, sent[0].At);
        Assert.True(ended >= sent[^1].At + (2 * Second)); // ANNOUNCE_WAIT
        Assert.True(ended <= Options.Waits.TotalMilliseconds + 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(700)]
    public void Keeps_RFC_5227_s_gaps_between_probes_for_one_address_whatever_the_rate(int interval)
    {
        var (sent, _) = Run(50, Options, interval);

        foreach (var address in sent.Where(each => each.Question == ScanQueue.Question.Probe).GroupBy(each => each.Index))
        {
            var at = address.Select(each => each.At).ToList();
            Assert.Equal(3, at.Count);
            Assert.All(at.Zip(at.Skip(1)), pair => Assert.True(pair.Second - pair.First >= Second));
        }

        if (interval == 1)
            Assert.All(sent.GroupBy(each => (each.Index, each.Question)), kind => Assert.All(kind.Zip(kind.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At <= (2 * Second) + 300)));
    }

    [Fact]
    public void Asks_all_in_parallel_the_first_first()
    {
        var (sent, _) = Run(100, Options, interval: 1);

        Assert.Equal(Enumerable.Range(0, 100), sent.Take(100).Select(each => each.Index));
    }

    [Fact]
    public void Stops_asking_what_was_answered()
    {
        var (sent, _) = Run(3, Options, interval: 1, seen: index => index switch
        {
            0 => SeenAs.AnsweredProbe | SeenAs.AnsweredRequest,
            1 => SeenAs.AnsweredRequest,
            _ => SeenAs.AnsweredProbe,
        });

        Assert.DoesNotContain(sent, each => each.Index == 0);
        Assert.Equal([ScanQueue.Question.Probe, ScanQueue.Question.Probe, ScanQueue.Question.Probe], sent.Where(each => each.Index == 1).Select(each => each.Question));
        Assert.Equal([ScanQueue.Question.Request, ScanQueue.Question.Request], sent.Where(each => each.Index == 2).Select(each => each.Question));
    }

    [Fact]
    public void Ends_with_the_answer_when_told()
    {
        var eager = Options with { Requests = 0, EndsWhenAnswered = true };
        Assert.Equal((1, true), Shape(eager));
        Assert.Equal((1, false), Shape(eager with { EndsWhenAnswered = false }));

        // Who speaks as the address, or asks for it too, has answered nothing.
        Assert.Equal((3, false), Shape(eager, SeenAs.Announced));
        Assert.Equal((3, false), Shape(eager, SeenAs.Probing));

        static (int Sent, bool IsEarly) Shape(ScanOptions options, SeenAs then = SeenAs.AnsweredProbe)
        {
            var looks = 0;
            var (sent, ended) = Run(1, options, interval: 1, _ => looks++ == 0 ? SeenAs.None : then);
            return (sent.Count, ended < sent[^1].At + options.QuietAfterProbe.TotalMilliseconds);
        }
    }

    [Fact]
    public void Goes_on_probing_for_what_was_merely_announced()
    {
        var (sent, _) = Run(1, Options, interval: 1, seen: _ => SeenAs.Announced | SeenAs.Probing);

        Assert.Equal(5, sent.Count);
    }

    [Fact]
    public void Sends_probes_alone_without_an_own_address()
    {
        var (sent, _) = Run(2, Options, interval: 1, canRequest: false);

        Assert.Equal(6, sent.Count);
        Assert.All(sent, each => Assert.Equal(ScanQueue.Question.Probe, each.Question));
    }

    [Fact]
    public void Sends_requests_alone_when_told()
    {
        var (sent, ended) = Run(10, ScanOptions.RequestsAlone, interval: 1);

        Assert.Equal(20, sent.Count);
        Assert.All(sent, each => Assert.Equal(ScanQueue.Question.Request, each.Question));
        Assert.True(ended <= ScanOptions.RequestsAlone.Waits.TotalMilliseconds + 50);
    }

    [Fact]
    public void Ends_without_addresses() => Assert.Empty(Run(0, Options, 1).Sent);

    /// <summary>A clock of milliseconds on which each frame takes so many.</summary>
    private static (List<(int Index, ScanQueue.Question Question, long At)> Sent, long Ended) Run(int count, ScanOptions options, int interval, Func<int, SeenAs>? seen = null, bool canRequest = true)
    {
        var now = 0L;
        var queue = new ScanQueue(count, options, now, Second, new Random(826));
        var sent = new List<(int, ScanQueue.Question, long)>();
        while (queue.TryPeek(out var due))
        {
            now = Math.Max(now, due);
            var (index, question) = queue.Next(now, seen ?? (_ => SeenAs.None), _ => canRequest);
            if (question == ScanQueue.Question.None)
                continue;
            sent.Add((index, question, now));
            queue.Sent(index, question, now);
            now += interval;
        }

        return (sent, now);
    }
}
