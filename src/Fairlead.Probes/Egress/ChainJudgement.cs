using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fairlead.Probes.Egress;

/// <summary>
/// Judges a chain against given roots alone: nothing is fetched, nothing that the machine trusts counts. Total: any octets in, a judgement out.
/// </summary>
internal sealed class ChainJudgement(Authorities publicRoots, Authorities own)
{
    /// <summary>Longer chains than this are nobody's.</summary>
    private const int MostCertificates = 16;

    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";
    private const string OrganisationOid = "2.5.4.10";

    private const X509VerificationFlags AnyTime = X509VerificationFlags.IgnoreNotTimeValid | X509VerificationFlags.IgnoreCtlNotTimeValid;

    private readonly HashSet<string> _publicOrganisations = [.. publicRoots.Certificates.Select(root => OrganisationOf(root.SubjectName)).OfType<string>()];

    /// <param name="presented">DER, the server's own first, as it came.</param>
    public ChainSeen Of(IReadOnlyList<byte[]> presented, string host, DateTimeOffset now)
    {
        var certificates = presented.Take(MostCertificates).Select(TryLoad).ToList();
        try
        {
            return certificates is [{ } leaf, ..]
                ? Of(leaf, [.. certificates.Skip(1).OfType<X509Certificate2>()], host, now)
                : new(ChainTrust.Invalid, "", false, [], default, default, "holds no readable certificate");
        }
        catch (CryptographicException exception)
        {
            return new(ChainTrust.Invalid, "", false, [], default, default, $"can't be read: {PlainText.Of(exception.Message)}");
        }
        finally
        {
            certificates.ForEach(certificate => certificate?.Dispose());
        }
    }

    private ChainSeen Of(X509Certificate2 leaf, X509Certificate2Collection others, string host, DateTimeOffset now)
    {
        var isForName = leaf.MatchesHostname(host);
        foreach (var (roots, trust) in new[] { (publicRoots, ChainTrust.Public), (own, ChainTrust.Own) })
        {
            if (Build(leaf, others, roots, now, X509VerificationFlags.NoFlag) is { IsValid: true } path)
                return path.ToSeen(isForName ? trust : ChainTrust.WrongName);
            if (Build(leaf, others, roots, now, AnyTime) is { IsValid: true } outOfTime)
                return outOfTime.ToSeen(isForName ? ChainTrust.OutOfTime : ChainTrust.WrongName);
        }

        var foreign = Build(leaf, others, publicRoots, now, X509VerificationFlags.AllFlags);
        return foreign.ToSeen(foreign switch
        {
            { EndsInRoots: true } => ChainTrust.Invalid,
            { IsRootPresent: false } when OrganisationOf(foreign.LastIssuer) is { } organisation && _publicOrganisations.Contains(organisation) => ChainTrust.Incomplete,
            _ => ChainTrust.Foreign,
        });
    }

    private static Path Build(X509Certificate2 leaf, X509Certificate2Collection others, Authorities roots, DateTimeOffset now, X509VerificationFlags flags)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots.Certificates);
        chain.ChainPolicy.ExtraStore.AddRange(others);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        chain.ChainPolicy.VerificationTime = now.LocalDateTime;
        chain.ChainPolicy.VerificationFlags = flags;
        var isValid = chain.Build(leaf);
        var elements = chain.ChainElements.Select(element => element.Certificate).DefaultIfEmpty(leaf).ToList();
        var last = elements[^1];
        var isRootPresent = last.SubjectName.RawData.AsSpan().SequenceEqual(last.IssuerName.RawData);
        return new Path(
            isValid,
            isRootPresent,
            roots.Contains(last),
            new X500DistinguishedName(last.IssuerName),
            PlainText.Of(isRootPresent ? last.Subject : last.Issuer),
            [.. elements.Select(certificate => PlainText.Of(certificate.Subject))],
            elements.Max(certificate => new DateTimeOffset(certificate.NotBefore)),
            elements.Min(certificate => new DateTimeOffset(certificate.NotAfter)),
            string.Join(", ", chain.ChainStatus.Select(status => status.Status).Distinct()));
    }

    private static X509Certificate2? TryLoad(byte[] der)
    {
        try
        {
            return X509CertificateLoader.LoadCertificate(der);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static string? OrganisationOf(X500DistinguishedName name)
    {
        try
        {
            return name.EnumerateRelativeDistinguishedNames()
                .Where(part => !part.HasMultipleElements && part.GetSingleElementType().Value == OrganisationOid)
                .Select(part => part.GetSingleElementValue())
                .FirstOrDefault();
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private sealed record Path(
        bool IsValid,
        bool IsRootPresent,
        bool EndsInRoots,
        X500DistinguishedName LastIssuer,
        string Root,
        IReadOnlyList<string> Subjects,
        DateTimeOffset NotBefore,
        DateTimeOffset NotAfter,
        string Status)
    {
        public ChainSeen ToSeen(ChainTrust trust) => new(trust, Root, IsRootPresent, Subjects, NotBefore, NotAfter, trust == ChainTrust.Invalid ? $"breaks a rule: {Status}" : null);
    }
}
