namespace Fairlead.Core.Sites;

/// <summary>The host of a proxy setting, which is a URL or a bare <c>host:port</c>.</summary>
public static class ProxyUrl
{
    public static string HostOf(string setting)
    {
        ArgumentNullException.ThrowIfNull(setting);
        var rest = setting.AsSpan().Trim();
        var scheme = rest.IndexOf("://", StringComparison.Ordinal);
        if (scheme >= 0)
            rest = rest[(scheme + 3)..];
        var end = rest.IndexOfAny('/', '?', '#');
        if (end >= 0)
            rest = rest[..end];
        rest = rest[(rest.LastIndexOf('@') + 1)..];
        if (rest.StartsWith("["))
            return rest[1..(rest.IndexOf(']') is var close and > 0 ? close : rest.Length)].ToString();
        var colon = rest.IndexOf(':');
        return (colon >= 0 && colon == rest.LastIndexOf(':') ? rest[..colon] : rest).ToString();
    }
}
