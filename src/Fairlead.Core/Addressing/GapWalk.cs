namespace Fairlead.Core.Addressing;

/// <summary>Walks the free ranges of <c>within</c>, lowest first, given the taken ranges that overlap it (sorted, disjoint).</summary>
internal ref struct GapWalk(IpRange within, ReadOnlySpan<IpRange> taken)
{
    private readonly ReadOnlySpan<IpRange> _taken = taken;
    private IpAddr _cursor = within.First;
    private int _next;
    private bool _isDone;

    public IpRange Current { get; private set; }

    public readonly GapWalk GetEnumerator() => this;

    public bool MoveNext()
    {
        while (!_isDone)
        {
            if (_next == _taken.Length)
            {
                _isDone = true;
                Current = new(_cursor, within.Last);
                return true;
            }

            var obstacle = _taken[_next++];
            var hasGap = TryGapBefore(obstacle);
            _isDone = !obstacle.Last.TryNext(out _cursor) || _cursor > within.Last;
            if (hasGap) return true;
        }

        return false;
    }

    private bool TryGapBefore(IpRange obstacle)
    {
        if (obstacle.First <= _cursor || !obstacle.First.TryPrevious(out var last)) return false;
        Current = new(_cursor, last);
        return true;
    }
}
