using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fairlead.Probes.Egress;

/// <summary>How a TLS greeting with a server name went.</summary>
/// <param name="Detail">Of a failed one.</param>
/// <param name="Version">Such as <c>TLS 1.3</c>; empty unless established.</param>
/// <param name="Protocol">What ALPN chose, such as <c>h2</c>; empty when nothing.</param>
/// <param name="Certificates">DER, the server's own first; as far as they came.</param>
internal sealed record TlsSeen(TlsEnd End, string Detail, string Version, string Protocol, IReadOnlyList<byte[]> Certificates)
{
    public bool SpeaksHttp2 => Protocol == "h2";
}

/// <summary>Greets as a client does. Any chain is accepted here and judged afterwards: nothing secret is ever sent.</summary>
internal static class TlsExchange
{
    /// <param name="transport">Owned by the caller until this returns; then by the stream returned, if any.</param>
    /// <returns>The stream unless the greeting failed; it owns the transport.</returns>
    public static async Task<(TlsSeen Seen, SslStream? Stream)> OpenAsync(Stream transport, string host, bool offersHttp2, TimeSpan patience, CancellationToken ct)
    {
        var recording = new RecordingStream(transport);
        var tls = new SslStream(recording, leaveInnerStreamOpen: false);
        var certificates = new List<byte[]>();
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(ct);
        limited.CancelAfter(patience);
        var end = TlsEnd.Established;
        try
        {
            await tls.AuthenticateAsClientAsync(Options(host, offersHttp2, certificates), limited.Token);
            return (new(end, "", NameOf(tls.SslProtocol), tls.NegotiatedApplicationProtocol.ToString(), certificates), tls);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            end = TlsEnd.Silent;
        }
        catch (IOException exception)
        {
            end = IsReset(exception) ? TlsEnd.Reset : TlsEnd.Closed;
        }
        catch (Exception exception) when (IsFailedGreeting(exception))
        {
            end = TlsEnd.Refused;
        }
        finally
        {
            if (end != TlsEnd.Established || ct.IsCancellationRequested)
                await tls.DisposeAsync();
        }

        var (seen, detail) = TlsAnswer.Of(recording.First, end);
        return (new(seen, detail, "", "", certificates), null);
    }

    /// <summary>What the platform throws for what the other side sent: an alert, a certificate that can't be read, a version that nobody speaks.</summary>
    public static bool IsFailedGreeting(Exception exception) => exception is AuthenticationException or CryptographicException or NotSupportedException or InvalidOperationException;

    public static bool IsReset(Exception? exception)
    {
        for (; exception is not null; exception = exception.InnerException)
        {
            if (exception is SocketException { SocketErrorCode: SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown })
                return true;
        }

        return false;
    }

    private static SslClientAuthenticationOptions Options(string host, bool offersHttp2, List<byte[]> certificates) => new()
    {
        TargetHost = host,
        ApplicationProtocols = offersHttp2 ? [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11] : [SslApplicationProtocol.Http11],
        // The platform builds a chain before it asks us: it must fetch nothing for that, and what it finds is not used.
        CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
        RemoteCertificateValidationCallback = (_, own, chain, _) =>
        {
            if (own is not null)
                certificates.Add(own.GetRawCertData());
            if (chain is not null)
                certificates.AddRange(chain.ChainPolicy.ExtraStore.Select(certificate => certificate.RawData).Where(other => !other.AsSpan().SequenceEqual(certificates[0])));
            return true;
        },
    };

    private static string NameOf(SslProtocols protocol) => protocol switch
    {
        SslProtocols.Tls12 => "TLS 1.2",
        SslProtocols.Tls13 => "TLS 1.3",
        _ => protocol.ToString(),
    };
}
