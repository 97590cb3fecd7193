using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Fairlead.Server.Access;

/// <summary>
/// The secret of a token: <c>fl_</c> and 256 random bits in base64url. It is shown once and kept by its holder; stored is its SHA-256 alone,
/// which needs no salt or stretching since nobody can try 2^256 secrets.
/// </summary>
public static class AccessToken
{
    public const string Prefix = "fl_";
    public const int HashLength = SHA256.HashSizeInBytes;

    private const int SecretLength = 32;
    private static readonly int Length = Prefix.Length + Base64Url.GetEncodedLength(SecretLength);

    public static string Create() => Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretLength));

    /// <summary>False for what can't be a token, without telling why.</summary>
    public static bool TryHash(ReadOnlySpan<char> secret, Span<byte> hash)
    {
        if (secret.Length != Length || !secret.StartsWith(Prefix, StringComparison.Ordinal) || !Base64Url.IsValid(secret[Prefix.Length..]))
            return false;
        Span<byte> octets = stackalloc byte[Length];
        Encoding.ASCII.GetBytes(secret, octets);
        SHA256.HashData(octets, hash);
        CryptographicOperations.ZeroMemory(octets);
        return true;
    }
}
