using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Paths;

/// <summary>
/// One ICMP echo that nobody may cut, whatever the kernel remembers of the path (IP_PMTUDISC_PROBE, ip(7)). The platform's own Ping does neither
/// this nor, without privileges, a size of one's own.
/// </summary>
internal static class EchoQuestion
{
    private const int DiscoverMtu = 10;
    private const int DiscoverMtuV6 = 23;
    private const int Probe = 3;
    private const int HeaderV4 = 20;
    private const int HeaderV6 = 40;
    private const int LongestPacket = 65_535;

    /// <summary>A raw socket sees every ICMP message of the target; so many of others are passed over.</summary>
    private const int MostStrangers = 1000;

    /// <param name="size">Octets of the whole IP packet, at least 48.</param>
    /// <param name="link">The kernel's number of the interface, for a link-local target.</param>
    public static async Task<EchoReply> AskAsync(IpAddr target, int link, int size, TimeSpan patience, CancellationToken ct)
    {
        Socket? socket = null;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(patience);
        try
        {
            if (Open(target) is not { } opened)
                return new(EchoAnswer.NotPermitted);
            socket = opened;
            SocketErrorQueue.Enable(socket, target);
            socket.SetRawSocketOption(target.IsV4 ? SocketErrorQueue.LevelIp : SocketErrorQueue.LevelIpv6, target.IsV4 ? DiscoverMtu : DiscoverMtuV6, BitConverter.GetBytes(Probe));
            await socket.ConnectAsync(target.IsV6 && target.IsLinkLocal ? new IPAddress(target.ToOctets(), link) : target.ToNet(), 0, limited.Token);
            var (id, sequence) = (Random16(), Random16());
            await socket.SendAsync(EchoPacket.Request(target.IsV4, id, sequence, size - (target.IsV4 ? HeaderV4 : HeaderV6)), SocketFlags.None, limited.Token);
            return await ReceiveAsync(socket, target.IsV4, id, sequence, limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return new(EchoAnswer.Silent);
        }
        catch (SocketException exception)
        {
            var notice = socket is null ? null : SocketErrorQueue.Take(socket);
            return new(notice?.IsTooBig ?? exception.SocketErrorCode == SocketError.MessageSize ? EchoAnswer.TooBig : EchoAnswer.Unreachable, notice);
        }
        finally
        {
            socket?.Dispose();
        }
    }

    private static async Task<EchoReply> ReceiveAsync(Socket socket, bool isV4, ushort id, ushort sequence, CancellationToken ct)
    {
        var isRaw = socket.SocketType == SocketType.Raw;
        var buffer = new byte[LongestPacket];
        for (var strangers = 0; strangers < MostStrangers; strangers++)
        {
            var length = await socket.ReceiveAsync(buffer, SocketFlags.None, ct);
            if (EchoPacket.IsReply(buffer.AsSpan(0, length), isV4, isRaw && isV4, isRaw ? id : null, sequence))
                return new(EchoAnswer.Answered);
        }

        return new(EchoAnswer.Silent);
    }

    /// <summary>Echo sockets for everybody where the system allows them (net.ipv4.ping_group_range, icmp(7)), else raw ones.</summary>
    private static Socket? Open(IpAddr target)
    {
        var (family, protocol) = target.IsV4 ? (AddressFamily.InterNetwork, ProtocolType.Icmp) : (AddressFamily.InterNetworkV6, ProtocolType.IcmpV6);
        foreach (var type in new[] { SocketType.Dgram, SocketType.Raw })
        {
            try
            {
                return new Socket(family, type, protocol);
            }
            catch (SocketException exception) when (exception.SocketErrorCode is SocketError.AccessDenied or SocketError.ProtocolNotSupported)
            {
                // The other kind may be allowed.
            }
        }

        return null;
    }

    private static ushort Random16() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
}
