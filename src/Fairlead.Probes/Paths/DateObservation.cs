using System.Diagnostics.CodeAnalysis;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Egress;

namespace Fairlead.Probes.Paths;

/// <summary>The time that an HTTPS server puts on its answer.</summary>
/// <param name="Date">Whole seconds, cut, in UTC.</param>
/// <param name="Offset">How far its clock is ahead of ours, exact to <paramref name="Uncertainty"/>.</param>
/// <param name="Uncertainty">Half of the second that Date cuts, and half of the time between request and answer.</param>
internal sealed record DateObservation(DateTimeOffset Date, TimeSpan Offset, TimeSpan Uncertainty)
{
    private static readonly TimeSpan HalfSecond = TimeSpan.FromMilliseconds(500);

    /// <summary>Of an answer's head; a longer one is not read on.</summary>
    private const int LongestHead = 16_384;

    /// <summary>One HEAD request. The certificate is not judged: a clock that is wrong makes every certificate look wrong, and nothing secret is sent.</summary>
    /// <param name="host">For SNI and the Host field; null: the address.</param>
    /// <param name="patience">For everything together.</param>
    /// <returns>Null when no answer with a Date came.</returns>
    public static async Task<DateObservation?> AskAsync(IpAddr address, int port, string? host, TimeProvider time, TimeSpan patience, CancellationToken ct)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(patience);
        var (_, connection) = await TcpQuestion.OpenAsync(address, port, patience, ct);
        if (connection is null)
            return null;
        try
        {
            await using var stream = new NetworkStream(connection, ownsSocket: true);
            await using var tls = new SslStream(stream);
            await tls.AuthenticateAsClientAsync(Options(host), limited.Token);
            var sent = time.GetUtcNow();
            var name = host ?? (address.IsV4 ? address.ToString() : $"[{address}]");
            await tls.WriteAsync(Encoding.ASCII.GetBytes($"HEAD / HTTP/1.1\r\nHost: {name}\r\nUser-Agent: fairlead\r\nConnection: close\r\n\r\n"), limited.Token);
            return HttpDate.TryFind(await HeadAsync(tls, limited.Token), out var date) ? From(date, sent, time.GetUtcNow()) : null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception exception) when (exception is IOException or SocketException || TlsExchange.IsFailedGreeting(exception))
        {
            return null;
        }
    }

    internal static DateObservation From(DateTimeOffset date, DateTimeOffset sent, DateTimeOffset received)
    {
        var half = (received - sent) / 2;
        return new(date, date + HalfSecond - (sent + half), HalfSecond + half);
    }

    [SuppressMessage("Security", "CA5359", Justification = "The clock is asked, not the certificate; nothing secret is sent.")]
    private static SslClientAuthenticationOptions Options(string? host) => new() { TargetHost = host ?? "", RemoteCertificateValidationCallback = (_, _, _, _) => true };

    /// <summary>All up to the empty line, or as much as came.</summary>
    private static async Task<byte[]> HeadAsync(Stream stream, CancellationToken ct)
    {
        var buffer = new byte[LongestHead];
        var length = 0;
        while (length < buffer.Length)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), ct);
            length += read;
            if (read == 0 || buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) >= 0)
                break;
        }

        return buffer[..length];
    }
}
