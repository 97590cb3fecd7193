namespace Fairlead.Probes.Neighbours;

/// <summary>What to send next, to which of the addresses, and when: probes with RFC 5227's gaps, ordinary requests between them. Pure: time comes in.</summary>
/// <remarks>Addresses are indices, moments are timestamps of one clock.</remarks>
internal sealed class ScanQueue
{
    private readonly PriorityQueue<int, long> _due;
    private readonly State[] _states;
    private readonly ScanOptions _options;
    private readonly double _frequency;
    private readonly Random _random;

    /// <param name="frequency">Timestamps per second.</param>
    public ScanQueue(int count, ScanOptions options, long now, long frequency, Random random)
    {
        _due = new(count);
        _states = new State[count];
        _options = options;
        _frequency = frequency;
        _random = random;
        // In the order given: the first are asked first.
        for (var i = 0; i < count; i++)
            _due.Enqueue(i, now - count + i);
    }

    public enum Question
    {
        None,
        Probe,
        Request,
    }

    /// <summary>When there is something to do; false when everything was sent and waited for.</summary>
    public bool TryPeek(out long due) => _due.TryPeek(out _, out due);

    /// <summary>Takes the next address that is due; after sending, <see cref="Sent"/> must follow.</summary>
    /// <param name="seen">What it showed so far; what was answered is not asked again.</param>
    /// <param name="canRequest">Whether the interface has an address to ask it from.</param>
    public (int Index, Question Question) Next(long now, Func<int, SeenAs> seen, Func<int, bool> canRequest)
    {
        var index = _due.Dequeue();
        ref var state = ref _states[index];
        var answered = seen(index);
        var wantsProbe = state.Probes < _options.Probes && !answered.HasFlag(SeenAs.AnsweredProbe);
        var wantsRequest = state.Requests < _options.Requests && !answered.HasFlag(SeenAs.AnsweredRequest) && canRequest(index);
        if (wantsProbe && now >= state.NextProbe)
            return (index, Question.Probe);
        if (wantsRequest && now >= state.NextRequest)
            return (index, Question.Request);
        var next = (wantsProbe, wantsRequest) switch
        {
            (true, true) => Math.Min(state.NextProbe, state.NextRequest),
            (true, false) => state.NextProbe,
            (false, true) => state.NextRequest,
            _ => _options.EndsWhenAnswered && (answered & (SeenAs.AnsweredProbe | SeenAs.AnsweredRequest)) != 0 ? now : state.QuietUntil,
        };
        if (next > now)
            _due.Enqueue(index, next);
        return (index, Question.None);
    }

    /// <param name="now">When it was on the wire.</param>
    public void Sent(int index, Question question, long now)
    {
        ref var state = ref _states[index];
        if (question == Question.Probe)
        {
            state.Probes++;
            var gap = _options.LeastProbeGap + ((_options.MostProbeGap - _options.LeastProbeGap) * _random.NextDouble());
            state.NextProbe = now + Ticks(gap);
            state.NextRequest = Math.Max(state.NextRequest, now + Ticks(gap / 2));
            state.QuietUntil = Math.Max(state.QuietUntil, now + Ticks(_options.QuietAfterProbe));
        }
        else
        {
            state.Requests++;
            state.NextRequest = now + Ticks(_options.RequestGap);
            state.QuietUntil = Math.Max(state.QuietUntil, now + Ticks(_options.QuietAfterRequest));
        }

        var next = long.MaxValue;
        if (state.Probes < _options.Probes)
            next = state.NextProbe;
        if (state.Requests < _options.Requests)
            next = Math.Min(next, state.NextRequest);
        _due.Enqueue(index, next == long.MaxValue ? state.QuietUntil : next);
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * _frequency);

    private struct State
    {
        public byte Probes;
        public byte Requests;
        public long NextProbe;
        public long NextRequest;
        public long QuietUntil;
    }
}
