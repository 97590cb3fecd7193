using System.Globalization;
using System.Text;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports;

/// <summary>The plan as a comment on a pull request. It never grows past what GitHub takes; what does not fit is counted.</summary>
public static class MarkdownReport
{
    /// <summary>GitHub refuses a comment of more than 65,536 characters.</summary>
    internal const int MostCharacters = 65_000;

    private const int MostForFindings = 44_000;
    private const int MostForOverridden = 6_000;
    private const int MostForCapacity = 6_000;

    public static void Write(Plan plan, Stream output)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Encoding.UTF8.GetBytes(Render(plan)));
    }

    private static string Render(Plan plan)
    {
        var page = new StringBuilder();
        var icon = plan.HasUnusableInput || plan.HasFailures ? "❌" : plan.Count(Severity.Warning) > 0 ? "⚠️" : "✅";
        page.Append($"{icon} **Fairlead: {PlanWords.Verdict(plan).ToLowerInvariant()}.** {PlanWords.Counts(plan)} in {PlanWords.Extent(plan)}.\n");
        AddFindings(plan, page);
        AddOverridden(plan, page);
        AddCapacity(plan, page);
        AddObserved(plan, page);
        AddAddresses(plan, page);
        return page.ToString();
    }

    private static void AddFindings(Plan plan, StringBuilder page)
    {
        var rows = plan.Diagnostics.Where(finding => !finding.IsOverridden).Select(finding => (Finding: finding, Text: FindingRow(finding))).ToList();
        // What matters most is kept; what is kept stands in reading order.
        var kept = new HashSet<Diagnostic>(ReferenceEqualityComparer.Instance);
        var left = MostForFindings;
        foreach (var (finding, text) in rows.OrderByDescending(row => row.Finding.Severity))
        {
            left -= text.Length;
            if (left < 0)
                break;
            kept.Add(finding);
        }

        foreach (var site in rows.Where(row => kept.Contains(row.Finding)).GroupBy(row => row.Finding.Site))
        {
            page.Append($"\n### {(site.Key is null ? "Files that can't be read" : Markdown.Text(site.Key))}\n\n");
            page.Append(Markdown.Header("", "rule", "what is wrong", "what to do", "where"));
            foreach (var (_, text) in site)
                page.Append(text);
        }

        AddCut(page, [.. rows.Where(row => !kept.Contains(row.Finding)).Select(row => row.Finding)]);
    }

    private static void AddCut(StringBuilder page, List<Diagnostic> cut)
    {
        if (cut.Count == 0)
            return;
        var severities = cut.GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key).Select(group => PlanWords.Count(group.Count(), group.Key.Word()));
        page.Append($"\n**{PlanWords.Count(cut.Count, "more finding")} not shown here** ({string.Join(", ", severities)}): a comment can't be longer. `fairlead plan --format html` shows them all.\n");
    }

    private static string FindingRow(Diagnostic finding) => Markdown.Row(
        Badge(finding.Severity),
        RuleLink(finding),
        $"{Markdown.Code(finding.Subject.ToString())}<br>{Markdown.Text(finding.Message)}{Related(finding)}",
        Markdown.Text(finding.Hint),
        Place(finding.Location));

    private static string Badge(Severity severity) => severity switch
    {
        Severity.Error => "❌ error",
        Severity.Warning => "⚠️ warning",
        _ => "ℹ️ info",
    };

    private static string RuleLink(Diagnostic finding) => $"[{finding.Rule.Id}]({finding.Rule.Help})";

    private static string Place(SourceLocation location) => Markdown.Code(string.Create(CultureInfo.InvariantCulture, $"{location.File}:{location.Line}"));

    private static string Related(Diagnostic finding)
    {
        const int Most = 3;
        if (finding.Related.Count == 0)
            return finding.Consequences == 0 ? "" : $"<br>_{PlanWords.Count(finding.Consequences, "more conflict")} follow from it_";
        var shown = finding.Related.Take(Most).Select(related => $"{Markdown.Code(related.Subject.ToString())} {Markdown.Code(related.Range.ToString())} ({Place(related.Location)})");
        var more = finding.Related.Count > Most ? $" and {finding.Related.Count - Most} more" : "";
        var consequences = finding.Consequences == 0 ? "" : $"; {PlanWords.Count(finding.Consequences, "more conflict")} follow from it";
        return $"<br>_with_ {string.Join(", ", shown)}{more}{consequences}";
    }

    private static void AddOverridden(Plan plan, StringBuilder page)
    {
        var accepted = plan.Diagnostics.Where(finding => finding.IsOverridden).ToList();
        if (accepted.Count == 0)
            return;
        page.Append($"\n<details><summary>{PlanWords.Count(accepted.Count, "accepted finding")}</summary>\n\n");
        page.Append(Markdown.Header("", "rule", "what is wrong", "accepted because", "where"));
        var shown = AddRows(page, MostForOverridden, accepted.Select(finding => Markdown.Row(
            Badge(finding.Severity),
            RuleLink(finding),
            $"{Markdown.Code(finding.Subject.ToString())}<br>{Markdown.Text(finding.Message)}",
            Markdown.Text(finding.AcceptedBecause!),
            Place(finding.Location))));
        page.Append(shown < accepted.Count ? $"\n{Markdown.Text(PlanWords.Count(accepted.Count - shown, "more"))} not shown here.\n" : "");
        page.Append("\n</details>\n");
    }

    private static void AddCapacity(Plan plan, StringBuilder page)
    {
        if (plan.Capacity.Count == 0)
            return;
        page.Append("\n### Capacity\n\nAddresses for nodes. _Peak_ is everything at once: scaled out, upgrading, old leases still alive. _Page_ is the vendor's own figure, one per worker.\n\n");
        page.Append(Markdown.Header("segment", "available:", "page:", "steady:", "peak:", "stale leases:", "left at peak:", ""));
        var shown = AddRows(page, MostForCapacity, plan.Capacity.Select(row => Markdown.Row(
            Markdown.Code(row.Segment.ToString()),
            PlanWords.Addresses(row.Available),
            PlanWords.Number(row.DocumentedMinimum),
            PlanWords.Number(row.Steady),
            PlanWords.Number(row.Peak),
            PlanWords.Number(row.StaleLeases),
            row.Headroom < 0 ? $"**{PlanWords.Number(row.Headroom)}**" : PlanWords.Addresses((UInt128)row.Headroom),
            PlanWords.Verdict(row))));
        page.Append(shown < plan.Capacity.Count ? $"\n**{PlanWords.Count(plan.Capacity.Count - shown, "more segment")} not shown here.**\n" : "");
    }

    private static void AddObserved(Plan plan, StringBuilder page)
    {
        if (plan.Observed.IsEmpty)
            return;
        page.Append("\n### Observed\n\n");
        page.Append(Markdown.Header("source", "holds", "age"));
        foreach (var outcome in plan.Observed.Outcomes)
        {
            page.Append(outcome switch
            {
                ObservationOutcome.Seen { Observation: var seen } => Markdown.Row(Markdown.Code(seen.Source.ToString()), Markdown.Text(ObservedWords.Contents(seen)), Markdown.Text(ObservedWords.Age(seen))),
                ObservationOutcome.Failed failed => Markdown.Row(Markdown.Code(failed.Source.ToString()), $"**failed**: {Markdown.Text($"{failed.Message} {failed.Hint}")}", ""),
                _ => throw new System.Diagnostics.UnreachableException(),
            });
        }

        if (plan.Served.Count == 0)
            return;
        page.Append('\n').Append(Markdown.Header("segment as served", "leases", "proof"));
        var shown = AddRows(page, MostForCapacity, plan.Served.Select(served => Markdown.Row(
            Markdown.Code(served.Segment.ToString()),
            ObservedWords.Leases(served),
            ObservedWords.RowOf(plan, served) is { } row ? ObservedWords.ProofText(row) : "")));
        page.Append(shown < plan.Served.Count ? $"\n**{PlanWords.Count(plan.Served.Count - shown, "more segment")} not shown here.**\n" : "");
    }

    private static void AddAddresses(Plan plan, StringBuilder page)
    {
        var addresses = plan.ExclusiveAddresses.ToList();
        if (addresses.Count == 0)
            return;
        var (required, planned) = plan.ControlPlaneIps;
        var (services, balanced) = plan.LoadBalancerIps;
        page.Append($"\n### Address plan\n\nControl plane IPs: {PlanWords.Number(planned)} of {PlanWords.Number(required)} planned. Load balancer addresses: {PlanWords.Addresses(balanced)} for {PlanWords.Count(services, "service")}.\n\n");
        page.Append(Markdown.Header("addresses", "for", "of"));
        var shown = AddRows(page, MostCharacters - page.Length - 200, addresses.Select(claim => Markdown.Row(
            Markdown.Code(claim.Range.ToString()),
            claim.Kind.NameOf() + (claim.IsChosen ? " (chosen by Fairlead)" : ""),
            Markdown.Code(claim.Owner.ToString()))));
        page.Append(shown < addresses.Count ? $"\n**{PlanWords.Count(addresses.Count - shown, "more range")} not shown here.**\n" : "");
        if (addresses.Exists(claim => claim.IsChosen))
            page.Append("\nA chosen address is not reserved: another branch may choose the same.\n");
    }

    /// <returns>How many rows fitted.</returns>
    private static int AddRows(StringBuilder page, int most, IEnumerable<string> rows)
    {
        var shown = 0;
        foreach (var row in rows)
        {
            most -= row.Length;
            if (most < 0)
                break;
            page.Append(row);
            shown++;
        }

        return shown;
    }
}
