using System.Net.NetworkInformation;
using System.Net.Sockets;
using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Arp;

/// <summary>That an address answered something that routers carry: weak evidence, because its silence means nothing.</summary>
/// <param name="Reason"><c>icmp-reply</c>, <c>tcp-accept</c> or <c>tcp-reset</c>.</param>
internal sealed record WeakAnswer(string Reason, Evidence Evidence)
{
    /// <summary>One echo and a connection to each of the ports.</summary>
    public const int Packets = 5;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int AtOnce = 32;

    /// <summary>Linux's TCP_INFO option, and where segments received stand in it (linux/tcp.h).</summary>
    private const int TcpInfoOption = 11;

    private const int SegmentsInOffset = 140;

    private static readonly int[] Ports = [443, 6443, 22, 80];

    public static TimeSpan TimeFor(int addresses) => Patience * ((addresses + AtOnce - 1) / AtOnce);

    /// <summary>Asks each address in every way at once.</summary>
    /// <returns>Those that answered.</returns>
    public static async Task<IReadOnlyDictionary<IpAddr, WeakAnswer>> AskAsync(IReadOnlyList<IpAddr> addresses, TimeProvider time, CancellationToken ct)
    {
        var answers = new System.Collections.Concurrent.ConcurrentDictionary<IpAddr, WeakAnswer>();
        await Parallel.ForEachAsync(addresses, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (address, until) =>
        {
            var asked = await Task.WhenAll([EchoAsync(address, time, until), .. Ports.Select(port => ConnectAsync(address, port, time, until))]);
            if (asked.FirstOrDefault(answer => answer is not null) is { } first)
                answers[address] = first;
        });
        return answers;
    }

    private static async Task<WeakAnswer?> EchoAsync(IpAddr address, TimeProvider time, CancellationToken ct)
    {
        using var ping = new Ping();
        try
        {
            var reply = await ping.SendPingAsync(address.ToNet(), Patience, cancellationToken: ct);
            // "Unreachable" is what others say of an address; only its own reply is a sign of life.
            return reply.Status == IPStatus.Success && reply.Address.ToIpAddr() == address ? new("icmp-reply", new("icmp-reply", $"{address} answered an ICMP echo", time.GetUtcNow())) : null;
        }
        catch (Exception exception) when (exception is PingException or PlatformNotSupportedException)
        {
            // The latter: this process may send no echo itself, and there is no program ping that may.
            return null;
        }
    }

    private static async Task<WeakAnswer?> ConnectAsync(IpAddr address, int port, TimeProvider time, CancellationToken ct)
    {
        using var socket = new Socket(address.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Stream, ProtocolType.Tcp);
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(address.ToNet(), port, limited.Token);
            return new("tcp-accept", new("tcp-accept", FormattableString.Invariant($"{address} accepted a connection to TCP port {port}"), time.GetUtcNow()));
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
        catch (SocketException exception)
        {
            return exception.SocketErrorCode == SocketError.ConnectionRefused && ReceivedSegments(socket)
                ? new("tcp-reset", new("tcp-reset", FormattableString.Invariant($"{address} reset a connection to TCP port {port}"), time.GetUtcNow()))
                : null;
        }
    }

    /// <summary>A router's "port unreachable" ends a connection with the same error as the address's own reset; only the latter is a TCP segment.</summary>
    private static bool ReceivedSegments(Socket socket)
    {
        Span<byte> info = stackalloc byte[SegmentsInOffset + 4];
        try
        {
            return socket.GetRawSocketOption((int)ProtocolType.Tcp, TcpInfoOption, info) == info.Length && BitConverter.ToUInt32(info[SegmentsInOffset..]) > 0;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
