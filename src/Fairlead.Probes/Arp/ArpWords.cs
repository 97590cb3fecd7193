using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Neighbours;
using Fairlead.Probes.Running;
using Fairlead.Probes.Vendors;

namespace Fairlead.Probes.Arp;

/// <summary>What was seen of an address, in sentences.</summary>
internal static class ArpWords
{
    /// <param name="place">The address, or the addresses of a range that are judged alike.</param>
    public static (string Message, string? Hint) Of(ArpTarget target, ArpOpinion opinion, AddressReading reading, string place, LinkControl? control)
    {
        var (message, hint) = Say(target, opinion, reading, place, control);
        return (message, opinion.Outcome == CheckOutcome.Passed ? null : hint);
    }

    public static Evidence Evidence(NeighbourSighting seen)
    {
        var (probe, request) = seen.Address.IsV4 ? ("the probe", "plain ARP") : ("the probe", "the solicitation");
        var how = seen switch
        {
            { AnsweredProbe: true, AnsweredRequest: true } => $"answered {probe} and {request}",
            { AnsweredProbe: true } => $"answered {probe} alone",
            { AnsweredRequest: true } => $"answered {request} alone",
            { IsLife: true } => "spoke as it without being asked",
            _ => "asks for it too",
        };
        var kind = seen.Address.IsV4 ? "arp-reply" : "neighbour-advertisement";
        return new(seen.AnsweredProbe || seen.AnsweredRequest ? kind : "announcement", $"{seen.Address} is at {MacVendors.Describe(seen.Mac)}: {how}", seen.At);
    }

    public static Evidence? Evidence(LinkControl control, IpFamily family)
    {
        if (control.Who is not { } who)
            return null;
        var (probes, requests) = family == IpFamily.V4 ? ("probes", "plain ARP") : ("probes", "solicitations");
        var answers = (control.Probes, control.Requests) switch
        {
            (true, true) => $"answers {probes} and {requests}",
            (true, false) => $"answers {probes}",
            _ => $"answers {requests}, no {probes}",
        };
        return new("control", $"{who} {answers}");
    }

    private const string OffLink = ArpJudgement.OffLink;

