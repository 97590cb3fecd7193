using System.Net.Sockets;
using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Dns;
using Fairlead.Probes.Egress;
using Fairlead.Probes.Paths;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Proxies;

/// <summary>Whether a proxy stands, openly or hidden, between here and the endpoints. What is found is shown, never followed.</summary>
/// <param name="surveys">The endpoints, asked once for this family and for <c>egress</c>.</param>
/// <param name="offers">What DHCP says, asked once for this family and for <c>dhcp</c>.</param>
public sealed class ProxyFamily(EgressSurveys surveys, IProxyOffers offers) : ICheckFamily
{
    private const int HttpPort = 80;

    /// <summary>RFC 5737: for documentation, so nobody has it and no router carries it far.</summary>
    private static readonly IpAddr Nobody = IpAddr.Parse("192.0.2.1");

    public string Name => "proxy";

    public IReadOnlyList<Announcement> Announce(CheckRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var domains = SearchDomains.OfThisMachine();
        return
        [
            .. domains.Count == 0 ? Array.Empty<Announcement>() : [new("DNS questions for wpad in the search domains", EgressSurveys.WhoResolves(request), domains.Count * 2, EgressLimits.Name)],
            new("one HTTP request to an address that nobody has", $"{Nobody} port 80", 1, EgressLimits.Connect + EgressLimits.Reply),
            .. offers.Announce(request),
            .. EgressFamily.AnnounceSurvey(request),
        ];
    }

    public async Task RunAsync(CheckRequest request, ICheckSink sink, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        await Task.WhenAll(AskEnvironmentAsync(), AskDnsAsync(), AskDhcpAsync(), AskWaysAsync());

        Task AskEnvironmentAsync() => ReportAsync(() => Task.FromResult(EgressSurveys.Environment), ProxyJudgement.OfEnvironment);

        async Task AskDnsAsync()
        {
            var domains = SearchDomains.OfThisMachine();
            await ReportAsync(() => FindWpadAsync(request, domains, ct), (site, found) => ProxyJudgement.OfWpadDns(site, domains, found));
        }

        Task AskDhcpAsync() => ReportAsync(() => offers.SeeAsync(request, ct), ProxyJudgement.OfWpadDhcp);

        async Task AskWaysAsync()
        {
            var survey = surveys.SeeAsync(request, sink, ct);
            await ReportAsync(
                async () => (Port80: await AskNobodyAsync(request.Time, ct), Seen: await survey),
                (site, all) => ProxyJudgement.OfTransparent(site, OfSite(all.Seen, site), all.Port80.Dial, all.Port80.Response));
            await ReportAsync(
                async () => (Seen: await survey, Context: EgressContext.Of(await survey)),
                (site, all) => ProxyJudgement.OfNeed(site, [.. OfSite(all.Seen, site).Endpoints.Select(endpoint => EndpointJudgement.Of(endpoint, all.Context))]));
        }

        async Task ReportAsync<T>(Func<Task<T>> ask, Func<Core.Sites.Site, T, CheckResult> judge)
        {
            var started = request.Time.GetTimestamp();
            var seen = await ask();
            foreach (var site in EndpointQuestion.SitesOf(request))
                sink.Report(judge(site, seen) with { Duration = request.Time.GetElapsedTime(started) });
        }
    }

    private static EgressSeen OfSite(EgressSeen seen, Core.Sites.Site site) => seen with { Endpoints = [.. seen.Endpoints.Where(endpoint => endpoint.Question.Site == site)] };

    private static async Task<IReadOnlyList<(string Name, NameSeen Seen)>> FindWpadAsync(CheckRequest request, IReadOnlyList<string> domains, CancellationToken ct)
    {
        var resolver = EgressSurveys.ResolverOf(request);
        var seen = await Task.WhenAll(domains.Select(async domain => (Name: $"wpad.{domain}", Seen: await resolver.ResolveAsync($"wpad.{domain}", ct))));
        return [.. seen.Where(each => each.Seen.Addresses.Count > 0)];
    }

    private static async Task<(DialSeen Dial, HttpSeen? Response)> AskNobodyAsync(TimeProvider time, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        var (reply, connection) = await TcpQuestion.OpenAsync(Nobody, HttpPort, EgressLimits.Connect, ct);
        var dial = new DialSeen(Nobody, reply, time.GetElapsedTime(started));
        if (connection is null)
            return (dial, null);
        await using var stream = new NetworkStream(connection, ownsSocket: true);
        return (dial, await HttpExchange.AskAsync(stream, "GET", "/", Nobody.ToString(), "Connection: close\r\n", time, EgressLimits.Reply, ct));
    }
}
