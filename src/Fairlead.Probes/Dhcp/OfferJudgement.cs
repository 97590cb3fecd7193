using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Claims;
using Fairlead.Core.Sites;

namespace Fairlead.Probes.Dhcp;

/// <summary>Whether what is offered is what the site says: pure, so that every case can be a row of a table.</summary>
internal static class OfferJudgement
{
    /// <summary>Everything that the offers of one server say.</summary>
    public static IEnumerable<CheckResult> OfServer(DhcpExpectation expected, IpAddr server, IReadOnlyList<DhcpOffer> offers) =>
        new[]
        {
            Worst(offers, offer => OfRouters(expected, offer)),
            Worst(offers, offer => OfMask(expected, offer)),
            Worst(offers, offer => OfDns(expected, expected.DnsServers(IpFamily.V4), offer.DnsServers, DhcpWords.Evidence(offer))),
            Worst(offers, offer => OfLeaseTime(expected, offer)),
        }.Select(result => result with { Target = server.ToString() });

    /// <summary>Where an offered address lies.</summary>
    /// <param name="by">Who offers it.</param>
    public static IEnumerable<CheckResult> OfAddress(DhcpExpectation expected, IpAddr offered, string by, Evidence evidence)
    {
        yield return OfScope(expected, offered, by) with { Target = offered.ToString(), Evidence = [evidence] };
        yield return OfClaim(expected, offered, by, evidence) ?? expected.Dhcp.Says(DhcpChecks.OfferOnClaim, CheckOutcome.Passed, "unclaimed", $"The plan gives {offered}, which {by} offers, to nothing else.") with
        { Target = offered.ToString(), Evidence = [evidence] };
    }

    /// <returns>Null when the plan gives the address to nothing else.</returns>
    public static CheckResult? OfClaim(DhcpExpectation expected, IpAddr offered, string by, Evidence evidence)
    {
        if (expected.HolderOf(offered) is not { } holder)
            return null;
        return expected.Dhcp.Says(DhcpChecks.OfferOnClaim, CheckOutcome.Failed, "claimed", $"{by} offers {offered}, which belongs to {ClaimText.Describe(holder)} ({holder.Subject}).") with
        {
            Target = offered.ToString(),
            Hint = $"exclude {holder.Range} at the DHCP server",
            Evidence = [evidence],
        };
    }

    /// <param name="wanted">The segment's servers of one family.</param>
    public static CheckResult OfDns(DhcpExpectation expected, IReadOnlyList<IpAddr> wanted, IReadOnlyList<IpAddr> given, Evidence evidence)
    {
        var answer = (wanted.Count, given.Count) switch
        {
            (0, _) => NotDeclared(expected.Dns, DhcpChecks.Dns, "no-dns-declared", "no DNS servers", DhcpWords.List(given)),
            (_, 0) => expected.Dns.Says(DhcpChecks.Dns, CheckOutcome.Failed, "no-dns", $"No DNS servers are handed out; the segment's are {DhcpWords.List(wanted)}.") with { Hint = Option("the DNS servers", wanted) },
            _ when wanted.ToHashSet().SetEquals(given) => expected.Dns.Says(DhcpChecks.Dns, CheckOutcome.Passed, "same-dns", $"The DNS servers handed out are the segment's: {DhcpWords.List(given)}."),
            _ => expected.Dns.Says(DhcpChecks.Dns, CheckOutcome.Failed, "other-dns", $"The DNS servers handed out are {DhcpWords.List(given)}; the segment's are {DhcpWords.List(wanted)}.") with { Hint = Option("the DNS servers", wanted) },
        };
        return answer with { Evidence = [evidence] };
    }

    private static CheckResult OfScope(DhcpExpectation expected, IpAddr offered, string by)
    {
        var scopes = expected.Scopes(offered.Family);
        if (scopes.FirstOrDefault(scope => ScopeAddresses.Of(scope).Contains(offered)) is { } home)
            return expected.Dhcp.Says(DhcpChecks.OfferInScope, CheckOutcome.Passed, "in-scope", $"{offered}, which {by} offers, lies in the scope {home.Range.Value}.");
        if (!expected.Segment.Contains(offered))
            return expected.Dhcp.Says(DhcpChecks.OfferInScope, CheckOutcome.Failed, "outside-segment", $"{by} offers {offered}, which lies outside {expected.Segment}.") with { Hint = "see which scope the server takes this segment for" };
        if (scopes.FirstOrDefault(scope => ScopeAddresses.ExcludedFrom(scope).Contains(offered)) is { } excluding)
            return expected.Dhcp.Says(DhcpChecks.OfferInScope, CheckOutcome.Failed, "excluded", $"{by} offers {offered}, which the site excludes from the scope {excluding.Range.Value}.") with { Hint = "exclude it at the DHCP server too" };
        return scopes.Count == 0
            ? NotDeclared(expected.Dhcp, DhcpChecks.OfferInScope, "no-scope-declared", $"no {(offered.IsV4 ? "IPv4" : "IPv6")} scope", offered.ToString())
            : expected.Dhcp.Says(DhcpChecks.OfferInScope, CheckOutcome.Failed, "outside-scope", $"{by} offers {offered}, which lies outside the declared scopes {string.Join(", ", scopes.Select(scope => scope.Range.Value))}.") with
            { Hint = "let the server's scope and the site file agree" };
    }

