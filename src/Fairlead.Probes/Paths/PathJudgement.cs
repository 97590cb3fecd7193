using System.Globalization;
using Fairlead.Core.Checks;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Paths;

/// <summary>From what was seen to what it means: pure, so that every case can be a row of a table.</summary>
internal static class PathJudgement
{
    private static readonly TimeSpan WarningOffset = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan FailingOffset = TimeSpan.FromMinutes(1);

    public static PathFinding OfMtu(PathTarget target, MtuObservation seen, int mtu)
    {
        var who = $"{target.Party} ({target.Address})";
        var from = seen.Notice is { } notice ? $", {notice}" : "";
        if (seen.First == EchoAnswer.NotPermitted)
            return new(CheckOutcome.Skipped, RawPermission.Reason, $"This process may send no ICMP echoes, so packet sizes to {who} can't be seen.", "set net.ipv4.ping_group_range, or give fairlead CAP_NET_RAW", null, IsRequired: true);
        if (seen.First != EchoAnswer.Answered)
            return new(CheckOutcome.Unknown, "no-echo", $"{who} does not answer ICMP echoes{from}, so packet sizes to it can't be seen.", null, new("icmp-echo", Invariant($"no answer to an echo of {MtuObservation.Small} octets{from}")), IsRequired: false);
        var evidence = new Evidence("icmp-echo", Invariant($"largest answered packet {seen.Largest} octets of {mtu}{from}"));
        if (seen.Largest == mtu)
            return new(CheckOutcome.Passed, "full-size", Invariant($"Packets of {mtu} octets arrive at {who}."), null, evidence);
        var hint = Invariant($"set the MTU to {seen.Largest} on the segment, or carry {mtu} octets on the whole way");
        return seen.WasTold
            ? new(CheckOutcome.Warning, "mtu-reduced", Invariant($"Packets to {who} may have {seen.Largest} octets, not the interface's {mtu}; {(seen.Notice is { } told ? $"{told.From} says so" : "this machine's own routes say so")}."), hint, evidence)
            : new(CheckOutcome.Failed, "mtu-black-hole", Invariant($"Packets of more than {seen.Largest} octets to {who} vanish without a word; the interface sends up to {mtu}."), $"{hint}, and let ICMP \"packet too big\" pass", evidence);
    }

    /// <param name="network">What the network said in place of an answer; null where nothing came.</param>
    public static PathFinding OfClock(PathTarget target, NtpObservation? seen, TcpReply? network)
    {
        if (seen is null)
            return OfNoTime(target, network);
        var offset = Words(seen.Offset);
        var evidence = new Evidence("ntp", Invariant($"offset {offset}, round trip {seen.RoundTrip.TotalMilliseconds:0.0} ms, stratum {seen.Stratum}"));
        if (!seen.IsSynchronised)
            return new(CheckOutcome.Failed, "not-synchronised", Invariant($"The time server {target.Address} says that it is not synchronised itself (stratum {seen.Stratum})."), "mend the server's own sources, or name another", evidence);
        // Half the round trip may be the network's, not the clock's.
        return OfOffset(seen.Offset, seen.RoundTrip / 2, target.Address.ToString(), "synchronise this machine, its ESXi host and its image with the site's time servers", evidence);
    }

    /// <param name="seen">The Date of an HTTPS answer; null when none came.</param>
    public static PathFinding OfDate(PathTarget target, DateObservation? seen)
    {
        if (seen is null)
            return new(CheckOutcome.Unknown, "no-date", $"{target.Party} at {target.Place} tells no time: no HTTPS answer with a Date came.", null, new("http-date", "no Date"), IsRequired: false);
        var evidence = new Evidence("http-date", Invariant($"Date {seen.Date:yyyy-MM-dd'T'HH:mm:ss'Z'}, offset {Words(seen.Offset)}, exact to {seen.Uncertainty.TotalSeconds:0.0} s"));
        return OfOffset(seen.Offset, seen.Uncertainty, target.Place, $"synchronise this machine and {target.Party} with the same time servers", evidence);
    }

    private static PathFinding OfNoTime(PathTarget target, TcpReply? network)
    {
        var (reason, what) = network?.Answer switch
        {
            TcpAnswer.Refused => ("ntp-port-closed", "has nobody listening on UDP port 123, or a firewall says so"),
            TcpAnswer.Prohibited => ("icmp-prohibited", "can't be reached on UDP port 123: the way is administratively prohibited"),
            TcpAnswer.NoRoute => ("no-route", "can't be reached: there is no way from here"),
            _ => ("ntp-silent", "does not answer on UDP port 123"),
        };
        var who = network?.Notice is { } notice ? $" ({notice})" : "";
        return new(CheckOutcome.Failed, reason, $"The time server {target.Address} {what}.", "open UDP port 123 from this segment, or name a server that answers", new("ntp", $"no answer to two requests{who}"));
    }

    private static PathFinding OfOffset(TimeSpan offset, TimeSpan uncertainty, string who, string hint, Evidence evidence)
    {
        var certain = offset.Duration() - uncertainty;
        var apart = $"This machine's clock and that of {who} are {Words(offset)} apart (positive: the other is ahead).";
        if (certain > FailingOffset)
            return new(CheckOutcome.Failed, "clock-skew", apart, hint, evidence);
        return certain > WarningOffset
            ? new(CheckOutcome.Warning, "clock-offset", apart, hint, evidence)
            : new(CheckOutcome.Passed, "in-step", $"This machine's clock agrees with {who} ({Words(offset)}).", null, evidence);
    }

    public static PathFinding OfPort(PathTarget target, TcpReply reply)
    {
        var evidence = new Evidence("tcp", $"{target.Place}: {reply.Reason}{(reply.Notice is { } notice ? $" ({notice})" : "")}");
        if (reply.Answer == TcpAnswer.Connected)
            return new(CheckOutcome.Passed, reply.Reason, $"{target.Party} can be reached at {target.Place}.", null, evidence);
        // A silent address on the link ends as "host unreachable", said by this machine or by the last router.
        if (!target.MustExist && reply.Answer != TcpAnswer.Prohibited)
            return new(CheckOutcome.Unknown, reply.Reason, $"{target.Party} does not answer at {target.Place}; it may not exist yet, or the way is shut.", "ask again when it is there", evidence, IsRequired: false);
        var open = $"open TCP port {target.Port.ToString(CultureInfo.InvariantCulture)} to {target.Address}";
        var who = reply.Notice is { } from ? $", says {from.From}" : "";
        return reply.Answer switch
        {
            TcpAnswer.Refused => new(CheckOutcome.Failed, reply.Reason, $"{target.Party} refuses connections at {target.Place}{who}: nobody listens there, or a firewall answers for it.", $"see that it is running, and {open}", evidence),
            TcpAnswer.Prohibited => new(CheckOutcome.Failed, reply.Reason, $"The way to {target.Party} at {target.Place} is administratively prohibited{who}.", open, evidence),
            TcpAnswer.NoRoute => new(CheckOutcome.Failed, reply.Reason, $"There is no way from here to {target.Party} at {target.Place}{who}.", "mend the route, and see that the host is up", evidence),
            _ => new(CheckOutcome.Failed, reply.Reason, $"{target.Party} does not answer at {target.Place}: something drops the packets.", open, evidence),
        };
    }

    private static string Words(TimeSpan offset) => Invariant($"{offset.TotalSeconds:+0.000;-0.000} s");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
