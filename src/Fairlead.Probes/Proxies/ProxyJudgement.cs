using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Sites;
using Fairlead.Probes.Egress;
using Fairlead.Probes.Paths;

namespace Fairlead.Probes.Proxies;

/// <summary>From what was seen of proxies to what it means for a site: pure.</summary>
internal static class ProxyJudgement
{
    /// <summary>So many endpoints with one foreign root are no slip of one server.</summary>
    private const int Several = 2;

    public static CheckResult OfEnvironment(Site site, ProxyEnvironment environment)
    {
        var evidence = EvidenceOf(environment);
        if (environment.Variables.Count == 0)
            return Result(ProxyChecks.Environment, site, CheckOutcome.Passed, "not-set", "The environment names no proxy.", null, evidence);
        if (environment.Variables.FirstOrDefault(variable => variable.Address is null) is { } unreadable)
            return Result(ProxyChecks.Environment, site, CheckOutcome.Warning, "unreadable", $"The environment's {unreadable.Name} names no proxy that can be read.", "write it as http://host:port", evidence);
        if (environment.Disagreeing.ToList() is { Count: > 0 } names)
            return Result(ProxyChecks.Environment, site, CheckOutcome.Warning, "disagreeing", $"The environment has two different values for {string.Join(" and ", names)}, one in lower case: programs differ in which they read.", "set both to the same", evidence);
        var ofSite = ProxyPlan.Of(site, environment) is { IsOfSite: true } plan ? plan : null;
        if (ofSite is not null && Same(ofSite.Http, environment.Http) && Same(ofSite.Https, environment.Https))
            return Result(ProxyChecks.Environment, site, CheckOutcome.Passed, "as-in-site", "The environment names the proxy that the site file names.", null, evidence);
        var hint = ofSite is null ? "remove it, or write it into the site file" : "use one proxy in both";
        return Result(ProxyChecks.Environment, site, CheckOutcome.Warning, "not-in-site", $"The environment names a proxy that the site file does not have.{Forbidden(site)}", hint, evidence);
    }

    /// <param name="found">Names that exist, with their addresses.</param>
    public static CheckResult OfWpadDns(Site site, IReadOnlyList<string> domains, IReadOnlyList<(string Name, NameSeen Seen)> found)
    {
        if (domains.Count == 0)
            return Result(ProxyChecks.WpadDns, site, CheckOutcome.Skipped, "no-search-domain", "This machine has no search domain, so no client here looks for a proxy by name.", null, []) with { IsRequired = false };
        if (found.Count == 0)
            return Result(ProxyChecks.WpadDns, site, CheckOutcome.Passed, "not-found", $"There is no name wpad in {string.Join(", ", domains)}.", null, []);
        return Result(
            ProxyChecks.WpadDns, site, CheckOutcome.Warning, "wpad-found",
            $"{string.Join(", ", found.Select(each => each.Name))} exists: clients that look for a proxy by themselves find one.{Forbidden(site)}",
            "remove the name, or see that nothing in the segment follows it",
            [.. found.Select(each => new Evidence("dns", $"{each.Name}: {string.Join(", ", each.Seen.Addresses)} from {each.Seen.Server}"))]);
    }

    /// <param name="offers">Null when nobody could be asked.</param>
    public static CheckResult OfWpadDhcp(Site site, IReadOnlyList<ProxyOffer>? offers)
    {
        if (offers is null)
            return Result(ProxyChecks.WpadDhcp, site, CheckOutcome.Skipped, "dhcp-not-asked", "No DHCP server was asked from here, so what they say of a proxy was not seen.", "run it with CAP_NET_RAW on a machine that stands in the segment", []) with { IsRequired = false };
        if (offers.Count == 0)
            return Result(ProxyChecks.WpadDhcp, site, CheckOutcome.Passed, "not-offered", "No DHCP offer names a proxy (option 252).", null, []);
        return Result(
            ProxyChecks.WpadDhcp, site, CheckOutcome.Warning, "wpad-offered",
            $"DHCP offers name a proxy's configuration: {string.Join(", ", offers.Select(offer => PlainText.Of(offer.Place)).Distinct())}. It was not fetched.{Forbidden(site)}",
            "take option 252 out of the segment's scope",
            [.. offers.Select(offer => new Evidence("dhcp-offer", $"option 252 from {offer.Server}: {PlainText.Of(offer.Place)}"))]);
    }

