using System.Buffers.Binary;
using System.Net.Sockets;
using System.Security.Cryptography;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Paths;

namespace Fairlead.Probes.Dns;

/// <summary>Asks one DNS server about one name: no cache, no search list, no other server, no system resolver.</summary>
/// <param name="server">Whom to ask.</param>
/// <param name="time">Measures, and dates what was seen.</param>
public sealed class DnsQuestion(IpAddr server, TimeProvider time)
{
    /// <summary>Without EDNS, a longer answer comes truncated (RFC 1035 section 4.2.1); some servers send more all the same.</summary>
    private const int LongestDatagram = 4096;

    /// <summary>Answers to other questions that are passed over before giving up.</summary>
    private const int MostStrangers = 64;

    public int Port { get; init; } = 53;

    /// <summary>For each try.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Requests over UDP, at most.</summary>
    public int Tries { get; init; } = 2;

    /// <summary>Over UDP, and over TCP when the answer does not fit.</summary>
    /// <param name="name">With or without the final dot. One that DNS can't carry is <see cref="DnsStatus.NoSuchName"/>, and nothing is sent.</param>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<DnsReply> AskAsync(string name, DnsType type, CancellationToken ct)
    {
        var (reply, isTruncated) = await AskUdpAsync(name, type, ct);
        return isTruncated ? await AskTcpAsync(name, type, ct) with { WasTruncated = true } : reply;
    }

    /// <summary>Over TCP alone.</summary>
    /// <inheritdoc cref="AskAsync"/>
    public async Task<DnsReply> AskTcpAsync(string name, DnsType type, CancellationToken ct)
    {
        var (at, started) = (time.GetUtcNow(), time.GetTimestamp());
        var id = NewId();
        if (DnsPacket.Query(id, name, type) is not { } query)
            return Nothing(DnsStatus.NoSuchName);
        // The kernel looks for a neighbour for three seconds, and repeats a lost SYN after one.
        var (reply, connection) = await TcpQuestion.OpenAsync(server, Port, Patience * 2, ct);
        if (connection is null)
            return Nothing(StatusOf(reply.Answer)) with { Notice = reply.Notice };
        using (connection)
        using (var limited = CancellationTokenSource.CreateLinkedTokenSource(ct))
        {
            limited.CancelAfter(Patience);
            started = time.GetTimestamp();
            try
            {
                if (await ExchangeAsync(connection, query, limited.Token) is not { } octets)
                    return Nothing(DnsStatus.Closed);
                return DnsPacket.TryRead(octets, out var packet) && packet.IsAnswerTo(id, name, type)
                    ? DnsReply.From(packet, DnsTransport.Tcp, server, name, type, time.GetElapsedTime(started), at)
                    : Nothing(DnsStatus.Malformed);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return Nothing(DnsStatus.Silent);
            }
            catch (SocketException)
            {
                return Nothing(DnsStatus.Closed);
            }
        }

        DnsReply Nothing(DnsStatus status) => ReplyWithout(status, DnsTransport.Tcp, name, type, time.GetElapsedTime(started), at);
    }

    private async Task<(DnsReply Reply, bool IsTruncated)> AskUdpAsync(string name, DnsType type, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var (reply, isTruncated) = await AskUdpOnceAsync(name, type, ct);
            if (reply.Status != DnsStatus.Silent || attempt >= Tries)
                return (reply, isTruncated);
        }
    }

    private async Task<(DnsReply Reply, bool IsTruncated)> AskUdpOnceAsync(string name, DnsType type, CancellationToken ct)
    {
        var (at, started) = (time.GetUtcNow(), time.GetTimestamp());
        var id = NewId();
        if (DnsPacket.Query(id, name, type) is not { } query)
            return (Nothing(DnsStatus.NoSuchName), false);
        Socket? socket = null;
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(Patience);
        try
        {
            socket = new Socket(server.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            SocketErrorQueue.Enable(socket, server);
            await socket.ConnectAsync(server.ToNet(), Port, limited.Token);
            started = time.GetTimestamp();
            await socket.SendAsync(query, SocketFlags.None, limited.Token);
            return await ReceiveAsync(socket, limited.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (Nothing(DnsStatus.Silent), false);
        }
        catch (SocketException exception)
        {
            var reply = TcpQuestion.ReplyOf(exception.SocketErrorCode, socket is null ? null : SocketErrorQueue.Take(socket));
            // Only a connection can be filtered; what else may befall a datagram is silence.
            var status = StatusOf(reply.Answer);
            return (Nothing(status == DnsStatus.Filtered ? DnsStatus.Silent : status) with { Notice = reply.Notice }, false);
        }
        finally
        {
            socket?.Dispose();
        }

        async Task<(DnsReply Reply, bool IsTruncated)> ReceiveAsync(Socket socket, CancellationToken ct)
        {
            var buffer = new byte[LongestDatagram];
            for (var strangers = 0; strangers < MostStrangers; strangers++)
            {
                var length = await socket.ReceiveAsync(buffer, SocketFlags.None, ct);
                if (length < 2 || BinaryPrimitives.ReadUInt16BigEndian(buffer) != id)
                    continue;
                if (!DnsPacket.TryRead(buffer.AsSpan(0, length), out var packet) || !packet.IsAnswerTo(id, name, type))
                    return (Nothing(DnsStatus.Malformed), false);
                return (DnsReply.From(packet, DnsTransport.Udp, server, name, type, time.GetElapsedTime(started), at), packet.IsTruncated);
            }

            return (Nothing(DnsStatus.Malformed), false);
        }

        DnsReply Nothing(DnsStatus status) => ReplyWithout(status, DnsTransport.Udp, name, type, time.GetElapsedTime(started), at);
    }

    /// <summary>Over TCP a length of two octets goes before each message (RFC 1035 section 4.2.2); both in one segment, as RFC 7766 section 8 asks.</summary>
    /// <returns>Null when the other end closed before all of its answer.</returns>
    private static async Task<byte[]?> ExchangeAsync(Socket connection, byte[] query, CancellationToken ct)
    {
        var framed = new byte[query.Length + 2];
        BinaryPrimitives.WriteUInt16BigEndian(framed, (ushort)query.Length);
        query.CopyTo(framed, 2);
        await using var stream = new NetworkStream(connection, ownsSocket: false);
        try
        {
            await stream.WriteAsync(framed, ct);
            var length = new byte[2];
            await stream.ReadExactlyAsync(length, ct);
            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await stream.ReadExactlyAsync(answer, ct);
            return answer;
        }
        catch (IOException)
        {
            return null;
        }
    }

    private DnsReply ReplyWithout(DnsStatus status, DnsTransport transport, string name, DnsType type, TimeSpan waited, DateTimeOffset at) =>
        new() { Server = server, Name = name, Type = type, Status = status, Transport = transport, RoundTrip = waited, At = at };

    private static DnsStatus StatusOf(TcpAnswer answer) => answer switch
    {
        TcpAnswer.Refused => DnsStatus.PortClosed,
        TcpAnswer.Prohibited => DnsStatus.Prohibited,
        TcpAnswer.NoRoute => DnsStatus.NoRoute,
        _ => DnsStatus.Filtered,
    };

    /// <summary>Hard to guess, so that a forged answer does not pass (RFC 5452).</summary>
    private static ushort NewId() => (ushort)RandomNumberGenerator.GetInt32(ushort.MaxValue + 1);
}
