using Fairlead.Core.Capacity;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Joins;
using Fairlead.Core.Rules;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Planning;

/// <summary>Documents in, plan out: a pure function that the command line, the server and the guard all call.</summary>
public static class Planner
{
    public static Plan Make(IReadOnlyList<SourceDocument> documents, PlanOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var hasObservations = !options.Observed.IsEmpty;
        var written = Judge(documents, options, ObservedWorld.Empty, hasObservations);
        return hasObservations ? Joined(written, Judge(documents, options, options.Observed, hasObservations)) : written;
    }

    /// <param name="observed">Where DHCP servers were read, their scopes are judged in the place of those written.</param>
    private static Plan Judge(IReadOnlyList<SourceDocument> documents, PlanOptions options, ObservedWorld observed, bool hasObservations)
    {
        var estate = EstateReader.Read(documents);
        // Before addresses are chosen: what is chosen keeps off the real scopes.
        var served = ServedScopes.Apply(estate, observed);
        AddressChooser.Choose(estate, options.Held);
        var claims = ClaimCollector.Collect(estate);
        var capacity = CapacityPlanner.Measure(estate);
        var context = new RuleContext(estate, options.AsOf, options.HeldControlPlaneIps) { HasObservations = hasObservations };
        context.Findings.AddRange(estate.InputFindings);
        PairRules.Check(context, [.. HeldClaims.Of(options.Held, estate, claims), .. claims]);
        SegmentRules.Check(context);
        ControlPlaneRules.Check(context);
        DhcpRules.Check(context, capacity);
        LoadBalancerRules.Check(context);
        OverlayRules.Check(context, claims);
        EgressRules.Check(context);
        SupportMatrixRules.Check(context);
        BridgeRules.Check(context);
        ObservationRules.Check(context, observed, served, claims);
        var judged = OverrideRules.Apply(context, options.HonourOverrides);
        return new Plan
        {
            Estate = estate,
            Claims = claims,
            Capacity = capacity,
            Diagnostics = Sorted(judged),
            Sources = documents.Select(document => document.File).DistinctBy(file => file.Name).ToDictionary(file => file.Name),
            Observed = observed,
            Served = served,
        };
    }

    /// <summary>
    /// What the real scopes break beside what the written ones do. Whether the addresses of a segment suffice is judged by the real scope alone;
    /// and an override that accepts a finding of only one of the two is of use.
    /// </summary>
    private static Plan Joined(Plan written, Plan real)
    {
        var served = real.Served.Select(each => each.Segment.Subject.ToString()).ToList();
        var findings = new List<Diagnostic>(real.Diagnostics.Where(finding => finding.Rule != RuleCatalog.BadOverride));
        var known = findings.Select(KeyOf).ToHashSet();
        findings.AddRange(written.Diagnostics.Where(finding => finding.Rule != RuleCatalog.BadOverride && known.Add(KeyOf(finding)) && !IsAboutScope(finding)));
        var useless = real.Diagnostics.Where(finding => finding.Rule == RuleCatalog.BadOverride).Select(KeyOf).ToHashSet();
        findings.AddRange(written.Diagnostics.Where(finding => finding.Rule == RuleCatalog.BadOverride && useless.Contains(KeyOf(finding))));
        return real with { Diagnostics = Sorted(findings) };

        bool IsAboutScope(Diagnostic finding) => finding.Rule.Id.StartsWith("FL3", StringComparison.Ordinal) && served.Exists(finding.Subject.IsAtOrBelow);
    }

    private static (string, string, string?, bool) KeyOf(Diagnostic finding) => (finding.Rule.Id, finding.Subject.ToString(), finding.Overlap?.ToString(), finding.IsOverridden);

    private static List<Diagnostic> Sorted(IEnumerable<Diagnostic> findings) =>
    [
        .. findings
            .OrderBy(finding => finding.Subject)
            .ThenBy(finding => finding.Rule.Id, StringComparer.Ordinal)
            .ThenBy(finding => finding.Related.Count > 0 ? finding.Related[0].Subject : null)
            .ThenBy(finding => finding.Location.Line)
            .ThenBy(finding => finding.Location.Column),
    ];
}
