using System.Net.Sockets;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Paths;

namespace Fairlead.Probes.Egress;

/// <summary>One attempt to connect.</summary>
internal sealed record DialSeen(IpAddr Address, TcpReply Reply, TimeSpan Duration);

/// <summary>What became of all attempts for one name.</summary>
/// <param name="Tries">Those that ended before one succeeded, that one last.</param>
internal sealed record Dialled(IReadOnlyList<DialSeen> Tries, Socket? Connection);

/// <summary>Connects to the first of several addresses that answers, each a moment after the one before it (RFC 8305 section 5).</summary>
internal static class Dialler
{
    /// <summary>Addresses of one name that are tried.</summary>
    public const int MostAddresses = 4;

    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>Of all addresses but the first.</summary>
    public static TimeSpan HeadStarts => HeadStart * (MostAddresses - 1);

    /// <param name="patience">For each address.</param>
    public static async Task<Dialled> OpenAsync(IReadOnlyList<IpAddr> addresses, int port, TimeProvider time, TimeSpan patience, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var waiting = new Queue<IpAddr>(InTurns(addresses).Take(MostAddresses));
        var running = new List<Task<(DialSeen? Seen, Socket? Connection)>>();
        var tries = new List<DialSeen>();
        Socket? connection = null;
        while (connection is null && (waiting.Count > 0 || running.Count > 0))
        {
            if (waiting.TryDequeue(out var next))
                running.Add(TryAsync(next, port, time, patience, stop.Token));
            var first = await FirstAsync(running, waiting.Count > 0 ? HeadStart : Timeout.InfiniteTimeSpan, time, ct);
            if (first is null)
                continue;
            running.Remove(first);
            var (seen, opened) = await first;
            if (seen is not null)
                tries.Add(seen);
            connection = opened;
        }

        await stop.CancelAsync();
        foreach (var (_, late) in await Task.WhenAll(running))
            late?.Dispose();
        if (ct.IsCancellationRequested)
            connection?.Dispose();
        ct.ThrowIfCancellationRequested();
        return new(tries, connection);
    }

    /// <summary>IPv6, IPv4, IPv6, …: one family that is shut costs one head start.</summary>
    internal static IEnumerable<IpAddr> InTurns(IReadOnlyList<IpAddr> addresses) =>
        addresses.Where(address => address.IsV6).Select((address, turn) => (address, turn, family: 0))
            .Concat(addresses.Where(address => address.IsV4).Select((address, turn) => (address, turn, family: 1)))
            .OrderBy(each => each.turn).ThenBy(each => each.family)
            .Select(each => each.address);

    private static async Task<Task<(DialSeen? Seen, Socket? Connection)>?> FirstAsync(List<Task<(DialSeen? Seen, Socket? Connection)>> running, TimeSpan limit, TimeProvider time, CancellationToken ct)
    {
        var any = Task.WhenAny(running);
        if (limit == Timeout.InfiniteTimeSpan)
            return await any;
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var ended = await Task.WhenAny(any, Task.Delay(limit, time, enough.Token));
        await enough.CancelAsync();
        return ended == any ? await any : null;
    }

    private static async Task<(DialSeen? Seen, Socket? Connection)> TryAsync(IpAddr address, int port, TimeProvider time, TimeSpan patience, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        try
        {
            var (reply, connection) = await TcpQuestion.OpenAsync(address, port, patience, ct);
            return (new(address, reply, time.GetElapsedTime(started)), connection);
        }
        catch (OperationCanceledException)
        {
            // Another address was faster, or the caller gave up.
            return (null, null);
        }
    }
}
