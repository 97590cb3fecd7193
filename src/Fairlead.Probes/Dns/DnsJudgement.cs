using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;

namespace Fairlead.Probes.Dns;

/// <summary>From what a server answered to what it means: pure, so that every case can be a row of a table.</summary>
internal static class DnsJudgement
{
    /// <summary>With the usual <c>ndots:5</c>, a pod asks up to eight times before a public name resolves: above this that alone takes most of a second.</summary>
    private static readonly TimeSpan SlowMedian = TimeSpan.FromMilliseconds(100);

    /// <summary>Azure's private endpoints give public names private addresses on purpose, by an alias below this name.</summary>
    private const string PrivateEndpoint = "privatelink.";

    /// <summary>The worst first: one that never spoke says more about the server than one error among answers.</summary>
    private static readonly DnsStatus[] ByWeight =
    [
        DnsStatus.NoRoute, DnsStatus.Prohibited, DnsStatus.PortClosed, DnsStatus.Filtered, DnsStatus.Silent, DnsStatus.Malformed, DnsStatus.Closed,
        DnsStatus.Refused, DnsStatus.ServerFailure, DnsStatus.OtherCode, DnsStatus.NoSuchName, DnsStatus.NoRecord, DnsStatus.Answered,
    ];

    /// <param name="replies">To all questions that were asked over UDP; at least one.</param>
    public static CheckResult OfUdp(DnsServer server, IReadOnlyList<DnsReply> replies)
    {
        if (replies.FirstOrDefault(reply => reply.IsDecisive) is { } good)
            return server.Result(DnsChecks.AnswersUdp, CheckOutcome.Passed, "dns-answered", $"The DNS server {server.Address} answers over UDP.", null, [good.ToEvidence()]);
        var worst = Worst(replies);
        var message = worst.IsFromServer
            ? $"The DNS server {server.Address} {worst.Status.Deed()}, to every one of {replies.Count} questions."
            : $"The DNS server {server.Address} {worst.Status.Deed()} (UDP port 53).";
        return server.Result(DnsChecks.AnswersUdp, CheckOutcome.Failed, worst.Status.Word(), message, HintOf(worst.Status, server, "UDP"), [worst.ToEvidence()]);
    }

    /// <param name="tcp">The answer over TCP.</param>
    /// <param name="needsTcp">An answer over UDP was truncated, so the failure is no mere weakness.</param>
    public static CheckResult OfTcp(DnsServer server, DnsReply tcp, bool needsTcp)
    {
        if (tcp.IsFromServer)
            return server.Result(DnsChecks.AnswersTcp, CheckOutcome.Passed, "dns-answered", $"The DNS server {server.Address} answers over TCP.", null, [tcp.ToEvidence()]);
        var consequence = needsTcp ? "an answer of it did not fit into UDP and is lost" : "an answer that does not fit into UDP will be lost";
        return server.Result(
            DnsChecks.AnswersTcp, needsTcp ? CheckOutcome.Failed : CheckOutcome.Warning, tcp.Status.Word(),
            $"Over TCP, the DNS server {server.Address} {tcp.Status.Deed()}: {consequence}.", HintOf(tcp.Status, server, "TCP"), [tcp.ToEvidence()]);
    }

