using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Dns;

/// <summary>Addresses that no public name can have.</summary>
internal static class DnsSpecialAddress
{
    /// <summary>"This host" and loopback: what a sinkhole answers.</summary>
    private static readonly IpPrefix[] Nowhere = [.. new[] { "0.0.0.0/8", "127.0.0.0/8", "::/127" }.Select(IpPrefix.Parse)];

    /// <summary>RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291.</summary>
    private static readonly IpPrefix[] Private = [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "fc00::/7", "fe80::/10" }.Select(IpPrefix.Parse)];

    public static bool IsNowhere(IpAddr address) => Nowhere.Any(prefix => prefix.Contains(address));

    public static bool IsPrivate(IpAddr address) => Private.Any(prefix => prefix.Contains(address));
}