    /// <param name="port80">What port 80 of an address that nobody has answered.</param>
    /// <param name="response">What came for a request there; null when nothing was connected.</param>
    public static CheckResult OfTransparent(Site site, EgressSeen seen, DialSeen port80, HttpSeen? response)
    {
        var evidence = new List<Evidence> { new("tcp", $"{port80.Address} port 80, an address that nobody has: {port80.Reply.Reason}") };
        var signs = new List<string>();
        if (port80.Reply.Answer == TcpAnswer.Connected)
        {
            signs.Add($"port 80 answers for {port80.Address}, which nobody has");
            evidence.AddRange(response?.Head is { } head ? [new("http", $"status {head.Status.ToString(System.Globalization.CultureInfo.InvariantCulture)}{Named(head, "Server")}{Named(head, "Via")}{Named(head, "X-Squid-Error")}")] : [new("http", response?.Fault ?? "no answer")]);
        }

        var inspected = seen.Endpoints.Where(endpoint => endpoint.Direct?.Chain?.Trust == ChainTrust.Foreign).GroupBy(endpoint => endpoint.Direct!.Chain!.Root).Where(same => same.Count() >= Several);
        foreach (var root in inspected)
        {
            signs.Add(FormattableString.Invariant($"{root.Count()} endpoints show certificates of the foreign root {root.Key}"));
            evidence.Add(new("tls-root", $"{root.Key}: {string.Join(", ", root.Select(endpoint => endpoint.Question.Place))}"));
        }

        foreach (var endpoint in seen.Endpoints.Where(endpoint => !endpoint.Question.IsTls && endpoint.Direct?.Http?.Head is not null))
        {
            var http = endpoint.Direct!.Http!;
            if (BlockSigns.Of(http.Head!, http.Body, endpoint.Question.Host!, endpoint.Question.IsForFile) is not { } sign)
                continue;
            signs.Add($"something answers in the place of {endpoint.Question.Place}");
            evidence.Add(new("http", $"{endpoint.Question.Place}: {sign}"));
        }

        if (signs.Count == 0)
            return Result(ProxyChecks.Transparent, site, CheckOutcome.Passed, "none-seen", "Nothing was seen to answer in the place of servers.", null, evidence);
        return Result(
            ProxyChecks.Transparent, site, IsForbidden(site) ? CheckOutcome.Failed : CheckOutcome.Warning, "transparent-proxy",
            $"A proxy that nobody configured stands in the way: {string.Join("; ", signs)}.{Forbidden(site)}",
            "let this segment out around it", evidence);
    }

    /// <param name="results">Of the site's endpoints.</param>
    public static CheckResult OfNeed(Site site, IReadOnlyList<CheckResult> results)
    {
        if (results.Count == 0)
            return Result(ProxyChecks.Needed, site, CheckOutcome.Skipped, "no-endpoints", "No endpoint was asked for this site, so whether a proxy is needed was not seen.", null, []) with { IsRequired = false };
        var behind = results.Where(result => result.Reason == EndpointJudgement.ProxyRequired).ToList();
        var direct = results.Count(result => result.Outcome == CheckOutcome.Passed);
        if (behind.Count > 0)
            return Result(
                ProxyChecks.Needed, site, IsForbidden(site) ? CheckOutcome.Failed : CheckOutcome.Warning, EndpointJudgement.ProxyRequired,
                FormattableString.Invariant($"{behind.Count} of {results.Count} endpoints are reached through a proxy alone.{Forbidden(site)}"),
                IsForbidden(site) ? "let the nodes out directly through the firewall" : "give the machines of the site the proxy, in the site file too",
                [.. behind.Select(result => new Evidence("endpoint", $"{result.Target}: {result.Reason}"))]);
        return direct > 0
            ? Result(ProxyChecks.Needed, site, CheckOutcome.Passed, "not-needed", FormattableString.Invariant($"No endpoint needs a proxy; {direct} of {results.Count} are reached."), null, [])
            : Result(ProxyChecks.Needed, site, CheckOutcome.Unknown, "nothing-reached", "No endpoint was reached on any way, so whether a proxy is needed was not seen.", "see what egress.endpoint says", []);
    }

    private static List<Evidence> EvidenceOf(ProxyEnvironment environment)
    {
        var evidence = environment.Variables.Select(variable => new Evidence("environment", $"{variable.Name}={variable.Address?.ToString() ?? "(not readable)"}{(variable.Address is { HasCredentials: true } ? ", with a user that is not shown" : "")}")).ToList();
        if (environment.HasNoProxy)
            evidence.Add(new("environment", $"NO_PROXY={PlainText.Of(environment.NoProxy.ToString())}"));
        return evidence;
    }

    private static bool Same(ProxyAddress? one, ProxyAddress? other) => one?.ToString() == other?.ToString();

    private static bool IsForbidden(Site site) => site.Profile.ProxySupported is { Value: false };

    private static string Forbidden(Site site) => IsForbidden(site) ? $" {site.Profile.Title} can't create clusters behind a proxy." : "";

    private static string Named(HttpHead head, string name) => head.Field(name) is { } value ? $"; {name}: {PlainText.Of(value)}" : "";

    private static CheckResult Result(CheckInfo check, Site site, CheckOutcome outcome, string reason, string message, string? hint, IReadOnlyList<Evidence> evidence) => new()
    {
        Check = check,
        Subject = site.Subject.ToString(),
        Outcome = outcome,
        Reason = reason,
        Message = message,
        Hint = hint,
        Evidence = evidence,
        Location = site.Spec.Proxy.IsWritten ? site.Spec.Proxy.At : site.Spec.At,
    };
}