    private static (string Message, string? Hint) Say(ArpTarget target, ArpOpinion opinion, AddressReading reading, string place, LinkControl? control)
    {
        var what = target.Party.Length == 0 ? place : $"{place} ({target.Party})";
        var (probes, requests) = reading.Address.IsV4 ? ("RFC 5227 probes", "plain ARP") : ("duplicate address probes", "neighbour solicitations");
        var holders = string.Join(" and ", reading.Holders.Select(seen => MacVendors.Describe(seen.Mac)));
        var proxies = string.Join(" and ", reading.Proxies.Select(seen => MacVendors.Describe(seen.Mac)).Distinct());
        var owner = target.Cluster?.ToString() ?? "the resource bridge";
        return opinion.Reason switch
        {
            "no-reply" => ($"Nobody answers for {what}: neither {probes} nor {requests} got a reply, and {control!.Who} answers.", null),
            "no-reply-to-probe" => ($"Nobody answers for {what}: {probes} got no reply, and {control!.Who} answers them. This interface has no address there that {requests} could be sent from.", null),
            "arp-reply" or "neighbour-reply" or "arp-announcement" or "neighbour-announcement" => ($"{what} is held by {holders}.{Manner(reading, control, probes, requests)}", Free(target)),
            AddressReading.OwnAddress => ($"{what} is an address of this machine itself.", Free(target)),
            "icmp-reply" => ($"{what} answers an ICMP echo.", Free(target)),
            "tcp-accept" or "tcp-reset" => ($"{what} answers TCP.", Free(target)),
            "held-by-member" => ($"{what} is held by a member: {(holders.Length > 0 ? holders : "this machine")}.", null),
            "held-by-stranger" => ($"{what} is held by {(holders.Length > 0 ? holders : "this machine")}, which holds no node address of {owner}: no member.", $"find that machine and take the address off it; until then clients reach it in place of {owner}"),
            "not-held" => ($"Nobody answers for {what}, although {owner} exists: no member holds it.", "see that kube-vip (or keepalived) runs on the control plane nodes, and on the interface of this segment"),
            "virtual-mac" => ($"{what} is held by {holders}, a MAC that moves between machines: which of them has it can't be seen.", "ask its members themselves (ip neighbour, keepalived's state)"),
            "no-node-addresses" => ($"{what} is held by {holders}; the site names no DHCP scope or pool that its members could be known by.", "write the segment's scopes or pool into the site file"),
            "proxy-arp" => ($"{proxies} answers for {what}, but as a proxy does: {(reading.Proxies.Any(seen => seen.AnsweredProbe) ? $"for {LinkReading.Crowd} addresses or more" : $"to {requests} alone, being the gateway, or for {LinkReading.Crowd} addresses or more")}. Whether somebody holds it can't be seen.", Unmask(target)),
            "probed-by-another" => ($"{proxies} asks at this moment whether somebody holds {what}: a machine that is about to take it, or another checker.", "ask again in a minute"),
            "probe-filtered" => ($"Nobody answers for {what}, but {control!.Who} answers {requests} and no {probes}: something drops questions without a sender's address, so silence proves nothing.", "let ARP inspection on the switch (or the port group's policy) pass ARP from sender 0.0.0.0, and ask again"),
            "no-control" => ($"Nobody answers for {what}, and neither the gateway nor anybody else on the link answers anything: that questions arrive there was not seen.", "see that the interface is in the right port group and VLAN, and that the gateway is up"),
            "interface-lost" => ($"The interface went away while {what} was asked about.", "ask again when it is there"),
            "no-carrier" => ($"The interface lost its carrier, or was set down, while {what} was asked about.", "ask again when it is up"),
            "address-changed" => ($"The interface's own address changed while {what} was asked about.", "ask again when it keeps its address"),
            OffLink when opinion.Verdict == Verdict.InUse => ($"{what} answers; by whom it is held can't be seen from another segment.", "ask from a machine in its segment"),
            OffLink => ($"{what} answers neither ICMP nor TCP; from another segment that means nothing, because many hosts drop both.", "ask from a machine in its segment"),
            RawPermission.Reason when opinion.Verdict == Verdict.InUse => ($"{what} answers; by whom it is held can't be seen without CAP_NET_RAW.", RawPermission.Hint),
            RawPermission.Reason => (FormattableString.Invariant($"Who holds {what} was not seen: this process lacks CAP_NET_RAW, so it can send no ARP, and neither ICMP nor TCP brought an answer (of a range, the first {ArpWork.MostOffLink} addresses are asked so)."), RawPermission.Hint),
            "range-too-large" => ($"{what} is too large to be asked address by address.", "name the addresses that matter with 'fairlead probe'"),
            "too-many-off-link" => ($"{what} was not asked: of a range in another segment only the first {ArpWork.MostOffLink} addresses are.", "ask from a machine in its segment"),
            _ => throw new ArgumentOutOfRangeException(nameof(opinion), opinion.Reason, "No such reason."),
        };
    }

    private static string Manner(AddressReading reading, LinkControl? control, string probes, string requests) =>
        control is { Probes: true } && reading.Holders.Any(seen => seen.AnsweredRequest && !seen.AnsweredProbe) ? $" It answers {requests} alone and no {probes}; a router that answers for others does that too." : "";

    private static string Free(ArpTarget target) => target switch
    {
        { Cluster: { } cluster } => $"choose another address for {target.Subject}, or free this one; if {cluster.Name} exists already, say --active {cluster.Name}",
        { BridgeOf: not null } => $"choose another address for {target.Subject}, or free this one; if the bridge exists already, say --active {ArpTargets.ActiveBridge}",
        _ => "choose another address, or find that machine and free this one",
    };

    private static string Unmask(ArpTarget target) => target switch
    {
        { Cluster: { } cluster } => $"switch proxy ARP off on that router for this segment and ask again; if {cluster.Name} exists and that machine is a member, say --active {cluster.Name}",
        _ => "switch proxy ARP off on that router for this segment and ask again",
    };
}
