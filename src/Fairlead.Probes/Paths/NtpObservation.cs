using System.Net.Sockets;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Paths;

/// <summary>What a time server said.</summary>
/// <param name="Offset">How far its clock is ahead of ours, exact to half of <paramref name="RoundTrip"/>.</param>
public sealed record NtpObservation(TimeSpan Offset, TimeSpan RoundTrip, int Stratum, bool IsSynchronised)
{
    private const int Port = 123;
    private const int ServerMode = 4;
    private const int Unsynchronised = 3;
    private const int LastStratum = 15;
    private const int Tries = 2;

    /// <param name="patience">For each of two requests.</param>
    /// <returns>Null when no valid answer came.</returns>
    public static async Task<NtpObservation?> AskAsync(IpAddr server, TimeProvider time, TimeSpan patience, CancellationToken ct) =>
        (await AskWithCauseAsync(server, time, patience, ct)).Seen;

    /// <param name="patience">For each of two requests.</param>
    /// <returns>An answer; or, when no valid one came, what the network said instead, where it said anything.</returns>
    public static async Task<(NtpObservation? Seen, TcpReply? Network)> AskWithCauseAsync(IpAddr server, TimeProvider time, TimeSpan patience, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(time);
        TcpReply? network = null;
        for (var attempt = 0; attempt < Tries; attempt++)
        {
            using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
            limited.CancelAfter(patience);
            var (seen, said) = await AskOnceAsync(server, time, limited.Token, ct);
            if (seen is not null)
                return (seen, null);
            network ??= said;
        }

        return (null, network);
    }

    /// <summary>The arithmetic of RFC 5905 section 8.</summary>
    /// <returns>Null for a packet that answers another request or is no answer.</returns>
    internal static NtpObservation? From(NtpPacket answer, DateTimeOffset sent, DateTimeOffset received)
    {
        if (answer.Mode != ServerMode || answer.Originate != NtpPacket.Rounded(sent))
            return null;
        var offset = (answer.Receive - sent + (answer.Transmit - received)) / 2;
        var roundTrip = received - sent - (answer.Transmit - answer.Receive);
        return new(offset, roundTrip, answer.Stratum, answer.Leap != Unsynchronised && answer.Stratum is > 0 and <= LastStratum);
    }

    private static async Task<(NtpObservation? Seen, TcpReply? Network)> AskOnceAsync(IpAddr server, TimeProvider time, CancellationToken limited, CancellationToken ct)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(server.IsV4 ? AddressFamily.InterNetwork : AddressFamily.InterNetworkV6, SocketType.Dgram, ProtocolType.Udp);
            SocketErrorQueue.Enable(socket, server);
            await socket.ConnectAsync(server.ToNet(), Port, limited);
            return (await ExchangeAsync(socket, time, limited), null);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return (null, null);
        }
        catch (SocketException exception)
        {
            return (null, TcpQuestion.ReplyOf(exception.SocketErrorCode, socket is null ? null : SocketErrorQueue.Take(socket)));
        }
        finally
        {
            socket?.Dispose();
        }
    }

    private static async Task<NtpObservation> ExchangeAsync(Socket socket, TimeProvider time, CancellationToken ct)
    {
        var sent = time.GetUtcNow();
        await socket.SendAsync(NtpPacket.Request(sent), SocketFlags.None, ct);
        var buffer = new byte[512];
        while (true)
        {
            var length = await socket.ReceiveAsync(buffer, SocketFlags.None, ct);
            var received = time.GetUtcNow();
            if (NtpPacket.TryRead(buffer.AsSpan(0, length), out var answer) && From(answer, sent, received) is { } observation)
                return observation;
        }
    }
}
