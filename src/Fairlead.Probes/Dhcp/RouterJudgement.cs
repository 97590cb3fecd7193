using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;

namespace Fairlead.Probes.Dhcp;

/// <summary>What the routers of a segment advertise: pure, so that every case can be a row of a table.</summary>
internal static class RouterJudgement
{
    public static IEnumerable<CheckResult> Of(DhcpExpectation expected, Ipv6Observation seen)
    {
        if (expected.Segment.PrefixOf(IpFamily.V6) is not { } prefix)
            return OfSegmentWithoutIpv6(expected, seen);
        if (seen.Routers.Count == 0)
            return [Silence(expected)];
        var known = seen.Routers.Where(router => RankOf(expected, seen, router) != Rank.Stranger).ToList();
        return
        [
            .. seen.Routers.Select(router => OfRouter(expected, seen, router)),
            .. known.SelectMany(router => new[] { OfFlags(expected, router), OfPrefix(expected, prefix, router), OfDns(expected, router) }.OfType<CheckResult>().Select(result => result with { Target = router.Source.ToString(), Evidence = [DhcpWords.Evidence(router)] })),
        ];
    }

    private static IEnumerable<CheckResult> OfSegmentWithoutIpv6(DhcpExpectation expected, Ipv6Observation seen)
    {
        if (seen.Routers.Count == 0)
            return [expected.Gateway.Says(DhcpChecks.RouterAdvertisement, CheckOutcome.Passed, "no-router", $"No router advertises itself on {expected.Segment}, which has no IPv6 prefix.")];
        return seen.Routers.Select(router => expected.Gateway.Says(DhcpChecks.RouterAdvertisement, CheckOutcome.Warning, "ra-without-prefix",
            $"{router.Source} ({DhcpWords.Mac(router.SourceMac)}) advertises itself as an IPv6 router on {expected.Segment}, which has no IPv6 prefix: machines prefer IPv6 and send what they can through it.") with
        {
            Target = router.Source.ToString(),
            Hint = "find it by its MAC at the switch and stop it, turn on RA guard, or write the segment's IPv6 prefix",
            Evidence = [DhcpWords.Evidence(router)],
        });
    }

    private static CheckResult Silence(DhcpExpectation expected) => expected.IsDynamic
        ? expected.Gateway.Says(DhcpChecks.RouterAdvertisement, CheckOutcome.Failed, "no-router", $"No router answered router solicitations on {expected.Segment}: DHCPv6 hands out no router and no prefix, so nodes have no way out.") with
        { Hint = "turn router advertisements on at the gateway, with the flag M" }
        : expected.Gateway.Says(DhcpChecks.RouterAdvertisement, CheckOutcome.Passed, "no-router", $"No router advertises itself on {expected.Segment}, whose addresses are static.");

    private static CheckResult OfRouter(DhcpExpectation expected, Ipv6Observation seen, RouterSeen router)
    {
        var who = $"{router.Source} ({DhcpWords.Mac(router.SourceMac)})";
        var gateways = DhcpWords.List(expected.Gateways(IpFamily.V6));
        var answer = RankOf(expected, seen, router) switch
        {
            Rank.Gateway when router.Said.RouterLifetime == TimeSpan.Zero && expected.IsDynamic => expected.Gateway.Says(DhcpChecks.RouterAdvertisement, CheckOutcome.Failed, "no-default-router", $"The gateway {who} advertises itself with a lifetime of zero: no node takes it for its router.") with
            { Hint = "give the gateway's advertisements a router lifetime" },
            Rank.Gateway => expected.Gateway.Says(DhcpChecks.RouterAdvertisement, CheckOutcome.Passed, "declared-gateway", $"{who} is the segment's gateway."),
            Rank.Stranger => expected.Gateway.Says(DhcpChecks.RouterAdvertisement, CheckOutcome.Failed, "rogue-router", $"{who} advertises itself as a router on {expected.Segment}; the segment's gateway is {gateways}. Machines may send everything through it.") with
            { Hint = $"find {router.SourceMac} at the switch and stop it, and turn on RA guard" },
            Rank.Unproven => expected.Gateway.Says(DhcpChecks.RouterAdvertisement, CheckOutcome.Unknown, "gateway-silent", $"{who} advertises itself as a router; the gateway {gateways} did not answer for its MAC, so whether it is the same can't be told.") with
            { Hint = "see whether the gateway is up, or write its link-local address as the gateway" },
            _ => seen.Routers.Count > 1
                ? expected.Gateway.Says(DhcpChecks.RouterAdvertisement, CheckOutcome.Warning, "several-routers", $"{who} is one of several routers on {expected.Segment}, and the site names no IPv6 gateway.") with
                { Hint = "write the IPv6 gateway of the segment, a link-local address will do" }
                : expected.Gateway.Says(DhcpChecks.RouterAdvertisement, CheckOutcome.Unknown, "no-gateway-declared", $"{who} advertises itself as a router; the site names no IPv6 gateway for {expected.Segment}.") with
                { Hint = $"write gateway: {router.Source} if it belongs there", IsRequired = false },
        };
        return answer with { Target = router.Source.ToString(), Evidence = [DhcpWords.Evidence(router)] };
    }

