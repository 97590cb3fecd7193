using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Probes.Dhcp;

/// <summary>Who answered, and whether it is who should: pure, so that every case can be a row of a table.</summary>
internal static class ServerJudgement
{
    /// <summary>For a segment whose nodes take their addresses by DHCPv4.</summary>
    public static IEnumerable<CheckResult> OfDynamic(DhcpExpectation expected, DhcpObservation seen, DhcpSight sight)
    {
        var servers = expected.Servers(IpFamily.V4);
        var answers = servers.Count == 0 ? [OfNoneDeclared(expected, seen)] : servers.Select(server => OfDeclared(expected, server, seen, sight));
        return [.. answers, .. Rogues(expected, sight, servers.Count > 0), .. OfRelay(expected, sight)];
    }

    /// <summary>For a segment on which nobody should answer.</summary>
    public static IEnumerable<CheckResult> OfStatic(DhcpExpectation expected, DhcpObservation seen)
    {
        var about = expected.Dhcp;
        if (seen.Offers.Count == 0)
            return [about.Says(DhcpChecks.Rogue, CheckOutcome.Passed, "no-offer", $"Nobody answered {Asked(seen)} on {expected.Segment}, whose addresses are static.")];
        return BySource(seen.Offers).Select(offers => about.Says(DhcpChecks.Rogue, CheckOutcome.Warning, "dhcp-on-static-segment",
            $"A DHCP server answers on {expected.Segment}, whose addresses are static: {Name(offers)}. A machine that asks there takes an address that the plan does not know.") with
        {
            Target = offers[0].Server.ToString(),
            Hint = "find it by its MAC at the switch and stop it, or keep its scope off the addresses of the plan",
            Evidence = DhcpWords.Evidence(offers),
        });
    }

    private static CheckResult OfDeclared(DhcpExpectation expected, Located<IpAddr> server, DhcpObservation seen, DhcpSight sight)
    {
        var offers = sight.Declared.Where(offer => offer.Server == server.Value).ToList();
        var about = Part.Of(server);
        var answer = offers.Count > 0
            ? about.Says(DhcpChecks.Server, CheckOutcome.Passed, "offer", $"{server.Value} offers addresses on {expected.Segment}{Through(offers, sight)}.") with { Evidence = DhcpWords.Evidence(offers) }
            : Silent(expected, server, seen, sight);
        return answer with { Target = server.Value.ToString() };
    }

    private static CheckResult Silent(DhcpExpectation expected, Located<IpAddr> server, DhcpObservation seen, DhcpSight sight)
    {
        var about = Part.Of(server);
        if (sight.Hidden.Count > 0)
        {
            return about.Says(DhcpChecks.Server, CheckOutcome.Unknown, "hidden-by-relay",
                $"Offers come through a relay that puts its own address {sight.Hidden[0].Server} in place of the server's (RFC 5107), so whether {server.Value} made them can't be seen.") with
            { Evidence = DhcpWords.Evidence(sight.Hidden), IsRequired = false };
        }

        if (sight.Declared.Count > 0)
        {
            return about.Says(DhcpChecks.Server, CheckOutcome.Unknown, "silent",
                $"{server.Value} answered none of {Asked(seen)}, while {DhcpWords.List([.. sight.Declared.Select(offer => offer.Server).Distinct()])} did: it may be down, or a standby that is silent as long as its partner lives.") with
            { Hint = "ask the servers themselves whether the pair is healthy", IsRequired = false };
        }

        var isOnLink = expected.Segment.Contains(server.Value);
        return about.Says(DhcpChecks.Server, CheckOutcome.Failed, "no-offer",
            $"{server.Value} answered none of {Asked(seen)} on {expected.Segment}, and no other declared server did.") with
        {
            Hint = isOnLink ? $"see that the DHCP service at {server.Value} runs, listens on this segment and has addresses left" : $"see that the segment's router relays DHCP to {server.Value}, and that a scope for this segment is active there and has addresses left",
        };
    }

    private static CheckResult OfNoneDeclared(DhcpExpectation expected, DhcpObservation seen)
    {
        var answer = seen.Offers.Count == 0
            ? expected.Dhcp.Says(DhcpChecks.Server, CheckOutcome.Failed, "no-offer", $"Nobody answered {Asked(seen)} on {expected.Segment}, whose nodes take their addresses by DHCP.") with
            { Hint = "see that a DHCP server or a relay stands on the segment, with a scope that has addresses left" }
            : expected.Dhcp.Says(DhcpChecks.Server, CheckOutcome.Passed, "offer", $"Addresses are offered on {expected.Segment} by {DhcpWords.List([.. seen.Offers.Select(offer => offer.Server).Distinct()])}.") with
            { Evidence = DhcpWords.Evidence(seen.Offers) };
        return answer;
    }

    private static List<CheckResult> Rogues(DhcpExpectation expected, DhcpSight sight, bool areDeclared)
    {
        var found = areDeclared ? BySource(sight.Undeclared).Select(offers => Rogue(expected, offers)).ToList() : [.. OfUnnamed(expected, sight)];
        found.AddRange(Twins(expected, sight));
        return found.Count > 0 ? found : [expected.Dhcp.Says(DhcpChecks.Rogue, CheckOutcome.Passed, "none-seen", $"Nobody but declared servers and relays offered an address on {expected.Segment}.")];
    }

