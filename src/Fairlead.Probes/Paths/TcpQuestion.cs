using System.Net.Sockets;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Paths;

/// <summary>Opens a TCP connection and closes it again.</summary>
public static class TcpQuestion
{
    public static async Task<TcpAnswer> AskAsync(IpAddr address, int port, TimeSpan patience, CancellationToken ct)
    {
        using var socket = new Socket(address.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(patience);
        try
        {
            await socket.ConnectAsync(address.ToNet(), port, limited.Token);
            return TcpAnswer.Connected;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return TcpAnswer.Filtered;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode switch
            {
                SocketError.ConnectionRefused => TcpAnswer.Refused,
                SocketError.AccessDenied => TcpAnswer.Prohibited,
                SocketError.TimedOut => TcpAnswer.Filtered,
                // Linux turns "administratively prohibited" into EHOSTUNREACH; the error queue would tell, a connection does not.
                SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.AddressNotAvailable => TcpAnswer.NoRoute,
                _ => TcpAnswer.Filtered,
            };
        }
    }
}
