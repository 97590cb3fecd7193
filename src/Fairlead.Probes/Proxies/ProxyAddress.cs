using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Proxies;

/// <summary>Where a proxy listens. Its user and password are kept for it alone: no text form has them.</summary>
internal sealed record ProxyAddress
{
    private const int DefaultPort = 80;
    private const int DefaultSecurePort = 443;

    private ProxyAddress(string scheme, string host, int port, string? credentials) => (Scheme, Host, Port, Credentials) = (scheme, host, port, credentials);

    /// <summary><c>http</c>, <c>https</c>, <c>socks5</c>, …; in lower case.</summary>
    public string Scheme { get; }

    /// <summary>A name, or an address without brackets.</summary>
    public string Host { get; }

    public int Port { get; }

    /// <summary>Only such a proxy is spoken to.</summary>
    public bool IsHttp => Scheme == "http";

    public bool HasCredentials => Credentials is not null;

    /// <summary>Of a request to the proxy; empty without credentials. Never for a report.</summary>
    public string AuthorizationLine => Credentials is null ? "" : $"Proxy-Authorization: Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(Credentials))}\r\n";

    private string? Credentials { get; }

    /// <summary>A URL or a bare <c>host:port</c>, as curl, Go and Python read it.</summary>
    /// <returns>Null for what names no host.</returns>
    public static ProxyAddress? Parse(string setting)
    {
        var text = setting.Trim();
        if (!text.Contains("://", StringComparison.Ordinal))
            text = $"http://{text}";
        if (!Uri.TryCreate(text, UriKind.Absolute, out var uri) || uri.Host.Length == 0)
            return null;
        var scheme = uri.Scheme.ToLowerInvariant();
        var port = uri.Port > 0 ? uri.Port : scheme == "https" ? DefaultSecurePort : DefaultPort;
        var credentials = uri.UserInfo.Length == 0 ? null : Uri.UnescapeDataString(uri.UserInfo);
        return new(scheme, uri.DnsSafeHost, port, credentials);
    }

    /// <summary>Without user and password: <c>http://proxy.contoso.com:3128</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{(IpAddr.TryParse(Host, out var address, out _) && address.IsV6 ? $"[{Host}]" : Host)}:{Port}");
}
