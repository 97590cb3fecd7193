using System.Net;
using System.Net.Http.Headers;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.Http;

/// <summary>
/// HTTP towards a source: certificates by the machine's roots, by <c>ca-file=</c>, or by one <c>thumbprint=</c> (SHA-1 or SHA-256, as vCenter
/// shows it); no redirects, which would carry credentials away; answers of bounded size. Faults are <see cref="SourceFailureException"/>s.
/// </summary>
internal sealed class SourceHttp : IDisposable
{
    private readonly HttpClient _client;
    private readonly long _largest;
    private string? _certificateFault;

    /// <exception cref="UnusableInputException">The CA file or the thumbprint can't be used, or a secret would go over plain HTTP to another machine.</exception>
    public SourceHttp(SourceReference reference, ConnectorSettings settings)
    {
        _largest = settings.LargestDocument;
        if (!Uri.TryCreate(reference.Place, UriKind.Absolute, out var address) || address.Scheme is not ("http" or "https"))
            throw new UnusableInputException($"{reference} is no address such as https://host.example.com.");
        Address = address;
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, ConnectTimeout = TimeSpan.FromSeconds(10), AutomaticDecompression = DecompressionMethods.All };
        if (reference["ca-file"] is { } file)
            TrustFile(handler, reference, file);
        else if (reference["thumbprint"] is { } thumbprint)
            TrustThumbprint(handler, reference, thumbprint);
        else
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) => Note(errors == SslPolicyErrors.None, certificate, errors.ToString());
        _client = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
    }

    public Uri Address { get; }

    /// <summary>Whether credentials may be sent: over TLS, or to this machine.</summary>
    public bool IsPrivate => Address.Scheme == "https" || Address.IsLoopback;

    public AuthenticationHeaderValue? Authorization
    {
        get => _client.DefaultRequestHeaders.Authorization;
        set => _client.DefaultRequestHeaders.Authorization = IsPrivate || value is null ? value : throw new UnusableInputException($"{Address} would get credentials unprotected; use https.");
    }

    public static AuthenticationHeaderValue Basic(string user, string password) => new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}")));

    /// <summary>Sends, and reads the whole answer. Status codes are the caller's, except 401, 403 and 3xx.</summary>
    /// <exception cref="SourceFailureException">No answer, one that is too large, a certificate that is not trusted, credentials that are not accepted.</exception>
    public async Task<(HttpResponseMessage Response, byte[] Body)> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        try
        {
            var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct).ConfigureAwait(false);
            if (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.ProxyAuthenticationRequired)
                throw new SourceFailureException(FailureReason.NotAuthenticated, "it does not accept the credentials (status 401).", "Look at user=, password-file= or token-file=, or the FAIRLEAD_… variables.");
            if (response.StatusCode == HttpStatusCode.Forbidden)
                throw new SourceFailureException(FailureReason.NotPermitted, "it refuses this user (status 403).", "Give the user the right to read.");
            if ((int)response.StatusCode is >= 300 and < 400)
                throw new SourceFailureException(FailureReason.Refused, $"it sends elsewhere (status {(int)response.StatusCode}, {response.Headers.Location}), and credentials are not carried there.", "Name the final address.");
            return (response, await ReadAsync(response, ct).ConfigureAwait(false));
        }
        catch (HttpRequestException exception)
        {
            throw Explain(exception);
        }
        catch (IOException exception)
        {
            throw new SourceFailureException(FailureReason.Unreachable, $"the connection broke: {exception.Message}", "Look whether the system runs.", exception);
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
        using var body = new MemoryStream();
        var buffer = new byte[64 * 1024];
        while (await stream.ReadAsync(buffer, ct).ConfigureAwait(false) is var read and > 0)
        {
            if (body.Length + read > _largest)
                throw new SourceFailureException(FailureReason.TooLarge, $"an answer is larger than {_largest >> 20} MiB.", "Ask for less, or read an export.");
            body.Write(buffer, 0, read);
        }

        return body.ToArray();
    }

    private SourceFailureException Explain(HttpRequestException exception)
    {
        if (exception.InnerException is AuthenticationException || exception.HttpRequestError == HttpRequestError.SecureConnectionError)
            return new SourceFailureException(FailureReason.BadCertificate, $"its certificate is not trusted ({_certificateFault ?? exception.InnerException?.Message ?? exception.Message}).", "Name its CA with ca-file=, or the certificate itself with thumbprint= after comparing it.", exception);
        var reason = exception.InnerException is SocketException socket ? socket.Message : exception.Message;
        return new SourceFailureException(FailureReason.Unreachable, $"it can't be reached: {reason}", "Look at the address, and whether a firewall is between.", exception);
    }

    private bool Note(bool isGood, X509Certificate? certificate, string fault)
    {
        if (!isGood)
            _certificateFault = certificate is null ? "it shows none" : $"{fault}; SHA-256 {Convert.ToHexString(SHA256.HashData(certificate.GetRawCertData()))}, subject {certificate.Subject}";
        return isGood;
    }

    private void TrustFile(SocketsHttpHandler handler, SourceReference reference, string file)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPemFile(file);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            throw new UnusableInputException($"{reference}: ca-file={file} can't be used ({exception.Message}).");
        }

        if (roots.Count == 0)
            throw new UnusableInputException($"{reference}: ca-file={file} holds no certificate in PEM form.");
        // By the policy, and not by a chain of our own: that one would not know the issuers that the server sends along.
        handler.SslOptions.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        handler.SslOptions.CertificateChainPolicy.CustomTrustStore.AddRange(roots);
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
            Note(errors == SslPolicyErrors.None, certificate, errors == SslPolicyErrors.RemoteCertificateNameMismatch ? "its name is another" : "not signed by that CA, or for another name");
    }

    private void TrustThumbprint(SocketsHttpHandler handler, SourceReference reference, string thumbprint)
    {
        var digits = thumbprint.Replace(":", "", StringComparison.Ordinal);
        if (digits.Length is not (40 or 64) || !digits.All(char.IsAsciiHexDigit))
            throw new UnusableInputException($"{reference}: thumbprint= takes a SHA-1 or SHA-256 of a certificate in hexadecimal, with or without colons.");
        var expected = Convert.FromHexString(digits);
#pragma warning disable CA5350 // vCenter and its tools show SHA-1 thumbprints; whoever has SHA-256 names that
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) =>
            Note(certificate is not null && CryptographicOperations.FixedTimeEquals(expected, expected.Length == SHA1.HashSizeInBytes ? SHA1.HashData(certificate.GetRawCertData()) : SHA256.HashData(certificate.GetRawCertData())), certificate, "another thumbprint");
#pragma warning restore CA5350
    }
}
