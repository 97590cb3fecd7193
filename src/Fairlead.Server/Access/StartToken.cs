using System.Security.Cryptography;

namespace Fairlead.Server.Access;

/// <summary>The token in the address that <c>fairlead up</c> prints: whoever brings it first gets a session, nobody after.</summary>
public sealed class StartToken
{
    private readonly byte[] _hash = new byte[AccessToken.HashLength];
    private int _used;

    /// <param name="user">Who started the program, for history (<c>page:USER</c>).</param>
    public StartToken(string user)
    {
        User = user;
        Secret = AccessToken.Create();
        AccessToken.TryHash(Secret, _hash);
    }

    public string User { get; }

    /// <summary>Belongs in the printed address and nowhere else.</summary>
    public string Secret { get; }

    internal bool TryUse(ReadOnlySpan<char> secret)
    {
        Span<byte> hash = stackalloc byte[AccessToken.HashLength];
        return AccessToken.TryHash(secret, hash) && CryptographicOperations.FixedTimeEquals(hash, _hash) && Interlocked.Exchange(ref _used, 1) == 0;
    }

    public override string ToString() => $"start token of {User}";
}
