namespace Fairlead.Server.Access;

/// <summary>Where the server looks tokens up. A revoked token must be gone from the next call on.</summary>
public interface ITokenStore
{
    /// <param name="sha256">Of the secret, as <see cref="AccessToken.TryHash"/> gives it.</param>
    TokenRecord? Find(ReadOnlySpan<byte> sha256);

    /// <summary>Whether there is any that is not expired: away from loopback a server without one does not start.</summary>
    bool HasAny(DateTimeOffset now);
}
