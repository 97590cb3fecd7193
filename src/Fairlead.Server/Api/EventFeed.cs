using System.Threading.Channels;
using Fairlead.Ledger;
using Fairlead.Ledger.Storage;

namespace Fairlead.Server.Api;

/// <summary>
/// The latest changes in memory, read from history once for all who listen; whoever is further behind reads history for itself. Ids are those of
/// history, so they follow the order of commits without a gap.
/// </summary>
internal sealed class EventFeed : IDisposable
{
    /// <summary>Of the latest entries.</summary>
    private const int Kept = 4096;

    private const int ReadAtOnce = 512;

    private readonly Ledger.Ledger _ledger;
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _reading = new(1, 1);
    private readonly HashSet<Channel<bool>> _listeners = [];
    private readonly List<ChangeEvent> _recent = [];
    private long _base;

    public EventFeed(Ledger.Ledger ledger)
    {
        _ledger = ledger;
        _base = ledger.View.LastEntry;
        ledger.View.Changed += OnChanged;
    }

    public void Dispose()
    {
        _ledger.View.Changed -= OnChanged;
        _reading.Dispose();
    }

    /// <summary>A signal for each change, many of them as one.</summary>
    public Subscription Subscribe()
    {
        var channel = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
        lock (_lock)
            _listeners.Add(channel);
        return new Subscription(this, channel);
    }

    /// <summary>Changes after an entry, oldest first; empty when there are none.</summary>
    public async Task<IReadOnlyList<ChangeEvent>> AfterAsync(long id, CancellationToken ct)
    {
        var last = _ledger.View.LastEntry;
        if (id >= last)
            return [];
        if (TryRecent(id, last) is { } recent)
            return recent;
        await _reading.WaitAsync(ct);
        try
        {
            // Somebody else may have read it meanwhile.
            if (TryRecent(id, last) is { } read)
                return read;
            var from = Math.Max(id, LastRecent());
            var isFollowing = from == LastRecent();
            var found = (await _ledger.HistoryAsync(new HistoryQuery(isFollowing ? from : id, ReadAtOnce), ct)).Select(ChangeEvent.Of).ToList();
            if (!isFollowing)
                return found;
            Add(found);
            return TryRecent(id, _base + _recent.Count) ?? [.. (await _ledger.HistoryAsync(new HistoryQuery(id, ReadAtOnce), ct)).Select(ChangeEvent.Of)];
        }
        finally
        {
            _reading.Release();
        }
    }

    private long LastRecent()
    {
        lock (_lock)
            return _base + _recent.Count;
    }

    private List<ChangeEvent>? TryRecent(long id, long last)
    {
        lock (_lock)
            return id >= _base && last <= _base + _recent.Count ? _recent.GetRange((int)(id - _base), _recent.Count - (int)(id - _base)) : null;
    }

    private void Add(List<ChangeEvent> found)
    {
        lock (_lock)
        {
            _recent.AddRange(found);
            if (_recent.Count <= 2 * Kept)
                return;
            _base += _recent.Count - Kept;
            _recent.RemoveRange(0, _recent.Count - Kept);
        }
    }

    private void OnChanged(long last)
    {
        lock (_lock)
        {
            foreach (var listener in _listeners)
                listener.Writer.TryWrite(true);
        }
    }

    private void Remove(Channel<bool> channel)
    {
        lock (_lock)
            _listeners.Remove(channel);
    }

    internal sealed class Subscription(EventFeed feed, Channel<bool> channel) : IDisposable
    {
        public ValueTask<bool> WaitAsync(CancellationToken ct) => channel.Reader.ReadAsync(ct);

        public void Dispose() => feed.Remove(channel);
    }
}

/// <summary>A change, without what was before and after: that is in history.</summary>
internal sealed record ChangeEvent(long Id, DateTimeOffset At, string Who, string Action, string Site, string Subject)
{
    public static ChangeEvent Of(HistoryEntry entry) => new(entry.Id, entry.At, entry.Who, entry.Action, entry.Site, entry.Subject);
}
