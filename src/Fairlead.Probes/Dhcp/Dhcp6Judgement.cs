using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;

namespace Fairlead.Probes.Dhcp;

/// <summary>What the DHCPv6 servers of a segment say: pure, so that every case can be a row of a table.</summary>
internal static class Dhcp6Judgement
{
    public static IEnumerable<CheckResult> Of(DhcpExpectation expected, Ipv6Observation seen)
    {
        var servers = seen.Advertises.GroupBy(advertise => advertise.Server).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => (IReadOnlyList<Dhcp6Advertise>)[.. group]).ToList();
        if (servers.Count == 0)
            return [Silence(expected, seen)];
        return [.. servers.Select(server => OfServer(expected, server)), OfStrangers(expected, servers), .. servers.SelectMany(server => OfOffers(expected, server))];
    }

    private static CheckResult Silence(DhcpExpectation expected, Ipv6Observation seen) =>
        expected.Dhcp.Says(DhcpChecks.ServerV6, CheckOutcome.Failed, "no-advertise",
            string.Create(CultureInfo.InvariantCulture, $"No DHCPv6 server answered {seen.Solicited} SOLICITs on {expected.Segment}, which has an IPv6 prefix and takes addresses by DHCP.")) with
        { Hint = "see that a DHCPv6 server or relay serves the segment, or leave the IPv6 prefix out" };

    private static CheckResult OfServer(DhcpExpectation expected, IReadOnlyList<Dhcp6Advertise> said)
    {
        var answer = said.Any(advertise => advertise.Packet.Offered.Count > 0)
            ? expected.Dhcp.Says(DhcpChecks.ServerV6, CheckOutcome.Passed, "advertise", $"The DHCPv6 server {said[0].Server} at {said[0].Source} offers addresses on {expected.Segment}.")
            : expected.Dhcp.Says(DhcpChecks.ServerV6, CheckOutcome.Failed, "no-addresses", $"The DHCPv6 server {said[0].Server} at {said[0].Source} answers, but has no address for {expected.Segment}{Status(said)}.") with
            { Hint = "give the server a pool for this segment, or see that its pool has addresses left" };
        return answer with { Target = said[0].Server, Evidence = [.. said.Take(5).Select(DhcpWords.Evidence)] };
    }

    /// <summary>
    /// A server is known by its DUID, which a site file does not name. Where a declared server is written with its link-local address, or says which address
    /// it takes unicast at, it is recognised by that; else only their number can be compared.
    /// </summary>
    private static CheckResult OfStrangers(DhcpExpectation expected, List<IReadOnlyList<Dhcp6Advertise>> servers)
    {
        var declared = expected.Servers(IpFamily.V6).Select(server => server.Value).ToHashSet();
        var strangers = servers.FindAll(said => !said.Any(advertise => declared.Contains(advertise.Source) || (advertise.Packet.Unicast is { } unicast && declared.Contains(unicast))));
        var names = string.Join("; ", strangers.Select(said => $"{said[0].Server} at {said[0].Source} ({DhcpWords.Mac(said[0].SourceMac)})"));
        if (strangers.Count > 0 && declared.Count > 0 && declared.All(server => server.IsLinkLocal))
        {
            return expected.Dhcp.Says(DhcpChecks.RogueV6, CheckOutcome.Failed, "rogue-server", $"DHCPv6 servers that the site does not name answer on {expected.Segment}: {names}.") with
            { Hint = "find them by their MAC at the switch and stop them, or add their link-local addresses to dhcp.servers", Evidence = Shown(strangers) };
        }

        return servers.Count > Math.Max(1, declared.Count)
            ? expected.Dhcp.Says(DhcpChecks.RogueV6, CheckOutcome.Warning, "several-servers", string.Create(CultureInfo.InvariantCulture, $"{servers.Count} DHCPv6 servers answer on {expected.Segment}, and the site names {declared.Count}; not recognised: {names}.")) with
            { Hint = "write the servers' link-local addresses into dhcp.servers, so that a stranger can be told", Evidence = Shown(strangers) }
            : expected.Dhcp.Says(DhcpChecks.RogueV6, CheckOutcome.Passed, strangers.Count == 0 ? "none-seen" : "as-many-as-declared", $"No more DHCPv6 servers answer on {expected.Segment} than should.");
    }

    private static IEnumerable<CheckResult> OfOffers(DhcpExpectation expected, IReadOnlyList<Dhcp6Advertise> said)
    {
        var server = $"the DHCPv6 server {said[0].Server}";
        var addresses = from advertise in said
                        from offered in advertise.Packet.Offered
                        group advertise by offered into same
                        orderby same.Key
                        from result in OfferJudgement.OfAddress(expected, same.Key, server, DhcpWords.Evidence(same.First()))
                        select result;
        var dns = OfferJudgement.OfDns(expected, expected.DnsServers(IpFamily.V6), said[0].Packet.DnsServers, DhcpWords.Evidence(said[0])) with { Target = said[0].Server };
        return [.. addresses, dns];
    }

    private static string Status(IReadOnlyList<Dhcp6Advertise> said) => said[0].Packet.Status switch
    {
        0 => "",
        Dhcp6Packet.NoAddressesAvailable => " (status: no addresses available)",
        var status => string.Create(CultureInfo.InvariantCulture, $" (status {status})"),
    };

    private static IReadOnlyList<Evidence> Shown(List<IReadOnlyList<Dhcp6Advertise>> servers) => [.. servers.Take(5).Select(said => DhcpWords.Evidence(said[0]))];
}
