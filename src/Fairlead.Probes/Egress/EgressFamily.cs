using System.Globalization;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Sites;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Egress;

/// <summary>Whether each endpoint that machines like this one need can be reached from here, and what stands in the way.</summary>
public sealed class EgressFamily(EgressSurveys surveys) : ICheckFamily
{
    public string Name => "egress";

    public IReadOnlyList<Announcement> Announce(CheckRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return AnnounceSurvey(request);
    }

    public async Task RunAsync(CheckRequest request, ICheckSink sink, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(sink);
        foreach (var site in EndpointQuestion.SitesOf(request))
        {
            if (WhyNotAsked(site, request.Role) is var (reason, message))
                sink.Report(Skipped(site, reason, message));
        }

        var seen = await surveys.SeeAsync(request, sink, ct);
        var context = EgressContext.Of(seen);
        foreach (var endpoint in seen.Endpoints)
            sink.Report(EndpointJudgement.Of(endpoint, context));
    }

    internal static IReadOnlyList<Announcement> AnnounceSurvey(CheckRequest request)
    {
        var hosts = EgressSurveys.QuestionsOf(request).Where(question => question.Host is not null).ToList();
        if (hosts.Count == 0)
            return [];
        var rounds = (hosts.Count + EgressLimits.AtOnce - 1) / EgressLimits.AtOnce;
        var who = PortCatalog.Default.Machine(request.Role).Name;
        return
        [
            new("DNS questions about the endpoints that " + who + " need", EgressSurveys.WhoResolves(request), 2L * (hosts.Count + 1), EgressLimits.Name * rounds),
            new("TLS connections with one small request each", string.Create(CultureInfo.InvariantCulture, $"{hosts.Count} endpoints, {hosts[0].Place} first"), (long)hosts.Count * EgressLimits.MostConnections, EgressLimits.Way * rounds),
        ];
    }

    private static (string Reason, string Message)? WhyNotAsked(Site site, string role)
    {
        if (!EndpointQuestion.HasList(site))
            return ("no-endpoint-list", $"Fairlead has no list of endpoints for the profile {site.Profile.Name}, so none was asked.");
        return EndpointQuestion.IsSource(role)
            ? null
            : ("not-a-source", $"The published lists ask nothing of machines of the kind {role}; --role chooses another kind.");
    }

    private static CheckResult Skipped(Site site, string reason, string message) => new()
    {
        Check = EgressChecks.Endpoint,
        Subject = site.Subject.ToString(),
        Outcome = CheckOutcome.Skipped,
        Reason = reason,
        Message = message,
        IsRequired = false,
        Location = site.Spec.At,
    };
}
