using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Egress;

/// <summary>Addresses that a resolver gives for names that it does not want to be reached.</summary>
internal static class Sinkholes
{
    /// <summary>So many unrelated domains at one inside address are no accident.</summary>
    private const int Crowd = 3;

    /// <summary>No server on the Internet, and none of a site, has such an address: this host, loopback, link-local, multicast, reserved, discard.</summary>
    private static readonly IpRange[] Bogus =
    [
        .. new[]
        {
            "0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3",
            "::/127", "::ffff:0:0/96", "100::/64", "fe80::/10", "ff00::/8",
        }.Select(IpRange.Parse),
    ];

    /// <summary>Addresses that only an inside network has; a private endpoint may have one too.</summary>
    private static readonly IpRange[] Inside = [.. new[] { "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "198.18.0.0/15", "fc00::/7" }.Select(IpRange.Parse)];

    public static bool IsBogus(IpAddr address) => Array.Exists(Bogus, range => range.Contains(address));

    /// <summary>The addresses that the answers of one resolver give away as a sinkhole's.</summary>
    /// <param name="ofNoName">What it said for a name that can't exist.</param>
    /// <param name="untrusted">Names at which no trusted server answered, with their addresses.</param>
    public static IReadOnlySet<IpAddr> Among(IEnumerable<IpAddr> ofNoName, IEnumerable<(string Host, IReadOnlyList<IpAddr> Addresses)> untrusted)
    {
        var crowded = untrusted
            .SelectMany(each => each.Addresses.Select(address => (address, Domain: DomainOf(each.Host))))
            .Where(each => Array.Exists(Inside, range => range.Contains(each.address)))
            .GroupBy(each => each.address, each => each.Domain)
            .Where(same => same.Distinct().Count() >= Crowd)
            .Select(same => same.Key);
        return ofNoName.Concat(crowded).ToHashSet();
    }

    /// <summary>The last two labels: rough, and enough to tell unrelated names apart.</summary>
    private static string DomainOf(string host)
    {
        var labels = host.Split('.');
        return string.Join('.', labels.TakeLast(2));
    }
}
