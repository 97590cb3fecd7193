using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Probes.Links;
using Fairlead.Probes.Neighbours;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Dhcp;

/// <summary>DHCP servers and IPv6 routers of the segment that this machine stands in.</summary>
/// <param name="surveys">The offers, asked for once for this family and for <c>proxy</c>.</param>
public sealed class DhcpFamily(DhcpSurveys surveys) : ICheckFamily
{
    public string Name => "dhcp";

    public IReadOnlyList<Announcement> Announce(CheckRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (DhcpPlan.Of(request) is not { } plan || !PacketSocket.IsPermitted())
            return [];
        var (segment, where) = (plan.Expected.Segment, $"{plan.Link.Name} (broadcast)");
        var all = new[]
        {
            new Announcement($"ARP requests for the gateway of {segment}", where, plan.GatewaysV4.Count * GatewayQuestion.Requests, GatewayQuestion.Patience * GatewayQuestion.Requests),
            new Announcement($"DHCPv6 SOLICITs of {segment}, never a REQUEST", where, plan.AsksV6 ? Ipv6Question.MostSolicits : 0, Ipv6Question.Patience * Ipv6Question.MostSolicits),
            new Announcement($"router and neighbour solicitations of {segment}", where, plan.LinkLocal is null ? 0 : Ipv6Question.RouterSolicits + plan.GatewaysV6.Count, Ipv6Question.Patience * Ipv6Question.RouterSolicits),
        };
        return [.. surveys.Announce(request), .. all.Where(each => each.Packets > 0)];
    }

    public async Task RunAsync(CheckRequest request, ICheckSink sink, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        // The segments of a stretched network are one link.
        var elsewhere = request.Segments.Where(segment => segment.Place != request.OnLinkSegment?.Place).Select(segment => new DhcpExpectation(segment, request.Plan.Claims));
        foreach (var expected in elsewhere.Where(expected => expected.IsDynamic))
            sink.Report(OffLink(request, expected));
        if (DhcpPlan.Of(request) is not { } plan)
            return;
        if (!PacketSocket.IsPermitted())
        {
            sink.Report(NotPermitted(plan.Expected));
            return;
        }

        await Task.WhenAll(AskV4Async(request, plan, sink, ct), AskV6Async(request, plan, sink, ct));
    }

    private async Task AskV4Async(CheckRequest request, DhcpPlan plan, ICheckSink sink, CancellationToken ct)
    {
        if (!plan.AsksV4)
            return;
        var started = request.Time.GetTimestamp();
        sink.Progress($"dhcp: waiting for offers on {plan.Link.Name}");
        var expected = plan.Expected;
        var gateways = GatewayQuestion.AskAsync(request, plan.Link, plan.GatewaysV4, ct);
        var seen = await surveys.SeeAsync(request, plan, ct);
        var sight = new DhcpSight(expected, seen, await gateways);
        var fault = FaultOf(plan.Link, seen.IsBroken);
        foreach (var result in fault != LinkFault.None ? [Lost(expected, plan.Link, fault, DhcpChecks.Server)] : Judge(expected, seen, sight))
            sink.Report(result with { Duration = request.Time.GetElapsedTime(started) });
    }

    private static async Task AskV6Async(CheckRequest request, DhcpPlan plan, ICheckSink sink, CancellationToken ct)
    {
        var started = request.Time.GetTimestamp();
        var expected = plan.Expected;
        if (plan.LinkLocal is not { } source)
        {
            sink.Report(NoLinkLocal(expected, plan.Link));
            return;
        }

        var servers = plan.AsksV6 ? Math.Max(1, expected.Servers(IpFamily.V6).Count) : 0;
        var seen = await Ipv6Question.AskAsync(request, plan.Link, source, servers, plan.GatewaysV6, ct);
        var fault = FaultOf(plan.Link, seen.IsBroken);
        IEnumerable<CheckResult> results = fault != LinkFault.None
            ? [Lost(expected, plan.Link, fault, DhcpChecks.RouterAdvertisement)]
            : [.. plan.AsksV6 ? Dhcp6Judgement.Of(expected, seen) : [], .. RouterJudgement.Of(expected, seen), .. plan.AsksV6 && !plan.AsksV4 ? [Remaining(expected)] : Array.Empty<CheckResult>()];
        foreach (var result in results)
            sink.Report(result with { Duration = request.Time.GetElapsedTime(started) });
    }

