using System.Net.NetworkInformation;
using System.Net.Sockets;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Neighbours;

/// <summary>
/// Asks who holds each of many addresses of one link, all in parallel within the rate: one loop sends, one receives. IPv4 by ARP, IPv6 by
/// neighbour solicitation, each once without a sender's address and once from the interface's own.
/// </summary>
public sealed class NeighbourScan
{
    private static readonly TimeSpan WatchEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BackOff = TimeSpan.FromMilliseconds(5);

    /// <summary>Of full queues in a row, before the link is taken for stuck.</summary>
    private const int MostBackOffs = 400;

    private readonly LinkInterface _link;
    private readonly BroadcastPacer _pacer;
    private readonly IPacketTap? _tap;
    private readonly TimeProvider _time;

    public NeighbourScan(LinkInterface link, BroadcastPacer pacer, IPacketTap? tap, TimeProvider time)
    {
        _link = link;
        _pacer = pacer;
        _tap = tap;
        _time = time;
    }

    /// <summary>Whether an address can be asked from one of the interface's own, and not by probes alone.</summary>
    public static bool CanRequest(LinkInterface link, IpAddr target) => ProtocolFor(link, target.Family).SourceFor(target) is not null;

    /// <param name="targets">Each once; asked in this order.</param>
    /// <param name="progress">Called once a second with the frames sent so far.</param>
    /// <exception cref="PacketNotPermittedException">CAP_NET_RAW is missing.</exception>
    public async Task<ScanOutcome> RunAsync(IReadOnlyList<IpAddr> targets, ScanOptions options, Action<long>? progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(options);
        var own = LinkInterface.All().Select(each => each.Mac).Append(_link.Mac).ToHashSet();
        var runs = targets.GroupBy(target => target.Family)
            .Select(group => new FamilyRun(this, ProtocolFor(_link, group.Key), [.. group], own, options, progress))
            .ToList();
        await Task.WhenAll(runs.Select(run => run.RunAsync(ct)));
        return new(
            [.. runs.SelectMany(run => run.Book.ToList()).OrderBy(seen => seen.Address)],
            runs.Sum(run => run.Frames),
            runs.Select(run => run.Fault).FirstOrDefault(fault => fault != LinkFault.None));
    }

    private static INeighbourProtocol ProtocolFor(LinkInterface link, IpFamily family) => family == IpFamily.V4 ? new ArpProtocol(link) : new NeighbourDiscovery(link);

    /// <summary>The addresses of one family: a socket, a queue and a book.</summary>
    private sealed class FamilyRun
    {
        private readonly NeighbourScan _scan;
        private readonly INeighbourProtocol _protocol;
        private readonly IpAddr[] _inOrder;
        private readonly int[] _bookIndex;
        private readonly IpAddr?[] _sources;
        private readonly ScanOptions _options;
        private readonly Action<long>? _progress;
        private readonly byte[] _frame = new byte[NeighbourPacket.LongestFrame];
        private readonly HashSet<IpAddr> _usedSources;
        private long _watched;

        public FamilyRun(NeighbourScan scan, INeighbourProtocol protocol, IpAddr[] targets, HashSet<MacAddress> own, ScanOptions options, Action<long>? progress)
        {
            (_scan, _protocol, _inOrder, _options, _progress) = (scan, protocol, targets, options, progress);
            IpAddr[] sorted = [.. targets.Order()];
            Book = new SightingBook(sorted, own);
            _bookIndex = [.. targets.Select(target => Array.BinarySearch(sorted, target))];
            _sources = [.. targets.Select(protocol.SourceFor)];
            _usedSources = [.. _sources.OfType<IpAddr>()];
        }

        public SightingBook Book { get; }

        public long Frames { get; private set; }

        public LinkFault Fault { get; private set; }

