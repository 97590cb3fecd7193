using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fairlead.Testing.Lab.Egress;

/// <summary>An authority of a Lab: a root, and an issuer below it that certifies servers.</summary>
public sealed class LabAuthority : IDisposable
{
    private readonly ECDsa _rootKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly ECDsa _issuerKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _root;
    private readonly X509Certificate2 _issuer;

    /// <param name="name">The root's common name.</param>
    /// <param name="now">A year around it everything is valid.</param>
    /// <param name="organisation">Of both, if any.</param>
    public LabAuthority(string name, DateTimeOffset now, string? organisation = null)
    {
        var suffix = organisation is null ? "" : $", O={organisation}";
        var root = RequestFor($"CN={name}{suffix}", _rootKey, isAuthority: true);
        _root = root.CreateSelfSigned(now.AddDays(-400), now.AddDays(400));
        var issuer = RequestFor($"CN={name} issuing servers{suffix}", _issuerKey, isAuthority: true);
        using var signed = issuer.Create(_root, now.AddDays(-399), now.AddDays(399), RandomNumberGenerator.GetBytes(8));
        _issuer = signed.CopyWithPrivateKey(_issuerKey);
    }

    /// <summary>PEM.</summary>
    public string Root => _root.ExportCertificatePem();

    /// <summary>A server's key, its certificate and its issuer's, PEM.</summary>
    /// <param name="isComplete">Without it, the issuer's certificate is left out.</param>
    public string Certify(IEnumerable<string> names, DateTimeOffset from, DateTimeOffset to, bool isComplete = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Leaf(key, names, from, to);
        return key.ExportPkcs8PrivateKeyPem() + "\n" + certificate.ExportCertificatePem() + "\n" + (isComplete ? _issuer.ExportCertificatePem() + "\n" : "");
    }

    /// <summary>The same as DER, the server's own first; without its key.</summary>
    public IReadOnlyList<byte[]> CertifyDer(IEnumerable<string> names, DateTimeOffset from, DateTimeOffset to, bool isComplete = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = Leaf(key, names, from, to);
        return isComplete ? [certificate.RawData, _issuer.RawData] : [certificate.RawData];
    }

    public void Dispose()
    {
        _root.Dispose();
        _issuer.Dispose();
        _rootKey.Dispose();
        _issuerKey.Dispose();
    }

    private X509Certificate2 Leaf(ECDsa key, IEnumerable<string> names, DateTimeOffset from, DateTimeOffset to)
    {
        var all = names.ToList();
        var request = RequestFor($"CN={all[0]}", key, isAuthority: false);
        var alternatives = new SubjectAlternativeNameBuilder();
        all.ForEach(alternatives.AddDnsName);
        request.CertificateExtensions.Add(alternatives.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        return request.Create(_issuer, from, to, RandomNumberGenerator.GetBytes(8));
    }

    private static CertificateRequest RequestFor(string name, ECDsa key, bool isAuthority)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, critical: true));
        return request;
    }
}
