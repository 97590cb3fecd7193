using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;

namespace Fairlead.Server.Hosting;

/// <summary>The certificate in use. New files are taken up at the next connection; while they can't be used, the last good ones stay.</summary>
internal sealed partial class TlsCertificate(TlsFiles files, TimeProvider time, ILogger logger)
{
    private readonly Lock _lock = new();
    private volatile Loaded? _loaded;

    /// <exception cref="ServerStartException">The files can't be read, or are no pair.</exception>
    public void Load() => _loaded = Read(StampNow());

    public SslStreamCertificateContext Current()
    {
        var stamp = StampNow();
        var loaded = _loaded ?? throw new InvalidOperationException("Load comes first.");
        if (loaded.Stamp == stamp)
            return loaded.Context;
        lock (_lock)
        {
            if (_loaded.Stamp == stamp)
                return _loaded.Context;
            try
            {
                _loaded = Read(stamp);
                Log.Replaced(logger, files.CertificateFile, _loaded.Context.TargetCertificate.NotAfter.ToUniversalTime());
            }
            catch (ServerStartException exception)
            {
                // Said once for each state of the files, not at every connection.
                _loaded = loaded with { Stamp = stamp };
                Log.Kept(logger, exception.Message);
            }

            return _loaded.Context;
        }
    }

    private Loaded Read(Stamp stamp)
    {
        var certificates = new X509Certificate2Collection();
        var own = Read(files.CertificateFile, "certificate", pem =>
        {
            certificates.ImportFromPem(pem);
            return certificates.Count > 0 ? pem : throw new ServerStartException($"{files.CertificateFile} holds no certificate: it must be PEM, with BEGIN CERTIFICATE");
        });
        var key = Read(files.KeyFile, "key", pem => !pem.Contains("PRIVATE KEY", StringComparison.Ordinal)
            ? throw new ServerStartException($"{files.KeyFile} holds no private key: it must be PEM, with BEGIN PRIVATE KEY")
            : pem.Contains("ENCRYPTED", StringComparison.Ordinal) ? throw new ServerStartException($"{files.KeyFile} is encrypted: give the key without a passphrase, readable by the server alone") : pem);
        try
        {
            var certificate = X509Certificate2.CreateFromPem(own, key);
            if (certificate.NotAfter.ToUniversalTime() <= time.GetUtcNow())
                throw new ServerStartException($"the certificate in {files.CertificateFile} expired on {certificate.NotAfter.ToUniversalTime():u}: renew it");
            return new Loaded(stamp, SslStreamCertificateContext.Create(certificate, certificates, offline: true));
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            throw new ServerStartException($"{files.KeyFile} is not the key of the certificate in {files.CertificateFile}: give the two that were made together ({exception.Message})", exception);
        }
    }

    private static string Read(string file, string what, Func<string, string> check)
    {
        try
        {
            return check(File.ReadAllText(file));
        }
        catch (CryptographicException exception)
        {
            throw new ServerStartException($"{file} holds no certificate that can be read: {exception.Message}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new ServerStartException($"the {what} {file} can't be read: {exception.Message}", exception);
        }
    }

    private Stamp StampNow() => new(File.GetLastWriteTimeUtc(files.CertificateFile), File.GetLastWriteTimeUtc(files.KeyFile));

    private sealed record Stamp(DateTime Certificate, DateTime Key);

    private sealed record Loaded(Stamp Stamp, SslStreamCertificateContext Context);

    private static partial class Log
    {
        [LoggerMessage(5011, LogLevel.Information, "The certificate in {File} is used from now on; it expires on {Expires:u}")]
        public static partial void Replaced(ILogger logger, string file, DateTime expires);

        [LoggerMessage(5012, LogLevel.Error, "The last good certificate stays in use: {Reason}")]
        public static partial void Kept(ILogger logger, string reason);
    }
}