    /// <param name="replies">To A and AAAA.</param>
    /// <param name="lies">The addresses that the server gives to names that do not exist.</param>
    public static CheckResult OfName(DnsServer server, DnsNameToAsk asked, IReadOnlyList<DnsReply> replies, IReadOnlyCollection<IpAddr> lies)
    {
        var check = asked.IsInternal ? DnsChecks.InternalName : DnsChecks.ExternalName;
        var addresses = replies.SelectMany(reply => reply.Addresses).Distinct().ToList();
        var evidence = replies.Select(reply => reply.ToEvidence()).ToList();
        var all = DnsWords.List(addresses);
        var (outcome, reason, message, hint) = addresses.Count == 0 ? OfNoAddress(server, asked, Worst(replies)) : Judge();
        return server.Result(check, outcome, reason, message, hint, evidence, asked.Name);

        (CheckOutcome Outcome, string Reason, string Message, string? Hint) Judge()
        {
            if (addresses.All(lies.Contains))
                return (CheckOutcome.Failed, "dns-hijacked", $"{server.Address} answers {asked.Name} with {all}, as it does for names that do not exist.", "take the rewriting of answers off this resolver, or use another");
            if (addresses.Where(DnsSpecialAddress.IsNowhere).ToList() is { Count: > 0 } nowhere)
                return (CheckOutcome.Failed, "dns-sinkhole", $"{server.Address} answers {asked.Name} with {DnsWords.List(nowhere)}, which leads nowhere: a filter blocks the name.", $"take {asked.Name} off the block list of {server.Address}");
            if (!asked.IsInternal && addresses.All(DnsSpecialAddress.IsPrivate))
            {
                return replies.SelectMany(reply => reply.Names).Any(name => name.Contains(PrivateEndpoint, StringComparison.OrdinalIgnoreCase))
                    ? (CheckOutcome.Passed, "private-endpoint", $"{asked.Name} is a private endpoint at {all}.", null)
                    : (CheckOutcome.Failed, "dns-sinkhole", $"{server.Address} answers the public name {asked.Name} with the private address {all}: a filter or a zone of your own stands in its place.", $"remove the zone or the filter for {asked.Name} on {server.Address}");
            }

            if (asked.Expected.Except(addresses).ToList() is { Count: > 0 } missing)
                return (CheckOutcome.Failed, "wrong-address", $"{server.Address} answers {asked.Name} with {all}; the site says {string.Join(", ", missing)}.", "correct the record, or the address in the site file");
            if (asked.Expected.Count > 0 && addresses.Except(asked.Expected).ToList() is { Count: > 0 } others)
                return (CheckOutcome.Warning, "more-addresses", $"{server.Address} answers {asked.Name} with {DnsWords.List(others)} beside what the site says; clients take any.", "remove the record that is wrong, or see that every address serves");
            if (replies.FirstOrDefault(reply => !reply.IsDecisive) is { } half)
                return (CheckOutcome.Warning, half.Status.Word(), $"{server.Address} answers {asked.Name} with {all}, but asked for {half.Type.Word()} it {half.Status.Deed()}; resolvers ask for both and wait.", "let the server, or the device before it, answer A and AAAA alike");
            return replies.FirstOrDefault(reply => reply.Status == DnsStatus.NoSuchName) is { } denied
                ? (CheckOutcome.Warning, "nxdomain-for-one-type", $"{server.Address} answers {asked.Name} with {all}, but asked for {denied.Type.Word()} it says that there is no such name; some resolvers believe that.", "let the server answer with no records, not with NXDOMAIN")
                : (CheckOutcome.Passed, "resolves", $"{asked.Name} is {all}.", null);
        }
    }

    /// <param name="replies">About names that can't exist.</param>
    public static CheckResult OfHijack(DnsServer server, IReadOnlyList<DnsReply> replies)
    {
        var evidence = replies.Select(reply => reply.ToEvidence());
        if (replies.FirstOrDefault(reply => reply.Status == DnsStatus.Answered) is { } lie)
        {
            return server.Result(
                DnsChecks.NxdomainHijack, CheckOutcome.Failed, "dns-hijacked", $"{server.Address} answers a name that does not exist with {DnsWords.List(lie.Addresses)}: it rewrites NXDOMAIN.",
                "switch the rewriting off (search help, captive portal), or use another resolver", evidence);
        }

        return replies.All(reply => reply.IsDecisive)
            ? server.Result(DnsChecks.NxdomainHijack, CheckOutcome.Passed, "nxdomain", $"{server.Address} gives no address to names that do not exist.", null, evidence)
            : server.Result(
                DnsChecks.NxdomainHijack, CheckOutcome.Unknown, Worst(replies).Status.Word(), $"Asked for a name that does not exist, {server.Address} {Worst(replies).Status.Deed()}; no address came, and no denial.",
                null, evidence, isRequired: false);
    }

    /// <param name="domain">One that this machine searches.</param>
    /// <param name="lies">The addresses that the server gives to names that do not exist.</param>
    /// <param name="isNode">This machine stands in a segment, so that its search list is what nodes get.</param>
    public static CheckResult OfSearch(DnsServer server, string domain, DnsReply reply, IReadOnlyCollection<IpAddr> lies, bool isNode)
    {
        if (reply.Status == DnsStatus.Answered && reply.Addresses.All(lies.Contains))
            return Skipped(server, DnsChecks.SearchWildcard, "dns-hijacked", $"{server.Address} answers every name, so that a wildcard below {domain} can't be seen.", domain);
        if (reply.Status == DnsStatus.Answered)
        {
            return server.Result(
                DnsChecks.SearchWildcard, isNode ? CheckOutcome.Failed : CheckOutcome.Warning, "search-wildcard",
                $"This machine searches {domain}, and {server.Address} answers any name below it with {DnsWords.List(reply.Addresses)}: every short name resolves, and in pods (ndots:5) public names too, to that address.",
                $"take {domain} out of the search list that DHCP hands out, or its wildcard record out of DNS", [reply.ToEvidence()], domain);
        }

        return reply.IsDecisive
            ? server.Result(DnsChecks.SearchWildcard, CheckOutcome.Passed, "nxdomain", $"{domain} has no wildcard at {server.Address}.", null, [reply.ToEvidence()], domain)
            : server.Result(DnsChecks.SearchWildcard, CheckOutcome.Unknown, reply.Status.Word(), $"Asked for a random name below {domain}, {server.Address} {reply.Status.Deed()}; every short name will wait for that.", $"take {domain} out of the search list, or let the server answer for it", [reply.ToEvidence()], domain, isRequired: false);
    }

