using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Server.Access;

/// <summary>
/// A browser's session: a cookie that says who, until when, under a seal (HMAC-SHA-256). Nothing is kept on the server, so that replicas which
/// share the key share the sessions; one that came from a token ends with that token.
/// </summary>
/// <param name="key">32 random bytes. A key of this process alone ends all sessions with it.</param>
internal sealed class Sessions(byte[] key, ITokenStore tokens, TimeProvider time)
{
    public static readonly TimeSpan Lifetime = TimeSpan.FromHours(12);

    private const char Started = 's';
    private const char Token = 't';

    /// <summary>Cookies ignore ports: two servers of one machine would take each other's. <c>__Host-</c> (RFC 6265bis 4.1.3.2) binds it to this host and TLS.</summary>
    public static string CookieName(HttpRequest request)
    {
        var port = request.Host.Port ?? (request.IsHttps ? 443 : 80);
        return string.Create(CultureInfo.InvariantCulture, $"{(request.IsHttps ? "__Host-" : "")}fairlead-{port}");
    }

    public void Open(HttpContext context, StartToken start) => Open(context, Started, start.User, time.GetUtcNow() + Lifetime);

    public void Open(HttpContext context, TokenRecord token)
    {
        var end = time.GetUtcNow() + Lifetime;
        Open(context, Token, token.Sha256, token.Expires < end ? token.Expires.Value : end);
    }

    public static void Close(HttpContext context) =>
        context.Response.Cookies.Delete(CookieName(context.Request), Attributes(context.Request));

    public Caller? Find(HttpRequest request) =>
        request.Cookies[CookieName(request)] is { } cookie ? Read(cookie) : null;

    /// <summary>What a page sends along with a change: another origin can make the browser send the cookie, but can't know this.</summary>
    public string? ProofFor(HttpRequest request) =>
        request.Cookies[CookieName(request)] is { } cookie ? Seal("csrf." + cookie) : null;

    public bool IsProof(HttpRequest request, string? proof) =>
        proof is not null && ProofFor(request) is { } expected && FixedTimeEquals(proof, expected);

    private void Open(HttpContext context, char kind, string who, DateTimeOffset expires)
    {
        var nonce = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
        var content = string.Create(CultureInfo.InvariantCulture, $"{kind}.{expires.ToUnixTimeSeconds()}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(who))}.{nonce}");
        context.Response.Cookies.Append(CookieName(context.Request), $"{content}.{Seal(content)}", Attributes(context.Request));
    }

    private Caller? Read(string cookie)
    {
        var parts = cookie.Split('.');
        if (parts.Length != 5 || parts[0].Length != 1 || !FixedTimeEquals(parts[4], Seal(cookie[..cookie.LastIndexOf('.')])))
            return null;
        // The seal holds: the rest was written above.
        var expires = DateTimeOffset.FromUnixTimeSeconds(long.Parse(parts[1], CultureInfo.InvariantCulture));
        var now = time.GetUtcNow();
        if (expires <= now)
            return null;
        var who = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(parts[2]));
        if (parts[0][0] == Started)
            return new Caller($"page:{who}", [Grant.Everything], IsPage: true, expires);
        return tokens.Find(Convert.FromHexString(who)) is { } token && !token.IsExpired(now)
            ? new Caller($"page:{token.Name}", [token.Grant], IsPage: true, expires)
            : null;
    }

    private string Seal(string content) => Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(content)));

    private static bool FixedTimeEquals(string left, string right) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(left), Encoding.UTF8.GetBytes(right));

    /// <summary>Without an age: the browser forgets it when it is closed, and the seal ends it before.</summary>
    private static CookieOptions Attributes(HttpRequest request) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Secure = request.IsHttps,
        Path = "/",
        IsEssential = true,
    };
}
