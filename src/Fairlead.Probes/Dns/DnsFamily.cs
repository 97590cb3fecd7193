using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Dns;

/// <summary>Whether the resolvers of the segments answer, and truthfully.</summary>
public sealed class DnsFamily : ICheckFamily
{
    /// <summary>Of the same question, for the latency.</summary>
    private const int Repetitions = 5;

    /// <summary>Names that can't exist: below a reserved one, and below a public one.</summary>
    private const int ImpossibleNames = 2;

    /// <summary>Requests that one question may take: twice over UDP, once over TCP.</summary>
    private const int MostRequests = 3;

    /// <summary>Reserved so that nobody can have a name there (RFC 6761 section 6.4).</summary>
    private const string Reserved = "invalid";

    /// <summary>IANA's own example, which has no wildcard; resolvers are to treat it as any other (RFC 6761 section 6.5).</summary>
    private const string PublicDomain = "example.com";

    private static readonly TimeSpan AtMost = TimeSpan.FromSeconds(60);

    private readonly Func<IReadOnlyList<string>> _searchDomains;

    public DnsFamily()
        : this(SearchDomains.OfThisMachine)
    {
    }

    internal DnsFamily(Func<IReadOnlyList<string>> searchDomains) => _searchDomains = searchDomains;

    public string Name => "dns";

    public IReadOnlyList<Announcement> Announce(CheckRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var servers = DnsTargets.Servers(request);
        if (servers.Count == 0)
            return [];
        var domains = _searchDomains();
        var questions = servers.Sum(server => Repetitions + 1 + ImpossibleNames + domains.Count + (DnsTargets.Names(server.Segment.Site).Count * 2));
        var names = servers.SelectMany(server => DnsTargets.Names(server.Segment.Site)).Select(name => name.Name).Distinct();
        var what = $"DNS questions about {string.Join(", ", names.Concat([$"random names below {string.Join(", ", [Reserved, PublicDomain, .. domains])}"]))}";
        return [new(what, $"{string.Join(", ", servers.Select(server => server.Address))}, UDP and TCP port 53", questions * MostRequests, AtMost)];
    }

    public async Task RunAsync(CheckRequest request, ICheckSink sink, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        var domains = _searchDomains();
        var interviews = await Task.WhenAll(DnsTargets.Servers(request).Select(server => new DnsInterview(server, domains, request, sink).RunAsync(ct)));
        foreach (var result in Agreements(request, interviews))
            sink.Report(result);
    }

    private static IEnumerable<CheckResult> Agreements(CheckRequest request, IReadOnlyList<DnsTestimony> testimonies) =>
        from segment in request.Segments
        let own = segment.Spec.DnsServers.Or([]).Select(server => testimonies.FirstOrDefault(each => each.Server.Address == server.Value)).OfType<DnsTestimony>().ToList()
        from name in DnsTargets.Names(segment.Site).Where(name => name.IsInternal)
        let result = DnsAgreement.Of(segment, name.Name, [.. own.Where(each => each.ByName.ContainsKey(name.Name)).Select(each => (each.Server, each.ByName[name.Name]))])
        where result is not null
        select result;

    /// <summary>What one server said about each name.</summary>
    private sealed record DnsTestimony(DnsServer Server, IReadOnlyDictionary<string, IReadOnlyList<DnsReply>> ByName);

    /// <summary>All questions to one server.</summary>
    private sealed class DnsInterview(DnsServer server, IReadOnlyList<string> domains, CheckRequest request, ICheckSink sink)
    {
        private readonly DnsQuestion _question = new(server.Address, request.Time);
        private readonly IReadOnlyList<DnsNameToAsk> _names = DnsTargets.Names(server.Segment.Site);

