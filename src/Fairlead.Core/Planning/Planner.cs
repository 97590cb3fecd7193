using Fairlead.Core.Capacity;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
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
        var estate = EstateReader.Read(documents);
        AddressChooser.Choose(estate, options.Held);
        var claims = ClaimCollector.Collect(estate);
        var capacity = CapacityPlanner.Measure(estate);
        var context = new RuleContext(estate, options.AsOf, options.HeldControlPlaneIps);
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
        var judged = OverrideRules.Apply(context, options.HonourOverrides);
        return new Plan
        {
            Estate = estate,
            Claims = claims,
            Capacity = capacity,
            Diagnostics = Sorted(judged),
            Sources = documents.Select(document => document.File).DistinctBy(file => file.Name).ToDictionary(file => file.Name),
        };
    }

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
