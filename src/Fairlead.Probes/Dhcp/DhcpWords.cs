using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Vendors;

namespace Fairlead.Probes.Dhcp;

/// <summary>What was seen, in words.</summary>
internal static class DhcpWords
{
    /// <summary>Evidence beyond this many offers of one server says nothing new.</summary>
    private const int MostShown = 5;

    public static IReadOnlyList<Evidence> Evidence(IEnumerable<DhcpOffer> offers) => [.. offers.Take(MostShown).Select(Evidence)];

    public static Evidence Evidence(DhcpOffer offer)
    {
        var parts = new List<string> { $"{offer.Server} offers {offer.Offered}", $"from {offer.Source} ({offer.SourceMac})" };
        if (offer.Identifier is null)
            parts.Add("without server identifier");
        if (offer.Relay is { } relay)
            parts.Add($"through relay {relay}");
        if (offer.HasRelayInformation)
            parts.Add("relay information returned");
        parts.Add($"mask {(offer.Mask is { } mask ? mask.ToString() : "none")}");
        parts.Add($"router {List(offer.Routers)}");
        parts.Add($"DNS {List(offer.DnsServers)}");
        parts.Add($"lease {Span(offer.LeaseTime)}");
        if (offer.Domain is { } domain)
            parts.Add($"domain {domain}");
        if (offer.DomainSearch.Count > 0)
            parts.Add($"search {string.Join(' ', offer.DomainSearch)}");
        if (offer.ProxyAutoConfig is { } proxy)
            parts.Add($"proxy configuration {proxy}");
        return new("dhcp-offer", string.Join(", ", parts), offer.At);
    }

    public static Evidence Evidence(Dhcp6Advertise advertise)
    {
        var packet = advertise.Packet;
        var status = packet.Status == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", status {packet.Status}");
        var search = packet.DomainSearch.Count == 0 ? "" : $", search {string.Join(' ', packet.DomainSearch)}";
        return new("dhcpv6-advertise", $"server {advertise.Server} at {advertise.Source} ({advertise.SourceMac}) offers {List(packet.Offered)}, DNS {List(packet.DnsServers)}{search}{status}", advertise.At);
    }

    public static Evidence Evidence(RouterSeen router)
    {
        var said = router.Said;
        var flags = $"{(said.IsManaged ? "M" : "no M")}, {(said.HasOtherConfiguration ? "O" : "no O")}";
        var prefixes = said.Prefixes.Count == 0 ? "none" : string.Join(' ', said.Prefixes.Select(prefix => $"{prefix.Prefix}{(prefix.IsOnLink ? " L" : "")}{(prefix.IsAutonomous ? " A" : "")}"));
        var mtu = said.Mtu is { } octets ? string.Create(CultureInfo.InvariantCulture, $", MTU {octets}") : "";
        return new("router-advertisement", $"{router.Source} ({router.SourceMac}): {flags}, lifetime {Span(said.RouterLifetime)}, prefix {prefixes}, RDNSS {List(said.DnsServers)}{mtu}", router.At);
    }

    /// <summary>With its maker where that is known.</summary>
    public static string Mac(MacAddress mac) => MacVendors.NameOf(mac) is { } maker ? $"MAC {mac}, {maker}" : $"MAC {mac}";

    public static string List(IReadOnlyCollection<IpAddr> addresses) => addresses.Count == 0 ? "none" : string.Join(' ', addresses);

    /// <summary>In the largest unit that is whole.</summary>
    public static string Span(TimeSpan? span)
    {
        if (span is not { } time)
            return "none";
        if (time == TimeSpan.MaxValue)
            return "without end";
        var seconds = (long)time.TotalSeconds;
        var (unit, name) = seconds switch { 0 => (1L, "s"), _ when seconds % 86400 == 0 => (86400, "d"), _ when seconds % 3600 == 0 => (3600, "h"), _ when seconds % 60 == 0 => (60, "min"), _ => (1, "s") };
        return string.Create(CultureInfo.InvariantCulture, $"{seconds / unit} {name}");
    }
}
