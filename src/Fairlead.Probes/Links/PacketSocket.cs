using System.Net.Sockets;

namespace Fairlead.Probes.Links;

/// <summary>Sends and receives whole Ethernet frames of one EtherType on one interface (packet(7)). Linux only; needs CAP_NET_RAW.</summary>
/// <remarks>One sender and one receiver may use it at the same time. Frames that this machine sends from other sockets are received too.</remarks>
public sealed class PacketSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly IPacketTap? _tap;
    private readonly TimeProvider _time;

    private PacketSocket(Socket socket, IPacketTap? tap, TimeProvider time)
    {
        _socket = socket;
        _tap = tap;
        _time = time;
    }

    /// <exception cref="PacketNotPermittedException">CAP_NET_RAW is missing.</exception>
    /// <exception cref="SocketException">The interface is gone, or this system has no packet sockets.</exception>
    public static PacketSocket Open(LinkInterface link, EtherType etherType, IPacketTap? tap, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(link);
        // Protocol 0: nothing is received before the bind says from where.
        var socket = OpenRaw();
        try
        {
            socket.Bind(new LinkEndPoint(etherType, link.Index));
            socket.ReceiveBufferSize = 4 << 20; // a /16 may answer within a second
            return new PacketSocket(socket, tap, time);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether this process may open one, without sending anything.</summary>
    public static bool IsPermitted()
    {
        try
        {
            OpenRaw().Dispose();
            return true;
        }
        catch (Exception exception) when (exception is PacketNotPermittedException or SocketException or PlatformNotSupportedException)
        {
            return false;
        }
    }

    /// <param name="frame">From the destination's MAC on, without the checksum.</param>
    public async ValueTask SendAsync(ReadOnlyMemory<byte> frame, CancellationToken ct)
    {
        // Before: an answer may be here before this method goes on.
        var at = _tap is null ? default : _time.GetUtcNow();
        await _socket.SendAsync(frame, SocketFlags.None, ct);
        _tap?.Saw(frame.Span, at);
    }

    /// <returns>The frame's length in <paramref name="buffer"/>; a longer frame is cut.</returns>
    public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, CancellationToken ct)
    {
        var length = await _socket.ReceiveAsync(buffer, SocketFlags.None, ct);
        _tap?.Saw(buffer.Span[..length], _time.GetUtcNow());
        return length;
    }

    public void Dispose() => _socket.Dispose();

    private static Socket OpenRaw()
    {
        try
        {
            return new Socket(AddressFamily.Packet, SocketType.Raw, ProtocolType.Unspecified);
        }
        catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AccessDenied)
        {
            throw new PacketNotPermittedException(exception);
        }
    }
}
