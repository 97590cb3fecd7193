using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;

namespace Fairlead.Probes.Egress;

/// <summary>From what was seen of an endpoint, on all ways and beside the other endpoints, to its answer: pure.</summary>
internal static class EndpointJudgement
{
    public const string NeedsHost = "needs a concrete host";

    /// <summary>The endpoint is reached, or would be, only through the proxy.</summary>
    public const string ProxyRequired = "proxy-required";

    public static CheckResult Of(EndpointSeen seen, EgressContext context)
    {
        var question = seen.Question;
        if (seen.Direct is not { } way)
            return Result(seen, CheckOutcome.Unknown, NeedsHost, $"{question.Published} stands for every name below it, and none is published that could be asked.", "see that the firewall's rule has the wildcard itself") with { IsRequired = false };
        var direct = WayJudgement.Of(question, way, context, seen.At);
        var proxied = seen.Proxied is { } other ? WayJudgement.Of(question, other, context, seen.At) : null;
        var chosen = Choose(seen, direct, proxied);
        var place = proxied is not null && ReferenceEquals(chosen, proxied) ? $"{question.Place}, through the proxy {seen.Proxied!.Proxy}" : question.Place;
        if (chosen.Reason == ProxyRequired)
            return Result(seen, IsForbidden(question) ? CheckOutcome.Failed : CheckOutcome.Warning, chosen.Reason, $"{place}: {chosen.What}.", chosen.Hint);
        var outcome = chosen switch
        {
            { IsPass: true } => CheckOutcome.Passed,
            { IsWarning: true } => CheckOutcome.Warning,
            { Reason: "udp-not-asked" } => CheckOutcome.Unknown,
            _ => CheckOutcome.Failed,
        };
        var need = outcome == CheckOutcome.Passed ? "" : $" Needed for: {question.Endpoint.Purpose.TrimEnd('.')}.";
        return Result(seen, outcome, chosen.Reason, $"{place}: {chosen.What}.{need}", chosen.Hint) with { IsRequired = outcome != CheckOutcome.Unknown };
    }

    /// <summary>The platform can't create clusters behind a proxy.</summary>
    public static bool IsForbidden(EndpointQuestion question) => question.Site.Profile.ProxySupported is { Value: false };

    private static WayCause Choose(EndpointSeen seen, WayCause direct, WayCause? proxied)
    {
        if (proxied is null)
            return direct;
        // Machines with a proxy of their own use it, whether the direct way is open or not.
        if (seen.Proxies.IsOfSite && !IsForbidden(seen.Question))
            return proxied;
        if (!direct.IsShut)
            return direct;
        if (proxied.IsPass)
            return new(ProxyRequired, $"directly, {direct.What}; through the proxy {seen.Proxied!.Proxy} it answers", IsForbidden(seen.Question) ? $"{direct.Hint}: {seen.Question.Site.Profile.Title} can't create clusters behind a proxy" : "give the machines of the site the proxy, in the site file too");
        return proxied.Reason is "proxy-auth" or "proxy-denied" or "tls-inspected" ? proxied : direct;
    }

    private static CheckResult Result(EndpointSeen seen, CheckOutcome outcome, string reason, string message, string? hint) => new()
    {
        Check = EgressChecks.Endpoint,
        Subject = seen.Question.Site.Subject.ToString(),
        Target = seen.Question.Place,
        Outcome = outcome,
        Reason = reason,
        Message = message,
        Hint = hint,
        Evidence = [.. EvidenceOf(seen)],
        Duration = seen.Duration,
        Location = seen.Question.Site.Spec.At,
    };

    private static IEnumerable<Evidence> EvidenceOf(EndpointSeen seen)
    {
        var question = seen.Question;
        var lists = string.Join(", ", question.Endpoint.Sources.Where(source => source.Condition is null).Select(source => source.List.Id).Distinct());
        yield return new("endpoint", $"listed as {question.Published} in {lists}");
        foreach (var way in new[] { seen.Direct, seen.Proxied }.OfType<WaySeen>())
        {
            foreach (var line in WayEvidence.Of(way, seen.At))
                yield return line;
        }
    }
}
