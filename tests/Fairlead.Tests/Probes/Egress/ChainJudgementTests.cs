using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Fairlead.Probes.Egress;
using Fairlead.Testing.Lab.Egress;
using Xunit;

namespace Fairlead.Tests.Probes.Egress;

public sealed class ChainJudgementTests : IDisposable
{
    private const string Host = "mcr.microsoft.com";

    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    private readonly LabAuthority _public = new("Public root", Now, "Public Trust");
    private readonly LabAuthority _own = new("Contoso root", Now);
    private readonly LabAuthority _stranger = new("Inspecting box", Now);

    public void Dispose()
    {
        _public.Dispose();
        _own.Dispose();
        _stranger.Dispose();
    }

    [Fact]
    public void A_chain_to_a_public_root_is_trusted()
    {
        var seen = Judge(_public.CertifyDer([Host, "*.example.com"], Now.AddDays(-1), Now.AddDays(1)));
        Assert.Equal(ChainTrust.Public, seen.Trust);
        Assert.True(seen.IsRootPresent);
        Assert.Equal(3, seen.Subjects.Count);
        Assert.Equal($"CN={Host}", seen.Subjects[0]);
        Assert.Equal(seen.Root, seen.Subjects[^1]);
    }

    [Fact]
    public void A_chain_to_the_own_authority_is_told_apart() => Assert.Equal(ChainTrust.Own, Judge(_own.CertifyDer([Host], Now.AddDays(-1), Now.AddDays(1))).Trust);

    [Fact]
    public void A_foreign_root_is_named_whether_it_was_sent_or_not()
    {
        var chain = _stranger.CertifyDer([Host], Now.AddDays(-1), Now.AddDays(1));
        var root = X509Certificate2.CreateFromPem(_stranger.Root);
        foreach (var (presented, isPresent) in new[] { (chain, false), ([.. chain, root.RawData], true) })
        {
            var seen = Judge(presented);
            Assert.Equal((ChainTrust.Foreign, "CN=Inspecting box", isPresent), (seen.Trust, seen.Root, seen.IsRootPresent));
        }
    }

    [Fact]
    public void A_certificate_that_vouches_for_itself_is_its_own_root()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var lone = new CertificateRequest("CN=appliance", key, HashAlgorithmName.SHA256).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        var seen = Judge([lone.RawData]);
        Assert.Equal((ChainTrust.Foreign, "CN=appliance", true), (seen.Trust, seen.Root, seen.IsRootPresent));
    }

    [Fact]
    public void An_issuer_of_a_public_organisation_that_was_not_sent_is_no_inspection()
    {
        var seen = Judge(_public.CertifyDer([Host], Now.AddDays(-1), Now.AddDays(1), isComplete: false));
        Assert.Equal(ChainTrust.Incomplete, seen.Trust);
        Assert.Contains("issuing servers", seen.Root, StringComparison.Ordinal);
    }

    [Fact]
    public void An_issuer_of_nobody_that_was_not_sent_is_foreign() =>
        Assert.Equal(ChainTrust.Foreign, Judge(_stranger.CertifyDer([Host], Now.AddDays(-1), Now.AddDays(1), isComplete: false)).Trust);

    [Theory]
    [InlineData(1, 9)]
    [InlineData(-9, -1)]
    public void A_good_chain_at_the_wrong_time_keeps_its_validity(int from, int to)
    {
        var seen = Judge(_public.CertifyDer([Host], Now.AddDays(from), Now.AddDays(to)));
        Assert.Equal((ChainTrust.OutOfTime, Now.AddDays(from), Now.AddDays(to)), (seen.Trust, seen.NotBefore, seen.NotAfter));
    }

    [Theory]
    [InlineData("somebody-else.example")]
    [InlineData("*.com")]
    public void A_trusted_chain_for_another_name_is_not_trusted(string name) => Assert.Equal(ChainTrust.WrongName, Judge(_public.CertifyDer([name], Now.AddDays(-1), Now.AddDays(1))).Trust);

    [Fact]
    public void A_certificate_below_a_public_root_that_is_no_servers_breaks_a_rule()
    {
        // A server's certificate can't issue another one.
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = _public.Certify(["not-an-authority.example"], Now.AddDays(-1), Now.AddDays(1));
        using var server = X509Certificate2.CreateFromPem(pem, pem);
        var request = new CertificateRequest($"CN={Host}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Host);
        request.CertificateExtensions.Add(names.Build());
        using var forged = request.Create(server.SubjectName, X509SignatureGenerator.CreateForECDsa(server.GetECDsaPrivateKey()!), Now.AddHours(-1), Now.AddHours(1), [7]);
        var issuer = new X509Certificate2Collection();
        issuer.ImportFromPem(pem);
        var seen = Judge([forged.RawData, .. issuer.Select(certificate => certificate.RawData)]);
        Assert.False(seen.IsTrusted);
        Assert.NotEqual(ChainTrust.OutOfTime, seen.Trust);
    }

    [Fact]
    public void Octets_that_are_no_certificate_are_invalid()
    {
        Assert.Equal(ChainTrust.Invalid, Judge([]).Trust);
        Assert.Equal(ChainTrust.Invalid, Judge([[1, 2, 3]]).Trust);
    }

    [Fact]
    public void A_name_can_not_speak_to_the_terminal()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var lone = new CertificateRequest("CN=\"box\u001b[2J\n\u202egood\"", key, HashAlgorithmName.SHA256).CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        Assert.All(Judge([lone.RawData]).Root, letter => Assert.False(char.IsControl(letter) || letter == '\u202e'));
    }

    [Fact]
    public void The_embedded_roots_are_there()
    {
        Assert.InRange(Authorities.Public.Certificates.Count, 100, 300);
        Assert.All(Authorities.Public.Certificates, root => Assert.Equal(root.Subject, root.Issuer));
        Assert.Contains(Authorities.Public.Certificates, root => root.Subject.Contains("DigiCert Global Root G2", StringComparison.Ordinal));
    }

    private ChainSeen Judge(IReadOnlyList<byte[]> presented)
    {
        using var folder = new TemporaryFolder();
        return new ChainJudgement(Read("public.pem", _public), Read("own.pem", _own)).Of(presented, Host, Now);

        Authorities Read(string name, LabAuthority authority)
        {
            var file = folder.PathOf(name);
            File.WriteAllText(file, "some words\n" + authority.Root);
            Assert.True(Authorities.TryRead(file, out var read, out var error), error);
            return read;
        }
    }
}
