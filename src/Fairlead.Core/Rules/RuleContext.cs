using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Rules;

/// <summary>What rules may look at, and where their findings go. They know no clock, no file and no network.</summary>
/// <param name="asOf">The day (UTC) that rules take for today.</param>
/// <param name="held">Control plane IPs that the ledger holds, by a cluster's subject.</param>
internal sealed class RuleContext(Estate estate, DateOnly asOf, IReadOnlyDictionary<string, IpSet> held)
{
    public Estate Estate { get; } = estate;

    public DateOnly AsOf { get; } = asOf;

    public IReadOnlyDictionary<string, IpSet> Held { get; } = held;

    /// <summary>Whether outside systems were read, so that rules which hold files against them can speak.</summary>
    public bool HasObservations { get; init; }

    public List<Diagnostic> Findings { get; } = [];

    /// <summary>Reports under the severity that the site's profile gives the rule; silent where it gives none.</summary>
    public void Report(RuleInfo rule, Site site, Subject subject, SourceLocation at, string message, string hint, Severity? severity = null)
    {
        if (rule.Severities.Under(site.Profile.Name) is not { } usual)
            return;
        Findings.Add(new Diagnostic
        {
            Rule = rule,
            Severity = severity ?? usual,
            Site = site.Name,
            Subject = subject,
            Location = at,
            Message = message,
            Hint = hint,
        });
    }

    public void Report<T>(RuleInfo rule, Site site, Located<T> thing, string message, string hint, Severity? severity = null) =>
        Report(rule, site, thing.Subject, thing.At, message, hint, severity);

    public void Report<T>(RuleInfo rule, Site site, Field<T> field, string message, string hint, Severity? severity = null) =>
        Report(rule, site, field.Subject!, field.At, message, hint, severity);

    public void Report(RuleInfo rule, Site site, SpecObject thing, string message, string hint, Severity? severity = null) =>
        Report(rule, site, thing.Subject, thing.At, message, hint, severity);

    public void Report(RuleInfo rule, Segment segment, string message, string hint) =>
        Report(rule, segment.Site, segment.Spec, message, hint);
}