    private static CheckResult Rogue(DhcpExpectation expected, IReadOnlyList<DhcpOffer> offers) =>
        expected.Dhcp.Says(DhcpChecks.Rogue, CheckOutcome.Failed, "rogue-server", $"A DHCP server that the site does not name answers on {expected.Segment}: {Name(offers)}. Nodes take the first offer that comes.") with
        {
            Target = offers[0].Server.ToString(),
            Hint = $"find {offers[0].SourceMac} at the switch and stop its DHCP service, or add {offers[0].Server} to dhcp.servers if it belongs there",
            Evidence = DhcpWords.Evidence(offers),
        };

    /// <summary>No servers are declared, so none can be called a stranger; several are worth a look all the same.</summary>
    private static IEnumerable<CheckResult> OfUnnamed(DhcpExpectation expected, DhcpSight sight)
    {
        if (sight.Undeclared.Count == 0)
            return [];
        var names = sight.Undeclared.Select(offer => offer.Server).Distinct().ToList();
        var hint = $"write who serves the segment: dhcp.servers: [{string.Join(", ", names)}]";
        var sources = BySource(sight.Undeclared).ToList();
        var answer = sources.Count > 1
            ? expected.Dhcp.Says(DhcpChecks.Rogue, CheckOutcome.Warning, "several-servers", $"Several DHCP servers answer on {expected.Segment}, and the site names none: {string.Join("; ", sources.Select(Name))}. One may be a stranger.")
            : expected.Dhcp.Says(DhcpChecks.Rogue, CheckOutcome.Unknown, "no-servers-declared", $"{Name(sources[0])} answers on {expected.Segment}; the site names no servers, so whether it belongs there can't be told.") with { IsRequired = false };
        return [answer with { Hint = hint, Evidence = DhcpWords.Evidence(sight.Undeclared) }];
    }

    /// <summary>One identifier from several machines of the link: a twin of the address, or somebody who poses as the server.</summary>
    private static IEnumerable<CheckResult> Twins(DhcpExpectation expected, DhcpSight sight) =>
        from offer in sight.Declared
        where !sight.IsRelayed(offer)
        group offer by offer.Server into server
        let macs = server.Select(offer => offer.SourceMac).Distinct().Order().ToList()
        where macs.Count > 1
        select expected.Dhcp.Says(DhcpChecks.Rogue, CheckOutcome.Warning, "one-server-two-macs", $"Offers in the name of {server.Key} come from {string.Join(" and ", macs)}: one of them may pose as the server.") with
        {
            Target = server.Key.ToString(),
            Hint = "see which of the MACs is the server's; teamed adapters may have several",
            Evidence = DhcpWords.Evidence(server.DistinctBy(offer => offer.SourceMac)),
        };

    private static IEnumerable<CheckResult> OfRelay(DhcpExpectation expected, DhcpSight sight)
    {
        var offers = sight.Declared.Concat(sight.Hidden).Concat(expected.Servers(IpFamily.V4).Count == 0 ? sight.Undeclared : []).ToList();
        if (offers.Count == 0)
            return [];
        var relayed = offers.FindAll(sight.IsRelayed);
        if (relayed.Count == 0)
            return [expected.Dhcp.Says(DhcpChecks.Relay, CheckOutcome.Passed, "direct", $"The servers of {expected.Segment} answer themselves; there is no relay between.")];
        var relays = relayed.Select(offer => offer.Relay ?? offer.Source).Distinct().Order().ToList();
        var evidence = DhcpWords.Evidence(relayed.DistinctBy(offer => (offer.Server, offer.Relay, offer.SourceMac)));
        var strange = relays.FindAll(relay => !expected.Segment.Contains(relay));
        var overridden = sight.Hidden.Count > 0 ? "; it puts its own address in place of the server's (RFC 5107)" : "";
        return
        [
            strange.Count > 0
                ? expected.Dhcp.Says(DhcpChecks.Relay, CheckOutcome.Warning, "relay-outside-segment", $"The relay asks from {DhcpWords.List(strange)}, which lies outside {expected.Segment}: a server chooses the scope by that address.") with
                { Target = DhcpWords.List(relays), Hint = "let the relay use its address in the segment, or tell the server by relay information which scope is meant", Evidence = evidence }
                : expected.Dhcp.Says(DhcpChecks.Relay, CheckOutcome.Passed, "relayed", $"Offers on {expected.Segment} come through the relay {DhcpWords.List(relays)}{overridden}.") with
                { Target = DhcpWords.List(relays), Evidence = evidence },
        ];
    }

    private static IEnumerable<IReadOnlyList<DhcpOffer>> BySource(IEnumerable<DhcpOffer> offers) =>
        offers.GroupBy(offer => (offer.Server, offer.SourceMac)).OrderBy(group => group.Key.Server).ThenBy(group => group.Key.SourceMac).Select(group => (IReadOnlyList<DhcpOffer>)[.. group]);

    private static string Name(IReadOnlyList<DhcpOffer> offers)
    {
        var first = offers[0];
        var source = first.Source == first.Server ? "" : $" at {first.Source}";
        return $"{first.Server}{source} ({DhcpWords.Mac(first.SourceMac)}) offers {DhcpWords.List([.. offers.Select(offer => offer.Offered).Distinct().Order()])}";
    }

    private static string Through(List<DhcpOffer> offers, DhcpSight sight)
    {
        var relays = offers.Where(sight.IsRelayed).Select(offer => offer.Relay ?? offer.Source).Distinct().Order().ToList();
        return relays.Count == 0 ? "" : $" through the relay {DhcpWords.List(relays)}";
    }

    private static string Asked(DhcpObservation seen) => string.Create(CultureInfo.InvariantCulture, $"{seen.Asked} DISCOVERs");
}
