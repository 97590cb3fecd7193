using System.Runtime.CompilerServices;
using Fairlead.Core.Endpoints;
using Fairlead.Probes.Proxies;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Egress;

/// <summary>Asks all endpoints of a run once, whichever families want to know.</summary>
public sealed class EgressSurveys
{
    /// <summary>RFC 6761 section 6.4: no such name exists, anywhere.</summary>
    private const string NoSuchName = "fairlead-asks-for-no-such-name.invalid";

    private readonly ConditionalWeakTable<CheckRequest, Lazy<Task<EgressSeen>>> _surveys = [];

    internal static ProxyEnvironment Environment => ProxyEnvironment.Read(System.Environment.GetEnvironmentVariable);

    /// <summary>All endpoints, the same for every caller with the same request.</summary>
    /// <param name="ct">Of the run: it is that of the first caller that counts.</param>
    internal Task<EgressSeen> SeeAsync(CheckRequest request, ICheckSink sink, CancellationToken ct) =>
        _surveys.GetValue(request, asked => new(() => AskAsync(asked, sink, ct))).Value;

    internal static IReadOnlyList<EndpointQuestion> QuestionsOf(CheckRequest request) =>
        [.. EndpointQuestion.SitesOf(request).SelectMany(site => EndpointQuestion.Of(site, request.Role))];

    /// <summary>Whom the run asks for names.</summary>
    internal static IHostResolver ResolverOf(CheckRequest request)
    {
        var system = new SystemHostResolver(EgressLimits.Name);
        if (request.OnLinkSegment?.Spec.DnsServers.Or([]) is not { Count: > 0 } servers)
            return system;
        return new SegmentHostResolver([.. servers.Select(server => server.Value)], request.OnLinkSegment.ToString(), system, request.Time);
    }

    /// <summary>The same for an announcement: everybody who may be asked.</summary>
    internal static string WhoResolves(CheckRequest request) => ResolverOf(request) is SegmentHostResolver segment ? $"{segment.Servers}, else this machine's resolver" : ResolverOf(request).Servers;

    private static async Task<EgressSeen> AskAsync(CheckRequest request, ICheckSink sink, CancellationToken ct)
    {
        var questions = QuestionsOf(request);
        if (questions.Count == 0)
            return new([], new([], "", null));
        var resolver = ResolverOf(request);
        var probe = new EndpointProbe(resolver, new ChainJudgement(AuthoritiesOf(request.PublicRootsFile, Authorities.Public), AuthoritiesOf(request.OwnAuthorityFile, Authorities.None)), request.Time);
        var plans = questions.Select(question => question.Site).Distinct().ToDictionary(site => site, site => ProxyPlan.Of(site, Environment));
        using var places = new SemaphoreSlim(EgressLimits.AtOnce);
        var done = 0;
        var noName = resolver.ResolveAsync(NoSuchName, ct);
        var seen = await Task.WhenAll(questions.Select(AskOneAsync));
        return new(seen, await noName);

        async Task<EndpointSeen> AskOneAsync(EndpointQuestion question)
        {
            await places.WaitAsync(ct);
            try
            {
                return await SeeAsync(question, plans[question.Site], probe, request.Time, ct);
            }
            finally
            {
                places.Release();
                sink.Progress(FormattableString.Invariant($"egress: {Interlocked.Increment(ref done)} of {questions.Count} endpoints"));
            }
        }
    }

    private static async Task<EndpointSeen> SeeAsync(EndpointQuestion question, ProxyPlan plan, EndpointProbe probe, TimeProvider time, CancellationToken ct)
    {
        var (at, started) = (time.GetUtcNow(), time.GetTimestamp());
        if (question.Host is not { } host)
            return new(question, plan, null, null, at, TimeSpan.Zero);
        var proxy = question.Endpoint.Protocol is EndpointProtocol.Https or EndpointProtocol.Http or EndpointProtocol.Tcp ? plan.For(host, question.Endpoint.Protocol != EndpointProtocol.Http) : null;
        var direct = probe.GoAsync(question, null, ct);
        var proxied = proxy is null ? null : probe.GoAsync(question, proxy, ct);
        return new(question, plan, await direct, proxied is null ? null : await proxied, at, time.GetElapsedTime(started));
    }

    /// <summary>The command has read it before; what vanished since is as if it had been empty, so nothing is trusted by mistake.</summary>
    private static Authorities AuthoritiesOf(string? file, Authorities fallback)
    {
        if (file is null)
            return fallback;
        return Authorities.TryRead(file, out var authorities, out _) ? authorities : Authorities.None;
    }
}
