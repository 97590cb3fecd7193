using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Sites;

namespace Fairlead.Probes.Dns;

/// <summary>Whether the servers of one segment say the same about a name: resolvers take any, and never ask a second one after "no such name".</summary>
internal static class DnsAgreement
{
    /// <param name="byServer">What each server of the segment that answers said to A and AAAA, in the order of the site file.</param>
    /// <returns>Null when fewer than two servers know an answer.</returns>
    public static CheckResult? Of(Segment segment, string name, IReadOnlyList<(DnsServer Server, IReadOnlyList<DnsReply> Replies)> byServer)
    {
        var decisive = byServer.Where(each => each.Replies.Any(reply => reply.IsDecisive)).ToList();
        if (decisive.Count < 2)
            return null;
        var said = decisive.Select(each => (each.Server, Text: Said(each.Replies))).ToList();
        var agree = said.Select(each => each.Text).Distinct().Count() == 1;
        var list = string.Join("; ", said.Select(each => $"{each.Server.Address}: {each.Text}"));
        return new CheckResult
        {
            Check = DnsChecks.Agreement,
            Subject = segment.Subject.Field("dnsServers").ToString(),
            Target = name,
            Outcome = agree ? CheckOutcome.Passed : CheckOutcome.Failed,
            Reason = agree ? "same-answer" : "dns-split",
            Message = agree ? $"The DNS servers of {segment} agree on {name}." : $"The DNS servers of {segment} disagree on {name} ({list}); which one a node asks is chance.",
            Hint = agree ? null : "let both servers hold or forward the same zone",
            Evidence = [.. decisive.SelectMany(each => each.Replies).Select(Testimony)],
            Location = segment.Spec.DnsServers.At,
        };
    }

    private static Evidence Testimony(DnsReply reply)
    {
        var seen = reply.ToEvidence();
        return seen with { Text = $"{reply.Server}: {seen.Text}" };
    }

    private static string Said(IReadOnlyList<DnsReply> replies)
    {
        var addresses = replies.SelectMany(reply => reply.Addresses).Distinct().Order().ToList();
        return addresses.Count > 0 ? string.Join(", ", addresses) : replies.First(reply => reply.IsDecisive).Status.Word();
    }
}