        public async Task<DnsTestimony> RunAsync(CancellationToken ct)
        {
            var started = request.Time.GetTimestamp();
            var overTcp = _question.AskTcpAsync(FirstName, DnsType.A, ct);
            var repeated = await RepeatAsync(ct);
            var udpSpeaks = repeated.Any(reply => reply.IsFromServer);
            var (denials, byName, bySearch) = udpSpeaks ? await AskAllAsync(ct) : ([], new Dictionary<string, IReadOnlyList<DnsReply>>(), new Dictionary<string, DnsReply>());
            DnsReply[] all = [.. repeated, .. denials, .. byName.Values.SelectMany(replies => replies), .. bySearch.Values];
            var udp = DnsJudgement.OfUdp(server, [.. all.Where(reply => reply.Transport == DnsTransport.Udp)]);
            Report(udp);
            Report(DnsJudgement.OfTcp(server, await overTcp, all.Any(reply => reply.WasTruncated)));
            if (udp.Outcome == CheckOutcome.Passed)
                ReportAnswers(repeated, denials, byName, bySearch);
            else
                ReportSkipped(udp);
            return new(server, byName);

            void Report(CheckResult result) => sink.Report(result with { Duration = request.Time.GetElapsedTime(started) });
        }

        /// <summary>One that should resolve, so that the first answer may come from afar and the others from a cache.</summary>
        private string FirstName => _names.Count > 0 ? _names[0].Name : ".";

        private async Task<IReadOnlyList<DnsReply>> RepeatAsync(CancellationToken ct)
        {
            var replies = new List<DnsReply> { await _question.AskAsync(FirstName, DnsType.A, ct) };
            while (replies[0].IsFromServer && replies.Count < Repetitions)
                replies.Add(await new DnsQuestion(server.Address, request.Time) { Tries = 1 }.AskAsync(FirstName, DnsType.A, ct));
            return replies;
        }

        private async Task<(IReadOnlyList<DnsReply> Denials, Dictionary<string, IReadOnlyList<DnsReply>> ByName, Dictionary<string, DnsReply> BySearch)> AskAllAsync(CancellationToken ct)
        {
            var denials = Task.WhenAll(new[] { Reserved, PublicDomain }.Select(domain => _question.AskAsync($"{DnsTargets.RandomLabel()}.{domain}", DnsType.A, ct)));
            var searched = Task.WhenAll(domains.Select(async domain => (domain, Reply: await _question.AskAsync($"{DnsTargets.RandomLabel()}.{domain}", DnsType.A, ct))));
            var named = Task.WhenAll(_names.Select(async name =>
                (name.Name, Replies: (IReadOnlyList<DnsReply>)await Task.WhenAll(_question.AskAsync(name.Name, DnsType.A, ct), _question.AskAsync(name.Name, DnsType.Aaaa, ct)))));
            return (await denials, (await named).ToDictionary(each => each.Name, each => each.Replies), (await searched).ToDictionary(each => each.domain, each => each.Reply));
        }

        private void ReportAnswers(
            IReadOnlyList<DnsReply> repeated, IReadOnlyList<DnsReply> denials, Dictionary<string, IReadOnlyList<DnsReply>> byName, Dictionary<string, DnsReply> bySearch)
        {
            IpAddr[] lies = [.. denials.SelectMany(reply => reply.Addresses)];
            foreach (var name in _names)
                sink.Report(WithDuration(DnsJudgement.OfName(server, name, byName[name.Name], lies), byName[name.Name]));
            sink.Report(WithDuration(DnsJudgement.OfHijack(server, denials), denials));
            foreach (var domain in domains)
                sink.Report(WithDuration(DnsJudgement.OfSearch(server, domain, bySearch[domain], lies, request.OnLinkSegment is not null), [bySearch[domain]]));
            if (domains.Count == 0)
                sink.Report(DnsJudgement.Skipped(server, DnsChecks.SearchWildcard, "no-search-domain", "This machine searches no domain, so that short names resolve to nothing.", null));
            sink.Report(WithDuration(DnsJudgement.OfLatency(server, repeated), repeated));
        }

        private void ReportSkipped(CheckResult udp)
        {
            var why = $"Not asked to the end: {udp.Message}";
            foreach (var name in _names)
                sink.Report(DnsJudgement.Skipped(server, name.IsInternal ? DnsChecks.InternalName : DnsChecks.ExternalName, udp.Reason, why, name.Name));
            foreach (var check in new[] { DnsChecks.NxdomainHijack, DnsChecks.SearchWildcard, DnsChecks.Latency })
                sink.Report(DnsJudgement.Skipped(server, check, udp.Reason, why, null));
        }

        private static CheckResult WithDuration(CheckResult result, IReadOnlyList<DnsReply> replies) => result with { Duration = replies.Max(reply => reply.RoundTrip) };
    }
}
