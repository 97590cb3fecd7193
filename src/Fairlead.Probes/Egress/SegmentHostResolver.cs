using Fairlead.Core.Addressing;
using Fairlead.Probes.Dns;

namespace Fairlead.Probes.Egress;

/// <summary>Asks a segment's own DNS servers, in the site's order, as its nodes will; only when none of them answers at all, this machine's resolver.</summary>
/// <param name="place">Whose servers they are: <c>madrid/k8s-prod</c>.</param>
internal sealed class SegmentHostResolver(IReadOnlyList<IpAddr> servers, string place, IHostResolver fallback, TimeProvider time) : IHostResolver
{
    public string Servers => $"{string.Join(", ", servers)} ({place})";

    public async Task<NameSeen> ResolveAsync(string host, CancellationToken ct)
    {
        NameSeen? faulty = null;
        foreach (var server in servers)
        {
            var question = new DnsQuestion(server, time);
            var replies = await Task.WhenAll(question.AskAsync(host, DnsType.A, ct), question.AskAsync(host, DnsType.Aaaa, ct));
            var addresses = replies.SelectMany(reply => reply.Addresses).Distinct().ToList();
            var who = $"{server} ({place})";
            if (addresses.Count > 0)
                return new(addresses, who, null);
            if (replies.Any(reply => reply.IsDecisive))
                return new([], who, replies.Any(reply => reply.Status == DnsStatus.NoSuchName) ? "there is no such name" : "the name has no address");
            if (replies.Any(reply => reply.IsFromServer))
                faulty ??= new([], who, "the server failed");
        }

        if (faulty is not null)
            return faulty;
        var seen = await fallback.ResolveAsync(host, ct);
        return seen with { Server = $"{seen.Server}, since {Servers} did not answer" };
    }
}