    private static CheckResult OfRouters(DhcpExpectation expected, DhcpOffer offer)
    {
        var (wanted, given) = (expected.Gateways(IpFamily.V4), offer.Routers);
        var answer = (wanted.Count, given.Count) switch
        {
            (0, _) => NotDeclared(expected.Gateway, DhcpChecks.Router, "no-gateway-declared", "no gateway", DhcpWords.List(given)),
            (_, 0) => expected.Gateway.Says(DhcpChecks.Router, CheckOutcome.Failed, "no-router", $"No router is handed out; the segment's gateway is {DhcpWords.List(wanted)}.") with { Hint = Option("the router (option 3)", wanted) },
            _ when !wanted.Contains(given[0]) => expected.Gateway.Says(DhcpChecks.Router, CheckOutcome.Failed, "other-router", $"The router handed out is {DhcpWords.List(given)}; the segment's gateway is {DhcpWords.List(wanted)}.") with { Hint = Option("the router (option 3)", wanted) },
            _ when !given.All(wanted.Contains) => expected.Gateway.Says(DhcpChecks.Router, CheckOutcome.Warning, "more-routers", $"The routers handed out are {DhcpWords.List(given)}; the segment's gateway is {DhcpWords.List(wanted)} alone.") with { Hint = Option("the router (option 3)", wanted) },
            _ => expected.Gateway.Says(DhcpChecks.Router, CheckOutcome.Passed, "same-router", $"The router handed out is the segment's gateway {given[0]}."),
        };
        return answer with { Evidence = [DhcpWords.Evidence(offer)] };
    }

    private static CheckResult OfMask(DhcpExpectation expected, DhcpOffer offer)
    {
        var prefix = expected.Segment.PrefixOf(IpFamily.V4)!.Value;
        var wanted = IpAddr.FromV4(unchecked((uint)(ulong.MaxValue << (32 - prefix.Length))));
        var answer = offer.Mask switch
        {
            null => expected.Prefix.Says(DhcpChecks.Mask, CheckOutcome.Failed, "no-mask", $"No subnet mask is handed out; {prefix} has {wanted}.") with { Hint = $"set the subnet mask (option 1) at the DHCP server to {wanted}" },
            { } given when given == wanted => expected.Prefix.Says(DhcpChecks.Mask, CheckOutcome.Passed, "same-mask", $"The subnet mask handed out is that of {prefix}."),
            { } given => expected.Prefix.Says(DhcpChecks.Mask, CheckOutcome.Failed, "other-mask", $"The subnet mask handed out is {given}; {prefix} has {wanted}.") with { Hint = $"set the subnet mask (option 1) at the DHCP server to {wanted}" },
        };
        return answer with { Evidence = [DhcpWords.Evidence(offer)] };
    }

    private static CheckResult OfLeaseTime(DhcpExpectation expected, DhcpOffer offer)
    {
        var hint = "let the server's lease time and dhcp.leaseTime agree";
        var given = DhcpWords.Span(offer.LeaseTime);
        var answer = (expected.LeaseTime, offer.LeaseTime) switch
        {
            (null, _) => NotDeclared(expected.Lease, DhcpChecks.LeaseTime, "no-lease-time-declared", "no lease time", given),
            ({ } wanted, null) => expected.Lease.Says(DhcpChecks.LeaseTime, CheckOutcome.Failed, "no-lease-time", $"No lease time is handed out; the declared one is {DhcpWords.Span(wanted)}.") with { Hint = hint },
            ({ } wanted, { } time) when time == wanted => expected.Lease.Says(DhcpChecks.LeaseTime, CheckOutcome.Passed, "same-lease-time", $"Leases last {given}, as declared."),
            ({ } wanted, { } time) when time > wanted => expected.Lease.Says(DhcpChecks.LeaseTime, CheckOutcome.Failed, "longer-lease-time", $"Leases last {given}, not {DhcpWords.Span(wanted)} as declared: nodes that are gone hold their addresses longer than the capacity counts with.") with { Hint = hint },
            ({ } wanted, _) => expected.Lease.Says(DhcpChecks.LeaseTime, CheckOutcome.Warning, "shorter-lease-time", $"Leases last {given}, not {DhcpWords.Span(wanted)} as declared.") with { Hint = hint },
        };
        return answer with { Evidence = [DhcpWords.Evidence(offer)] };
    }

    private static CheckResult NotDeclared(Part about, CheckInfo check, string reason, string what, string given) =>
        about.Says(check, CheckOutcome.Skipped, reason, $"The site names {what} for the segment, so what is handed out ({given}) can't be compared.") with { IsRequired = false };

    private static string Option(string name, IReadOnlyList<IpAddr> wanted) => $"set {name} at the DHCP server to {DhcpWords.List(wanted)}";

    /// <summary>A server may say one thing to one client and another to the next; what is wrong is what counts.</summary>
    private static CheckResult Worst(IReadOnlyList<DhcpOffer> offers, Func<DhcpOffer, CheckResult> judge) =>
        offers.Select(judge).MinBy(result => result.Outcome switch { CheckOutcome.Failed => 0, CheckOutcome.Warning => 1, _ => 2 })!;
}
