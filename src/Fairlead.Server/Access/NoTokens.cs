namespace Fairlead.Server.Access;

/// <summary>No tokens at all, for a server that is used by the page or by OpenID alone.</summary>
public sealed class NoTokens : ITokenStore
{
    public static NoTokens Instance { get; } = new();

    public TokenRecord? Find(ReadOnlySpan<byte> sha256) => null;

    public bool HasAny(DateTimeOffset now) => false;
}
