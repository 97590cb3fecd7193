using System.Globalization;
using System.Text;
using Fairlead.Core.Capacity;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Reports;

/// <summary>One site's test cases, or those of the files that were not read as far as a site's name.</summary>
internal sealed record JUnitSuite(string Name, IReadOnlyList<JUnitCase> Cases)
{
    private const string Unreadable = "unreadable files";

    /// <summary>Names and values that hold for all of them.</summary>
    public IReadOnlyList<(string Name, string Value)> Properties { get; init; } = [];

    public static IReadOnlyList<JUnitSuite> Of(Plan plan)
    {
        var findings = plan.Diagnostics.ToLookup(finding => finding.Site ?? Unreadable);
        var capacity = plan.Capacity.ToLookup(row => row.Segment.Site);
        var broken = Broken(plan);
        var suites = plan.Estate.Sites.Select(site => new JUnitSuite(site.Name, Distinct([.. Passes(site, capacity[site], broken, findings[site.Name]), .. findings[site.Name].Select(Case)]))).ToList();
        // A document that dropped out has findings under a name that no site bears.
        var known = suites.Select(suite => suite.Name).ToHashSet();
        suites.AddRange(findings.Where(group => !known.Contains(group.Key)).Select(group => new JUnitSuite(group.Key, Distinct(group.Select(Case)))));
        return suites;
    }

    /// <summary>The paths of everything that an error touches, as its subject or as the other party, with all that contains it.</summary>
    private static HashSet<Subject> Broken(Plan plan)
    {
        var broken = new HashSet<Subject>();
        foreach (var finding in plan.Diagnostics.Where(finding => finding.IsFailure))
        {
            foreach (var subject in finding.Related.Select(related => related.Subject).Prepend(finding.Subject))
            {
                for (var each = subject; each is not null && broken.Add(each); each = each.Parent)
                {
                }
            }
        }

        return broken;
    }

    private static IEnumerable<JUnitCase> Passes(Site site, IEnumerable<SegmentCapacity> capacity, HashSet<Subject> broken, IEnumerable<Diagnostic> findings)
    {
        if (!findings.Any(finding => finding.IsUnusableInput))
            yield return JUnitCase.Pass("the input is usable", "");
        foreach (var row in capacity.Where(row => row is { IsSound: true, HasSource: true, FirstToFail: null }))
            yield return JUnitCase.Pass($"segment {row.Segment.Name} has room for its nodes", string.Create(CultureInfo.InvariantCulture, $"available {row.Available}, steady {row.Steady}, peak {row.Peak}, headroom {row.Headroom}"));
        foreach (var cluster in site.Clusters.Where(cluster => !broken.Contains(cluster.Subject)))
            yield return JUnitCase.Pass($"cluster {cluster.Name} has no errors", "");
    }

    private static JUnitCase Case(Diagnostic finding) => new(
        NameOf(finding),
        finding.IsOverridden ? JUnitOutcome.Skipped : finding.IsFailure ? JUnitOutcome.Failed : JUnitOutcome.Passed,
        TextOf(finding),
        finding.Location)
    {
        Message = finding.Message,
        Type = finding.Rule.Id,
    };

    /// <summary>What the finding is about and not where it stands: GitLab and Jenkins know a test of the run before by its name.</summary>
    private static string NameOf(Diagnostic finding)
    {
        var name = $"{finding.Rule.Id} {finding.Rule.Name}: {finding.Subject}";
        return finding.Related.Count > 0 ? $"{name} and {finding.Related[0].Subject}" : name;
    }

    private static string TextOf(Diagnostic finding)
    {
        var text = new StringBuilder();
        if (finding.AcceptedBecause is { } reason)
            text.Append(CultureInfo.InvariantCulture, $"Accepted: {reason}\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{finding.Severity.Word()} at {finding.Location}\n{finding.Message}\nHint: {finding.Hint}\n");
        foreach (var related in finding.Related)
            text.Append(CultureInfo.InvariantCulture, $"Other party: {related.Subject} claims {related.Range} at {related.Location}\n");
        if (finding.Overlap is not null)
            text.Append(CultureInfo.InvariantCulture, $"Overlap: {finding.Overlap}\n");
        if (finding.Consequences > 0)
            text.Append(CultureInfo.InvariantCulture, $"Pairs that follow from it: {finding.Consequences}\n");
        return text.Append(CultureInfo.InvariantCulture, $"Why: fairlead explain {finding.Rule.Id}").ToString();
    }

    /// <summary>GitLab drops a case whose name was there before.</summary>
    public static List<JUnitCase> Distinct(IEnumerable<JUnitCase> cases)
    {
        var seen = new Dictionary<string, int>();
        return [.. cases.Select(each => (seen[each.Name] = seen.GetValueOrDefault(each.Name) + 1) is var times and > 1 ? each with { Name = string.Create(CultureInfo.InvariantCulture, $"{each.Name} ({times})") } : each)];
    }
}
