using System.Net.Sockets;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Dhcp;

/// <summary>Sees one frame that came in; called by one thread at a time.</summary>
internal delegate void FrameHandler(ReadOnlySpan<byte> frame, DateTimeOffset at);

/// <summary>Sends frames on an interface and hands on what comes in meanwhile, until it is disposed of.</summary>
internal sealed class FrameExchange : IAsyncDisposable
{
    private readonly PacketSocket _socket;
    private readonly TimeProvider _time;
    private readonly FrameHandler _seen;
    private readonly CancellationTokenSource _end = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly Task _receiving;

    private FrameExchange(PacketSocket socket, TimeProvider time, FrameHandler seen)
    {
        _socket = socket;
        _time = time;
        _seen = seen;
        _receiving = ReceiveAsync();
    }

    /// <summary>The interface went away or down meanwhile; nothing more comes in.</summary>
    public bool IsBroken { get; private set; }

    /// <returns>Null when the interface is gone already.</returns>
    /// <exception cref="PacketNotPermittedException">CAP_NET_RAW is missing.</exception>
    public static FrameExchange? TryOpen(LinkInterface link, EtherType type, IPacketTap? tap, TimeProvider time, FrameHandler seen)
    {
        try
        {
            return new(PacketSocket.Open(link, type, tap, time), time, seen);
        }
        catch (SocketException)
        {
            return null;
        }
    }

    public async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken ct)
    {
        await _sending.WaitAsync(ct);
        try
        {
            await _socket.SendAsync(frame, ct);
        }
        catch (SocketException)
        {
            IsBroken = true;
        }
        finally
        {
            _sending.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _end.Dispose();
        _sending.Dispose();
    }

    private async Task ReceiveAsync()
    {
        var buffer = new byte[ushort.MaxValue];
        try
        {
            while (true)
            {
                var length = await _socket.ReceiveAsync(buffer, _end.Token);
                _seen(buffer.AsSpan(0, length), _time.GetUtcNow());
            }
        }
        catch (OperationCanceledException)
        {
            // The end of the exchange.
        }
        catch (SocketException)
        {
            IsBroken = true;
        }
    }
}
