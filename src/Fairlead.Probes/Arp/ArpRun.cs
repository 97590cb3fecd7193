using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Probes.Links;
using Fairlead.Probes.Neighbours;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Arp;

/// <summary>Asks what the work says, on the link and from afar, and turns what was seen into results.</summary>
internal sealed class ArpRun(ArpWork work, BroadcastPacer pacer, IPacketTap? tap, TimeProvider time)
{
    /// <summary>What shows a member: its MAC, which plain requests bring; where they can't be sent, probes.</summary>
    private static readonly ScanOptions ProbesAlone = new() { Probes = 2, Requests = 0 };

    /// <param name="segment">Where the interface stands; null when no site says.</param>
    public static IReadOnlyList<Announcement> Announce(ArpWork work, BroadcastPacer pacer, string? segment)
    {
        var announcements = new List<Announcement>();
        var onLink = work.CanSendRaw ? work.AskedOnLink.Count : 0;
        if (onLink > 0)
        {
            var where = $"{work.Link!.Name} (broadcast{(segment is null ? "" : $", {segment}")})";
            announcements.Add(ArpWork.Announce(Invariant($"ARP probes and requests (IPv6: neighbour solicitations) for {Addresses(onLink)}, {pacer.Rate} a second at most,"), where, work.ScanOrder.Count, new ScanOptions(), pacer));
            if (work.NodeAddresses.Count > 0)
                announcements.Add(ArpWork.Announce(Invariant($"ARP requests for {Addresses(work.NodeAddresses.Count, "node ")}, if an address of an active cluster is held,"), where, work.NodeAddresses.Count, ScanOptions.RequestsAlone, pacer));
        }

        var afar = work.AskedWeakly.Count;
        if (afar > 0)
            announcements.Add(new("ICMP echoes and TCP connections (443, 6443, 22, 80)", Invariant($"{Addresses(afar)}{(work.CanSendRaw ? " outside this segment" : "")}"), (long)afar * WeakAnswer.Packets, WeakAnswer.TimeFor(afar)));
        return announcements;
    }

    public async Task<IReadOnlyList<CheckResult>> AskAsync(Action<string> progress, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var afar = WeakAnswer.AskAsync(work.AskedWeakly, time, ct);
        var near = work.CanSendRaw && work.AskedOnLink.Count > 0 ? AskLinkAsync(progress, ct) : Task.FromResult<Seen?>(null);
        var (weak, seen) = (await afar, await near);
        var answers = new ArpAnswers(seen?.Reading, work.Link?.Mac, time.GetElapsedTime(started));
        return [.. work.Parts.SelectMany(part => ResultsOf(part, answers, seen, weak)), .. GatewayDuplicates(answers, seen)];
    }

    private IEnumerable<CheckResult> ResultsOf(TargetPart part, ArpAnswers answers, Seen? seen, IReadOnlyDictionary<IpAddr, WeakAnswer> weak)
    {
        if (part.OnLink.Count > 0)
        {
            var near = part.OnLink.Select(address => seen is null ? Weakly(address, weak, RawPermission.Reason) : new ReadAddress(seen.Reading.Of(address))).ToList();
            foreach (var result in answers.Of(part.Target, near, seen is null ? Membership.Unknown(RawPermission.Reason) : MembersOf(part.Target, seen)))
                yield return result;
            foreach (var result in answers.Duplicates(part.Target, near.Select(each => each.Reading)))
                yield return result;
        }

        foreach (var result in answers.Of(part.Target, part.OffLink.Select(address => Weakly(address, weak, ArpJudgement.OffLink)), Membership.Unknown(ArpJudgement.OffLink)))
            yield return result;
        if (!part.TooLarge.IsEmpty)
            yield return ArpAnswers.NotAsked(part.Target, part.TooLarge, "range-too-large");
        if (!part.TooFar.IsEmpty)
            yield return ArpAnswers.NotAsked(part.Target, part.TooFar, "too-many-off-link");
    }

    private IEnumerable<CheckResult> GatewayDuplicates(ArpAnswers answers, Seen? seen) =>
        seen is null ? [] : work.Gateways.Where(gateway => gateway.Subject is not null).SelectMany(gateway => answers.Duplicates(
            new(ArpChecks.DuplicateAddress, gateway.Subject!.ToString(), gateway.Location, IpRange.Single(gateway.Address), "the gateway"),
            [seen.Reading.Of(gateway.Address)]));

    private static ReadAddress Weakly(IpAddr address, IReadOnlyDictionary<IpAddr, WeakAnswer> weak, string silence) =>
        weak.TryGetValue(address, out var answer)
            ? new(new(address, Verdict.InUse, answer.Reason, [], []), answer.Evidence)
            : new(new(address, Verdict.Unknown, silence, [], []));

    private Membership MembersOf(ArpTarget target, Seen seen)
    {
        if (target.BridgeOf is not null)
            return new(work.Parts.Where(part => part.Target.IsMachine && part.Target.BridgeOf == target.BridgeOf).SelectMany(part => part.OnLink).SelectMany(address => seen.Reading.Of(address).Holders).Select(holder => holder.Mac).ToHashSet(), null);
        if (target.Cluster?.Segment is not { } segment || segment != work.NodeSegment)
            return Membership.Unknown(ArpJudgement.OffLink);
        return seen.Members;
    }

    private async Task<Seen?> AskLinkAsync(Action<string> progress, CancellationToken ct)
    {
        var link = work.Link!;
        var scan = new NeighbourScan(link, pacer, tap, time);
        var hosts = new LinkHosts
        {
            Gateways = [.. work.Gateways.Select(gateway => gateway.Address)],
            Others = work.OtherHosts,
            Own = LinkInterface.All().SelectMany(each => each.Addresses).Select(own => own.Address).ToHashSet(),
        };
        var options = new ScanOptions();
        var outcome = await scan.RunAsync(work.ScanOrder, options, Progress("addresses", work.ScanOrder.Count * options.FramesPerAddress), ct);
        var members = Membership.Unknown("no-node-addresses");
        if (work.NodeAddresses.Count > 0 && work.Parts.Where(part => part.Target is { IsActive: true, Cluster: not null }).SelectMany(part => part.OnLink).Any(address => outcome.Of(address).Any(seen => seen.IsLife) || link.Owns(address)))
        {
            var asking = work.NodeAddresses.Any(address => NeighbourScan.CanRequest(link, address)) ? ScanOptions.RequestsAlone : ProbesAlone;
            var nodes = await scan.RunAsync(work.NodeAddresses, asking, Progress("node addresses", work.NodeAddresses.Count * asking.FramesPerAddress), ct);
            members = ArpMembers.Of(nodes, link, work.NodeAddresses, outcome, hosts);
            hosts = hosts with { Members = members.Macs, Proxies = LinkReading.CrowdsIn(nodes.Sightings).Select(crowd => crowd.Mac).ToHashSet() };
        }

        return new(new LinkReading(outcome, link, hosts), members);

        Action<long> Progress(string what, long frames) => sent => progress(Invariant($"arp: {sent} of at most {frames} questions about {what} sent on {link.Name}"));
    }

    private static string Addresses(int count, string kind = "") => Invariant($"{count} {kind}{(count == 1 ? "address" : "addresses")}");

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private sealed record Seen(LinkReading Reading, Membership Members);
}