    /// <param name="replies">To the same question several times over; at least one is of a server.</param>
    public static CheckResult OfLatency(DnsServer server, IReadOnlyList<DnsReply> replies)
    {
        var times = replies.Where(reply => reply.IsFromServer).Select(reply => reply.RoundTrip).Order().ToList();
        var (least, median) = (times[0], times[times.Count / 2]);
        var seen = FormattableString.Invariant($"{times.Count} of {replies.Count} answers; least {least.TotalMilliseconds:0.0} ms, median {median.TotalMilliseconds:0.0} ms");
        Evidence[] evidence = [new("dns-latency", seen, replies[0].At)];
        if (times.Count < replies.Count)
            return server.Result(DnsChecks.Latency, CheckOutcome.Warning, "dns-loss", $"{server.Address} did not answer every question: {seen}. Each loss costs a client five seconds.", "look for loss on the way, or for a limit of queries per client", evidence);
        return median > SlowMedian
            ? server.Result(DnsChecks.Latency, CheckOutcome.Warning, "dns-slow", FormattableString.Invariant($"{server.Address} answers slowly: {seen}; the limit is {SlowMedian.TotalMilliseconds} ms."), "use a resolver nearer to the segment, or one that caches", evidence)
            : server.Result(DnsChecks.Latency, CheckOutcome.Passed, "dns-fast", $"{server.Address}: {seen}.", null, evidence);
    }

    /// <summary>What was not asked, because the server's own failure stands in another answer.</summary>
    public static CheckResult Skipped(DnsServer server, CheckInfo check, string reason, string why, string? name) =>
        server.Result(check, CheckOutcome.Skipped, reason, why, null, [], name, isRequired: false);

    /// <summary>The worst reply.</summary>
    public static DnsReply Worst(IReadOnlyList<DnsReply> replies) => replies.MinBy(reply => Array.IndexOf(ByWeight, reply.Status))!;

    private static (CheckOutcome Outcome, string Reason, string Message, string? Hint) OfNoAddress(DnsServer server, DnsNameToAsk asked, DnsReply worst)
    {
        var lost = worst.WasTruncated ? $"the answer for {asked.Name} does not fit into UDP, and over TCP {server.Address} {worst.Status.Deed()}" : $"Asked for {asked.Name}, {server.Address} {worst.Status.Deed()}";
        var message = $"{char.ToUpperInvariant(lost[0])}{lost[1..]}. It is the name of {asked.Party}.";
        if (asked.IsBehindProxy)
            return (CheckOutcome.Warning, worst.Status.Word(), $"{message} The site's proxy may resolve it.", "make sure that nothing needs the name without the proxy");
        return (CheckOutcome.Failed, worst.Status.Word(), message, worst.Status switch
        {
            DnsStatus.NoSuchName or DnsStatus.NoRecord when asked.IsInternal => $"add an address record for {asked.Name}, or let this server forward to the one that has it",
            DnsStatus.NoSuchName or DnsStatus.NoRecord => $"let {server.Address} resolve public names, or take the block of {asked.Name} away",
            DnsStatus.ServerFailure => $"mend the forwarders of {server.Address} for {asked.Name}",
            _ => HintOf(worst.Status, server, worst.Transport == DnsTransport.Tcp ? "TCP" : "UDP"),
        });
    }

    private static string HintOf(DnsStatus status, DnsServer server, string transport) => status switch
    {
        DnsStatus.Refused => $"let {server.Address} serve the clients of {server.Segment}",
        DnsStatus.ServerFailure => $"mend the forwarders or root hints of {server.Address}",
        DnsStatus.Malformed or DnsStatus.OtherCode => $"see what listens on {transport} port 53 of {server.Address}",
        DnsStatus.NoRoute => $"mend the route to {server.Address}, and see that it is up",
        _ => $"open {transport} port 53 from {server.Segment} to {server.Address}, and see that the server is running",
    };
}
