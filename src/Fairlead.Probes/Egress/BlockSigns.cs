namespace Fairlead.Probes.Egress;

/// <summary>Tells by a response that did not come from the endpoint itself: pure. Only for connections that no public chain vouches for.</summary>
internal static class BlockSigns
{
    /// <summary>squid's word for what went wrong: only its own answers have the field.</summary>
    public const string SquidError = "X-Squid-Error";

    private static readonly string[] Products = ["squid", "mitmproxy", "zscaler", "bluecoat", "proxysg", "forcepoint", "websense", "fortigate", "fortiproxy", "ironport", "web gateway", "barracuda", "sophos", "untangle", "e2guardian", "privoxy"];

    private static readonly string[] PageWords = ["squid", "access denied", "access to this site", "has been blocked", "web filter", "url filter", "captive portal", "cache administrator", "blocked by", "fortiguard", "zscaler", "blocked category"];

    /// <param name="isForFile">A page in place of what was asked for is a sign.</param>
    /// <returns>What gives it away, in words; null when nothing does.</returns>
    public static string? Of(HttpHead head, string body, string host, bool isForFile)
    {
        if (head.Field(SquidError) is { } error)
            return $"{SquidError}: {PlainText.Of(error)}";
        if (head.Status is 407 or 511)
            return Invariant($"status {head.Status}, which only something in between sends");
        foreach (var name in new[] { "Server", "Via", "X-Cache", "Proxy-Agent", "X-Blocked-By" })
        {
            if (head.Field(name) is { } value && Array.Exists(Products, product => value.Contains(product, StringComparison.OrdinalIgnoreCase)))
                return $"{name}: {PlainText.Of(value)}";
        }

        if (head.Status is 403 or 451 or (>= 500 and < 600) && head.Field("Via") is { } via)
            return Invariant($"status {head.Status} with Via: {PlainText.Of(via)}");
        if (RedirectsAway(head, host) is { } place)
            return $"it redirects to {PlainText.Of(place)}";
        if (Array.Find(PageWords, word => body.Contains(word, StringComparison.OrdinalIgnoreCase)) is { } said && IsPage(head))
            return $"a page that says '{said}'";
        if (isForFile && head.Status is >= 200 and < 300 && IsPage(head))
            return "a page in place of a file";
        return head.Status is 403 or 451 ? Invariant($"status {head.Status} for what everybody may have") : null;
    }

    private static bool IsPage(HttpHead head) => head.Field("Content-Type")?.Contains("html", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>A captive portal sends everybody to itself; the same name, with or without TLS, is the service's own doing.</summary>
    private static string? RedirectsAway(HttpHead head, string host) =>
        head.Status is 301 or 302 or 303 or 307 or 308
        && Uri.TryCreate(head.Field("Location"), UriKind.Absolute, out var place)
        && !place.Host.Equals(host, StringComparison.OrdinalIgnoreCase)
            ? place.Host
            : null;

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
