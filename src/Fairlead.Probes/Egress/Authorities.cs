using System.Reflection;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Fairlead.Probes.Egress;

/// <summary>Certificates that a server's chain may end in. What this machine trusts besides makes no difference.</summary>
public sealed class Authorities
{
    private static readonly Lazy<Authorities> Embedded = new(LoadEmbedded);

    private Authorities(X509Certificate2Collection certificates) => Certificates = certificates;

    /// <summary>Mozilla's roots for servers, as this program carries them (NOTICE says in which edition).</summary>
    public static Authorities Public => Embedded.Value;

    public static Authorities None { get; } = new([]);

    internal X509Certificate2Collection Certificates { get; }

    internal bool Contains(X509Certificate2 certificate) => Certificates.Contains(certificate);

    /// <param name="file">PEM, one certificate or more; other text between them is skipped.</param>
    /// <param name="error">What is wrong with it, in one sentence that begins with the file's name.</param>
    public static bool TryRead(string file, out Authorities authorities, out string error)
    {
        (authorities, error) = (None, "");
        try
        {
            var certificates = Parse(File.ReadAllText(file));
            if (certificates.Count == 0)
                error = $"{file} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----).";
            else
                authorities = new(certificates);
        }
        catch (CryptographicException)
        {
            error = $"{file} holds a certificate that can't be read.";
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            error = $"{file} can't be read.";
        }

        return error.Length == 0;
    }

    private static Authorities LoadEmbedded()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("public-roots.pem")
            ?? throw new InvalidOperationException("The public roots are not embedded.");
        return new(Parse(new StreamReader(stream).ReadToEnd()));
    }

    private static X509Certificate2Collection Parse(string pem)
    {
        var certificates = new X509Certificate2Collection();
        certificates.ImportFromPem(pem);
        return certificates;
    }
}
