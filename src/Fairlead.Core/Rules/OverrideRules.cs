using System.Globalization;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Rules;

/// <summary>FL0008 and what overrides do: an accepted finding stays visible and no longer counts.</summary>
internal static class OverrideRules
{
    /// <summary>What belongs to the network team; a Cluster document can't accept it.</summary>
    private static readonly RuleInfo[] NetworkTeams =
    [
        RuleCatalog.ControlPlaneIpInDhcpScope, RuleCatalog.ControlPlaneIpTaken, RuleCatalog.ScopeCoversFixedAddress,
        RuleCatalog.LoadBalancerInDhcpScope, RuleCatalog.LoadBalancerOverlap,
    ];

    public static IEnumerable<Diagnostic> Apply(RuleContext context, bool honourOverrides)
    {
        var overrides = context.Estate.Sites.SelectMany(Collect).Where(entry => IsUsable(entry, context)).ToList();
        if (!honourOverrides || overrides.Count == 0)
            return context.Findings;
        var byPath = overrides.ToLookup(entry => (entry.Site.Name, entry.RuleId, entry.Spec.AppliesTo.Value));
        var judged = context.Findings.ConvertAll(finding => Accepted(finding, byPath, context));
        foreach (var entry in overrides)
            ReportIfUseless(entry, context, judged);
        return judged;
    }

    private static IEnumerable<Entry> Collect(Site site)
    {
        foreach (var spec in site.Spec.Overrides.Or([]))
            yield return new Entry(site, spec, Cluster: null);
        foreach (var cluster in site.Clusters)
        {
            foreach (var spec in cluster.Spec.Overrides.Or([]))
                yield return new Entry(site, spec, cluster);
        }
    }

    /// <summary>Reports what makes an override unusable.</summary>
    private static bool IsUsable(Entry entry, RuleContext context)
    {
        var spec = entry.Spec;
        if (!spec.Rule.IsSound || !spec.AppliesTo.IsSound || !spec.Reason.IsSound || !spec.Expires.IsSound)
            return false;
        var (fault, hint) = FaultOf(entry);
        if (fault is not null)
            Report(context.Findings, entry, Severity.Error, fault, hint);
        return fault is null;
    }

    private static (string? Fault, string Hint) FaultOf(Entry entry)
    {
        var spec = entry.Spec;
        if (!spec.Rule.TryGet(out var id))
            return ("The override names no rule.", "add 'rule: FL…'");
        if (RuleCatalog.Find(id) is not { } rule)
            return ($"The override names the rule '{Excerpt.Of(id)}', which does not exist.", Nearest.Of(id, RuleCatalog.All.Select(known => known.Id)) is { } nearest ? $"did you mean {nearest}?" : "see 'fairlead explain'");
        if (rule.IsInputRule)
            return ($"{rule.Id} is about unusable input and can't be accepted.", "mend the input");
        if (!spec.Reason.HasValue)
            return ("The override gives no reason.", "add 'reason: …' so that the next reader knows why");
        if (!spec.AppliesTo.HasValue)
            return ("The override names no subject.", "add 'subject: …', the path that the finding shows or one above it");
        if (entry.Cluster is not null && NetworkTeams.Contains(rule))
            return ($"{rule.Id} is the network team's to accept; a Cluster document can't.", "ask for the override in the Site document");
        return (null, "");
    }

    private static Diagnostic Accepted(Diagnostic finding, ILookup<(string Site, string Rule, string Path), Entry> overrides, RuleContext context)
    {
        if (finding.Rule.IsInputRule || finding.Site is null)
            return finding;
        Entry? accepting = null;
        for (var above = finding.Subject; above is not null; above = above.Parent)
        {
            foreach (var entry in overrides[(finding.Site, finding.Rule.Id, above.ToString())].Where(entry => entry.Reaches(finding)))
            {
                entry.HasMatched = true;
                if (!entry.IsExpired(context.AsOf) && (accepting is null || entry.Spec.Subject < accepting.Spec.Subject))
                    accepting = entry;
            }
        }

        return accepting is null ? finding : finding with { AcceptedBecause = accepting.Spec.Reason.Value };
    }

    private static void ReportIfUseless(Entry entry, RuleContext context, List<Diagnostic> findings)
    {
        if (entry.IsExpired(context.AsOf))
            Report(findings, entry, Severity.Warning, string.Create(CultureInfo.InvariantCulture, $"The override of {entry.RuleId} expired on {entry.Spec.Expires.Value:yyyy-MM-dd}; the finding counts again."), "mend the finding, or renew the date with a fresh reason");
        else if (!entry.HasMatched && (context.HasObservations || !RuleCatalog.Find(entry.RuleId)!.NeedsObservation))
            Report(findings, entry, Severity.Warning, $"The override of {entry.RuleId} at {Excerpt.Of(entry.Spec.AppliesTo.Value)} matches no finding.", "remove it, or correct the subject");
    }

    private static void Report(List<Diagnostic> findings, Entry entry, Severity severity, string message, string hint) => findings.Add(new Diagnostic
    {
        Rule = RuleCatalog.BadOverride,
        Severity = severity,
        Site = entry.Site.Name,
        Subject = entry.Spec.Subject,
        Location = entry.Spec.At,
        Message = message,
        Hint = hint,
    });

    /// <param name="Cluster">Whose document it stands in; null for the Site document's.</param>
    private sealed record Entry(Site Site, OverrideSpec Spec, Cluster? Cluster)
    {
        public string RuleId => RuleCatalog.Find(Spec.Rule.Value)!.Id;

        public bool HasMatched { get; set; }

        /// <summary>Valid through its date.</summary>
        public bool IsExpired(DateOnly asOf) => Spec.Expires.TryGet(out var last) && asOf > last;

        /// <summary>Overrides of a Cluster document reach only that cluster's own findings.</summary>
        public bool Reaches(Diagnostic finding) => Cluster is null || finding.Subject.IsAtOrBelow(Cluster.Subject.ToString());
    }
}