    /// <summary>Everything that DHCPv4 offers decide.</summary>
    internal static IEnumerable<CheckResult> Judge(DhcpExpectation expected, DhcpObservation seen, DhcpSight sight)
    {
        if (!expected.IsDynamic)
            return [.. ServerJudgement.OfStatic(expected, seen), .. OnClaims(expected, seen.Offers)];
        // Where no servers are named, whoever answers is taken at its word.
        var areNamed = expected.Servers(IpFamily.V4).Count > 0;
        var taken = sight.Declared.Concat(sight.Hidden).Concat(areNamed ? [] : sight.Undeclared).ToList();
        return
        [
            .. ServerJudgement.OfDynamic(expected, seen, sight),
            .. taken.GroupBy(offer => offer.Server).OrderBy(server => server.Key).SelectMany(server => OfferJudgement.OfServer(expected, server.Key, [.. server])),
            .. taken.DistinctBy(offer => offer.Offered).SelectMany(offer => OfferJudgement.OfAddress(expected, offer.Offered, offer.Server.ToString(), DhcpWords.Evidence(offer))),
            .. OnClaims(expected, areNamed ? sight.Undeclared : []),
            Remaining(expected),
        ];
    }

    /// <summary>What a stranger offers is wrong anyway; on an address of the plan it is worse.</summary>
    private static IEnumerable<CheckResult> OnClaims(DhcpExpectation expected, IEnumerable<DhcpOffer> offers) =>
        offers.DistinctBy(offer => (offer.Server, offer.Offered)).Select(offer => OfferJudgement.OfClaim(expected, offer.Offered, offer.Server.ToString(), DhcpWords.Evidence(offer))).OfType<CheckResult>();

    private static CheckResult Remaining(DhcpExpectation expected) =>
        expected.Dhcp.Says(DhcpChecks.Remaining, CheckOutcome.Unknown, "needs the server's leases", $"How many addresses of {expected.Segment} are left can't be seen by asking for one.") with
        { Verdict = Verdict.Unknown, Hint = "read the server's leases", IsRequired = false };

    private static CheckResult OffLink(CheckRequest request, DhcpExpectation expected) =>
        expected.Dhcp.Says(DhcpChecks.Server, CheckOutcome.Skipped, "off-link", $"This machine does not stand in {expected.Segment}, and DHCP is asked by broadcast.") with
        {
            Hint = $"run it on a machine in {expected.Segment}",
            // From one segment another can't be asked; from nowhere nothing can, which is no check at all.
            IsRequired = request.OnLinkSegment is null,
        };

    private static CheckResult NotPermitted(DhcpExpectation expected) =>
        expected.Dhcp.Says(expected.IsDynamic ? DhcpChecks.Server : DhcpChecks.Rogue, CheckOutcome.Skipped, RawPermission.Reason, $"Asking for offers on {expected.Segment} needs raw packets, and this process may not send any.") with
        { Hint = RawPermission.Hint };

    /// <summary>Without this, silence on a cable that was pulled would be a server's.</summary>
    private static LinkFault FaultOf(LinkInterface link, bool isBroken)
    {
        if (LinkInterface.Find(link.Name) is not { } now || now.Index != link.Index)
            return LinkFault.InterfaceLost;
        return isBroken || !now.IsUp ? LinkFault.NoCarrier : LinkFault.None;
    }

    private static CheckResult Lost(DhcpExpectation expected, LinkInterface link, LinkFault fault, CheckInfo check) =>
        expected.Dhcp.Says(check, CheckOutcome.Unknown, fault.Word(), $"The interface {link.Name} went {(fault == LinkFault.NoCarrier ? "down" : "away")} while it was asked on.") with
        { Hint = "bring it up and ask again" };

    private static CheckResult NoLinkLocal(DhcpExpectation expected, LinkInterface link) =>
        expected.Gateway.Says(DhcpChecks.RouterAdvertisement, CheckOutcome.Skipped, "no-link-local", $"{link.Name} has no link-local IPv6 address to ask from.") with
        { Hint = "turn IPv6 on for the interface", IsRequired = expected.Segment.PrefixOf(IpFamily.V6) is not null };
}