    /// <returns>Null on a static segment, whose nodes ask nobody.</returns>
    private static CheckResult? OfFlags(DhcpExpectation expected, RouterSeen router)
    {
        if (!expected.IsDynamic)
            return null;
        return router.Said.IsManaged
            ? expected.Dhcp.Says(DhcpChecks.RouterFlags, CheckOutcome.Passed, "managed", $"{router.Source} tells hosts to take their addresses by DHCPv6 (M).")
            : expected.Dhcp.Says(DhcpChecks.RouterFlags, CheckOutcome.Failed, "not-managed", $"{router.Source} does not tell hosts to take their addresses by DHCPv6 (M is not set): nodes never ask for one.") with
            { Hint = "set the flag M (managed address configuration) in the gateway's advertisements" };
    }

    private static CheckResult OfPrefix(DhcpExpectation expected, IpPrefix prefix, RouterSeen router)
    {
        var said = router.Said.Prefixes.Where(each => each.ValidSeconds > 0).ToList();
        var list = string.Join(' ', said.Select(each => each.Prefix));
        if (said.Count == 0)
        {
            return expected.Prefix.Says(DhcpChecks.RouterPrefix, CheckOutcome.Warning, "no-prefix", $"{router.Source} advertises no prefix, so hosts send even to neighbours in {prefix} through the router.") with
            { Hint = $"advertise {prefix} as on-link" };
        }

        if (said.Find(each => each.Prefix == prefix) is not { } own)
        {
            return expected.Prefix.Says(DhcpChecks.RouterPrefix, CheckOutcome.Failed, "other-prefix", $"{router.Source} advertises {list}; the segment's prefix is {prefix}.") with
            { Hint = $"advertise {prefix}, or mend the site file" };
        }

        if (said.Exists(each => each.Prefix != prefix))
        {
            return expected.Prefix.Says(DhcpChecks.RouterPrefix, CheckOutcome.Warning, "more-prefixes", $"{router.Source} advertises {list}; the segment's prefix is {prefix} alone.") with
            { Hint = "take the other prefixes out of the advertisements, or write a segment for them" };
        }

        return own.IsAutonomous
            ? expected.Prefix.Says(DhcpChecks.RouterPrefix, CheckOutcome.Warning, "autonomous", $"{router.Source} advertises {prefix} with the flag A: hosts make addresses of their own in it beside those that the plan knows.") with
            { Hint = "clear the flag A (autonomous) of the prefix" }
            : expected.Prefix.Says(DhcpChecks.RouterPrefix, CheckOutcome.Passed, "same-prefix", $"{router.Source} advertises the segment's prefix {prefix}.");
    }

    /// <returns>Null when it names none: DHCPv6 may.</returns>
    private static CheckResult? OfDns(DhcpExpectation expected, RouterSeen router)
    {
        var (wanted, given) = (expected.DnsServers(IpFamily.V6), router.Said.DnsServers);
        if (given.Count == 0)
            return null;
        if (wanted.Count == 0)
            return expected.Dns.Says(DhcpChecks.RouterDns, CheckOutcome.Skipped, "no-dns-declared", $"The site names no IPv6 DNS servers for the segment, so those that {router.Source} advertises ({DhcpWords.List(given)}) can't be compared.") with { IsRequired = false };
        return wanted.ToHashSet().SetEquals(given)
            ? expected.Dns.Says(DhcpChecks.RouterDns, CheckOutcome.Passed, "same-dns", $"The DNS servers that {router.Source} advertises are the segment's.")
            : expected.Dns.Says(DhcpChecks.RouterDns, CheckOutcome.Failed, "other-dns", $"{router.Source} advertises the DNS servers {DhcpWords.List(given)}; the segment's are {DhcpWords.List(wanted)}.") with
            { Hint = $"set RDNSS at the router to {DhcpWords.List(wanted)}" };
    }

    /// <summary>Routers advertise from link-local addresses: a gateway that is written so is compared by it, another by the MAC that it answers with.</summary>
    private static Rank RankOf(DhcpExpectation expected, Ipv6Observation seen, RouterSeen router)
    {
        var gateways = expected.Gateways(IpFamily.V6);
        if (gateways.Count == 0)
            return Rank.Unnamed;
        if (gateways.Contains(router.Source) || gateways.Any(gateway => seen.Gateways.TryGetValue(gateway, out var mac) && mac == router.SourceMac))
            return Rank.Gateway;
        return gateways.All(gateway => gateway.IsLinkLocal || seen.Gateways.ContainsKey(gateway)) ? Rank.Stranger : Rank.Unproven;
    }

    private enum Rank
    {
        Gateway,
        Stranger,

        /// <summary>A gateway with a global address did not answer for its MAC.</summary>
        Unproven,

        /// <summary>The site names no IPv6 gateway.</summary>
        Unnamed,
    }
}
