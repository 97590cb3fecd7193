using System.Net.Sockets;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Paths;

/// <summary>Opens a TCP connection, and tells apart why one can't be opened.</summary>
public static class TcpQuestion
{
    /// <summary>Opens a connection and closes it again; nothing is sent on it.</summary>
    public static async Task<TcpReply> AskAsync(IpAddr address, int port, TimeSpan patience, CancellationToken ct)
    {
        var (reply, connection) = await OpenAsync(address, port, patience, ct);
        connection?.Dispose();
        return reply;
    }

    /// <returns>The open connection, which the caller closes; null unless the answer is <see cref="TcpAnswer.Connected"/>.</returns>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public static async Task<(TcpReply Reply, Socket? Connection)> OpenAsync(IpAddr address, int port, TimeSpan patience, CancellationToken ct)
    {
        Socket? socket = null;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(patience);
        try
        {
            socket = new Socket(address.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
            SocketErrorQueue.Enable(socket, address);
            await socket.ConnectAsync(address.ToNet(), port, limited.Token);
            var connected = socket;
            socket = null;
            return (new(TcpAnswer.Connected), connected);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (new(TcpAnswer.Filtered), null);
        }
        catch (SocketException exception)
        {
            return (ReplyOf(exception.SocketErrorCode, socket is null ? null : SocketErrorQueue.Take(socket)), null);
        }
        finally
        {
            socket?.Dispose();
        }
    }

    /// <summary>Linux turns several ICMP codes into one error: "administratively prohibited" and "no such host" are both EHOSTUNREACH.</summary>
    internal static TcpReply ReplyOf(SocketError error, IcmpNotice? notice) => new(
        notice switch
        {
            { IsProhibition: true } => TcpAnswer.Prohibited,
            { IsPortUnreachable: true } => TcpAnswer.Refused,
            _ => error switch
            {
                SocketError.ConnectionRefused or SocketError.ConnectionReset => TcpAnswer.Refused,
                SocketError.AccessDenied => TcpAnswer.Prohibited,
                SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown or SocketError.AddressNotAvailable or SocketError.AddressFamilyNotSupported => TcpAnswer.NoRoute,
                _ => TcpAnswer.Filtered,
            },
        },
        notice);
}
