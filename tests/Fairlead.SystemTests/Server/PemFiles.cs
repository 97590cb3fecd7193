using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fairlead.Server.Hosting;

namespace Fairlead.SystemTests.Server;

/// <summary>An authority of the test's own, and certificates that it signs.</summary>
internal sealed class PemFiles(TestFolder folder) : IDisposable
{
    private readonly X509Certificate2 _authority = MakeAuthority();

    /// <summary>Trusts what the authority signed, and nothing else.</summary>
    public SocketsHttpHandler Handler() => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        SslOptions = { CertificateChainPolicy = Trust() },
    };

    public X509ChainPolicy Trust() => new()
    {
        TrustMode = X509ChainTrustMode.CustomRootTrust,
        CustomTrustStore = { _authority },
        RevocationMode = X509RevocationMode.NoCheck,
    };

    /// <summary>Writes certificate and key, with an intermediate authority between, as a public one has it.</summary>
    public TlsFiles Write(string name, TimeSpan? validity = null)
    {
        var now = DateTimeOffset.UtcNow;
        using var middleKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var middle = Sign(new CertificateRequest($"CN={name} intermediate", middleKey, HashAlgorithmName.SHA256), isAuthority: true, _authority, now.AddDays(30)).CopyWithPrivateKey(middleKey);
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        names.AddDnsName("localhost");
        names.AddDnsName("fairlead.example");
        request.CertificateExtensions.Add(names.Build());
        using var certificate = Sign(request, isAuthority: false, middle, now + (validity ?? TimeSpan.FromDays(1)));
        var files = new TlsFiles(folder.File("tls.crt"), folder.File("tls.key"));
        File.WriteAllText(files.CertificateFile, certificate.ExportCertificatePem() + "\n" + middle.ExportCertificatePem() + "\n");
        File.WriteAllText(files.KeyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        return files;
    }

    public void Dispose() => _authority.Dispose();

    private static X509Certificate2 MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Fairlead tests", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-30), DateTimeOffset.UtcNow.AddDays(60));
    }

    private static X509Certificate2 Sign(CertificateRequest request, bool isAuthority, X509Certificate2 issuer, DateTimeOffset end)
    {
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        return request.Create(issuer, DateTimeOffset.UtcNow.AddDays(-10), end, RandomNumberGenerator.GetBytes(12));
    }
}
