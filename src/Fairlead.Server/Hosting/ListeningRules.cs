using Fairlead.Core.Addressing;
using Fairlead.Server.Access;

namespace Fairlead.Server.Hosting;

/// <summary>
/// Whether a server may start as it is asked to. Loopback may do without TLS; any other address wants TLS, its own or a trusted proxy's, and somebody
/// who can prove who they are.
/// </summary>
public static class ListeningRules
{
    /// <summary>The broadest networks that are taken for proxies: a typing error is not to trust the world.</summary>
    private const int BroadestV4 = 8, BroadestV6 = 32;

    /// <summary>Every reason against it, each with its mend; empty: it may.</summary>
    public static IReadOnlyList<string> Faults(ServerOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return [.. OfAddresses(options), .. OfProxies(options), .. OfNames(options), .. OfOidc(options.Oidc), .. OfKey(options)];
    }

    private static IEnumerable<string> OfAddresses(ServerOptions options)
    {
        if (options.Listen.Count == 0)
            yield return "there is no address to listen on: --listen ADDRESS:PORT";
        var hasAuthentication = options.Oidc is not null || options.Tokens.HasAny(options.Time.GetUtcNow());
        foreach (var address in options.Listen.Where(address => !address.IsLoopback))
        {
            if (options.Tls is null && options.TrustedProxies.Count == 0)
                yield return $"{address} can be reached from other machines, and tokens would pass unprotected: add --tls-certificate FILE and --tls-key FILE, or --trusted-proxy ADDRESS where a proxy ends TLS, or listen on 127.0.0.1";
            if (!hasAuthentication)
                yield return $"{address} can be reached from other machines, and nobody could prove who they are: make a token (fairlead token create NAME), or add --oidc-issuer URL and --oidc-audience NAME";
        }
    }

    private static IEnumerable<string> OfProxies(ServerOptions options) =>
        from proxy in options.TrustedProxies
        where proxy.Length < (proxy.Family == IpFamily.V4 ? BroadestV4 : BroadestV6)
        select $"--trusted-proxy {proxy} would believe far too many hosts: name the proxies' own addresses";

    private static IEnumerable<string> OfNames(ServerOptions options) =>
        from name in options.Names
        where Uri.CheckHostName(name) is UriHostNameType.Unknown
        select $"--name {name} is no host name: give it without scheme, port or wildcard, such as fairlead.example.com";

    private static IEnumerable<string> OfOidc(OidcOptions? oidc)
    {
        if (oidc is null)
            yield break;
        if (!oidc.Issuer.IsAbsoluteUri || !(oidc.Issuer.Scheme == Uri.UriSchemeHttps || (oidc.Issuer.Scheme == Uri.UriSchemeHttp && oidc.Issuer.IsLoopback)))
            yield return $"--oidc-issuer {oidc.Issuer.OriginalString} is no https address: whoever stands between could give out keys of their own";
        if (string.IsNullOrWhiteSpace(oidc.Audience))
            yield return "--oidc-audience is missing: tokens that were made for other programs would be accepted";
        if (oidc.Mappings.Count == 0)
            yield return "no scope or role of the OpenID issuer is mapped: nobody could do anything";
    }

    private static IEnumerable<string> OfKey(ServerOptions options)
    {
        if (options.SessionKey is { Length: not 32 } key)
            yield return $"the key of sessions has {key.Length} bytes: it must be 32 random ones";
    }
}