        public async Task RunAsync(CancellationToken ct)
        {
            using var socket = Open();
            if (socket is null)
                return;
            using var ending = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var receiving = Task.Run(() => ReceiveAsync(socket, ending.Token), ct);
            try
            {
                await SendAsync(socket, ending.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                // The receiver saw the link go.
            }
            finally
            {
                await ending.CancelAsync();
                await receiving;
            }

            async Task ReceiveAsync(PacketSocket from, CancellationToken until)
            {
                if (await ReceiveUntilAsync(from, until) is var fault and not LinkFault.None)
                {
                    Fault = fault;
                    await ending.CancelAsync();
                }
            }
        }

        private PacketSocket? Open()
        {
            try
            {
                return PacketSocket.Open(_scan._link, _protocol.EtherType, _scan._tap, _scan._time);
            }
            catch (SocketException)
            {
                Fault = Watch() is var fault and not LinkFault.None ? fault : LinkFault.InterfaceLost;
                return null;
            }
        }

        private async Task SendAsync(PacketSocket socket, CancellationToken ct)
        {
            var time = _scan._time;
            _watched = time.GetTimestamp();
            var queue = new ScanQueue(_inOrder.Length, _options, _watched, time.TimestampFrequency, Random.Shared);
            while (queue.TryPeek(out var due))
            {
                if (!await StillThereAsync())
                    return;
                var now = time.GetTimestamp();
                if (due > now)
                {
                    var wait = TimeSpan.FromMilliseconds(Math.Ceiling((due - now) * 1000.0 / time.TimestampFrequency));
                    await Task.Delay(wait < WatchEvery ? wait : WatchEvery, time, ct);
                    continue;
                }

                var (index, question) = queue.Next(now, SeenOf, CanRequest);
                if (question == ScanQueue.Question.None)
                    continue;
                await _scan._pacer.WaitAsync(ct);
                if (!await TrySendAsync(socket, index, question, ct))
                    return;
                queue.Sent(index, question, time.GetTimestamp());
                Frames++;
            }
        }

        private SeenAs SeenOf(int index) => Book.SeenOf(_bookIndex[index]);

        private bool CanRequest(int index) => _sources[index] is not null;

        private async ValueTask<bool> TrySendAsync(PacketSocket socket, int index, ScanQueue.Question question, CancellationToken ct)
        {
            var length = question == ScanQueue.Question.Probe
                ? _protocol.WriteProbe(_frame, _inOrder[index])
                : _protocol.WriteRequest(_frame, _sources[index]!.Value, _inOrder[index]);
            for (var backOffs = 0; ; backOffs++)
            {
                try
                {
                    await socket.SendAsync(_frame.AsMemory(0, length), ct);
                    return true;
                }
                catch (SocketException exception)
                {
                    if (Watch() is var fault and not LinkFault.None)
                        Fault = fault;
                    else if (exception.SocketErrorCode != SocketError.NoBufferSpaceAvailable || backOffs == MostBackOffs)
                        Fault = LinkFault.InterfaceLost;
                    if (Fault != LinkFault.None)
                        return false;
                }

                await Task.Delay(BackOff, _scan._time, ct);
            }
        }

        /// <summary>Looks at the interface once a second.</summary>
        private async ValueTask<bool> StillThereAsync()
        {
            if (_scan._time.GetElapsedTime(_watched) < WatchEvery)
                return true;
            _progress?.Invoke(Frames);
            // What the receiver found meanwhile stays.
            if (await Task.Run(Watch) is var fault and not LinkFault.None)
                Fault = fault;
            _watched = _scan._time.GetTimestamp();
            return Fault == LinkFault.None;
        }

        private LinkFault Watch()
        {
            try
            {
                var now = LinkInterface.Find(_scan._link.Name);
                if (now is null || now.Index != _scan._link.Index)
                    return LinkFault.InterfaceLost;
                if (!now.IsUp)
                    return LinkFault.NoCarrier;
                return _usedSources.All(now.Owns) && now.Mac == _scan._link.Mac ? LinkFault.None : LinkFault.AddressChanged;
            }
            catch (NetworkInformationException)
            {
                // An interface came or went while the list was read; the next look will tell.
                return LinkFault.None;
            }
        }

        /// <returns>None when the scan ended first.</returns>
        private async Task<LinkFault> ReceiveUntilAsync(PacketSocket socket, CancellationToken ct)
        {
            var buffer = new byte[2048];
            for (var errors = 0; ;)
            {
                try
                {
                    var length = await socket.ReceiveAsync(buffer, ct);
                    errors = 0;
                    if (_protocol.TryRead(buffer.AsSpan(0, length), out var reply))
                        Book.Add(reply, _scan._time.GetUtcNow());
                }
                catch (OperationCanceledException)
                {
                    return LinkFault.None;
                }
                catch (SocketException)
                {
                    // ENETDOWN comes once when the interface is set down or removed.
                    if (Watch() is var fault and not LinkFault.None)
                        return fault;
                    if (++errors > MostBackOffs)
                        return LinkFault.InterfaceLost;
                }
            }
        }
    }
}
