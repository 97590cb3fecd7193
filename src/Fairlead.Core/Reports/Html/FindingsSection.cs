using System.Globalization;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports.Html;

/// <summary>Findings by site and object. Beyond some thousand, each is one line; beyond that they are counted.</summary>
internal static class FindingsSection
{
    internal const int MostInFull = 1_000;
    internal const int MostAsLines = 20_000;
    private const int MostOpen = 150;
    private const int MostRelated = 8;
    private const int MostRelatedExcerpts = 2;

    public static void Write(HtmlWriter html, Plan plan)
    {
        html.Open("section", ("id", "findings"), ("aria-labelledby", "findings-title"));
        html.Element("h2", "Findings", ("id", "findings-title"));
        var open = plan.Diagnostics.Where(finding => !finding.IsOverridden).ToList();
        if (open.Count == 0)
            html.Element("p", "None.", ("class", "lead"));
        // What is worst is shown in full; everything keeps its place in reading order.
        var inFull = open.OrderByDescending(finding => finding.Severity).Take(MostInFull).ToHashSet<Diagnostic>(ReferenceEqualityComparer.Instance);
        if (open.Count > MostInFull)
            html.Element("p", $"{PlanWords.Number(open.Count)} findings: the {PlanWords.Number(MostInFull)} that weigh most are shown in full, {(open.Count > MostAsLines ? $"the rest up to {PlanWords.Number(MostAsLines)}" : "the others")} as one line each.{(open.Count > MostAsLines ? $" {PlanWords.Number(open.Count - MostAsLines)} are left out; fairlead plan --format json has them all." : "")}", ("class", "cut"));
        foreach (var site in open.Take(MostAsLines).GroupBy(finding => finding.Site))
            WriteSite(html, plan, site.Key, [.. site], inFull, open.Count <= MostOpen);
        WriteAccepted(html, plan);
        html.CloseLine();
    }

    private static void WriteSite(HtmlWriter html, Plan plan, string? site, List<Diagnostic> findings, HashSet<Diagnostic> inFull, bool isOpen)
    {
        html.Element("h3", site ?? "Files that can't be read");
        foreach (var group in findings.GroupBy(finding => ObjectOf(finding.Subject).ToString()))
        {
            html.Open("details", ("class", "object"), ("open", isOpen ? "open" : null));
            html.Open("summary");
            html.Open("h4");
            html.Element("code", group.Key);
            html.Close();
            html.Element("span", SeverityCounts(group), ("class", "counts"));
            html.CloseLine();
            foreach (var finding in group.Where(inFull.Contains))
                WriteFull(html, plan, finding);
            WriteLines(html, [.. group.Where(finding => !inFull.Contains(finding))]);
            html.CloseLine();
        }
    }

    /// <summary>The cluster, the segment, the bridge: what somebody owns.</summary>
    private static Subject ObjectOf(Subject subject)
    {
        var path = new List<Subject>();
        for (var part = subject; part is not null; part = part.Parent)
            path.Insert(0, part);
        var depth = path.Count > 1 && path[1].Name is "segments" or "clusters" ? 3 : 2;
        return path[Math.Min(depth, path.Count) - 1];
    }

    private static string SeverityCounts(IEnumerable<Diagnostic> findings) => string.Join(
        ", ",
        findings.GroupBy(finding => finding.Severity).OrderByDescending(group => group.Key).Select(group => PlanWords.Count(group.Count(), group.Key.Word())));

    private static void WriteFull(HtmlWriter html, Plan plan, Diagnostic finding)
    {
        html.Open("article", ("class", $"finding {finding.Severity.Word()}"));
        WriteHead(html, finding);
        html.Element("p", finding.Message, ("class", "message"));
        WriteExcerpt(html, plan, finding.Location);
        WriteRelated(html, plan, finding);
        html.Open("p", ("class", "mend"));
        html.Element("b", finding.IsOverridden ? "Accepted:" : "Mend:");
        html.Text(" " + (finding.AcceptedBecause ?? finding.Hint));
        html.Close();
        html.CloseLine();
    }

    private static void WriteHead(HtmlWriter html, Diagnostic finding)
    {
        html.Open("p", ("class", "head"));
        Icons.Badge(html, finding.Severity);
        html.Text(" ");
        html.Element("a", $"{finding.Rule.Id} {finding.Rule.Name}", ("href", "#" + finding.Rule.Id), ("class", "rule"));
        html.Text(" ");
        html.Element("code", finding.Subject.ToString(), ("class", "subject"));
        html.CloseLine();
    }

    private static void WriteExcerpt(HtmlWriter html, Plan plan, SourceLocation location)
    {
        html.Open("figure", ("class", "source"));
        html.Element("figcaption", Place(location));
        if (SourceExcerpt.Of(plan, location) is { } excerpt)
        {
            html.Open("pre", ("tabindex", "0"), ("aria-label", $"Line {excerpt.Number} of {location.File}"));
            html.Lines(excerpt.ToString());
            html.Close();
        }

        html.Close();
    }

    private static void WriteRelated(HtmlWriter html, Plan plan, Diagnostic finding)
    {
        if (finding.Overlap is { IsEmpty: false } overlap)
        {
            html.Open("p", ("class", "overlap"));
            html.Element("b", "Both use:");
            html.Text(" ");
            html.Element("code", Shortened(overlap.ToString()));
            html.Close();
        }

        if (finding.Related.Count > 0)
        {
            html.Element("p", "The other party:", ("class", "with"));
            html.Open("ul", ("class", "related"));
            for (var i = 0; i < Math.Min(MostRelated, finding.Related.Count); i++)
            {
                var related = finding.Related[i];
                html.Open("li");
                html.Element("code", related.Subject.ToString());
                html.Text(" ");
                html.Element("code", related.Range.ToString());
                if (i < MostRelatedExcerpts)
                    WriteExcerpt(html, plan, related.Location);
                else
                    html.Text(" in " + Place(related.Location));
                html.Close();
            }

            if (finding.Related.Count > MostRelated)
                html.Element("li", $"and {PlanWords.Number(finding.Related.Count - MostRelated)} more");
            html.Close();
        }

        if (finding.Consequences > 0)
            html.Element("p", $"{PlanWords.Count(finding.Consequences, "more conflict")} {(finding.Consequences == 1 ? "follows" : "follow")} from this one and will be gone with it.", ("class", "with"));
    }

    private static void WriteLines(HtmlWriter html, List<Diagnostic> findings)
    {
        if (findings.Count == 0)
            return;
        html.Open("ul", ("class", "lines"));
        foreach (var finding in findings)
        {
            html.Open("li");
            html.Text($"{finding.Severity.Word()} ");
            html.Element("a", finding.Rule.Id, ("href", "#" + finding.Rule.Id));
            html.Text(" ");
            html.Element("code", finding.Subject.ToString());
            html.Text($" {finding.Message} ({Place(finding.Location)})");
            html.CloseLine();
        }

        html.Close();
    }

    private static void WriteAccepted(HtmlWriter html, Plan plan)
    {
        var accepted = plan.Diagnostics.Where(finding => finding.IsOverridden).ToList();
        if (accepted.Count == 0)
            return;
        html.Open("details", ("class", "object"));
        html.Open("summary");
        html.Element("h3", PlanWords.Count(accepted.Count, "accepted finding"));
        html.CloseLine();
        foreach (var finding in accepted.Take(MostInFull))
            WriteFull(html, plan, finding);
        if (accepted.Count > MostInFull)
            html.Element("p", $"{PlanWords.Number(accepted.Count - MostInFull)} more are left out.", ("class", "cut"));
        html.CloseLine();
    }

    private static string Place(SourceLocation location) => string.Create(CultureInfo.InvariantCulture, $"{location.File}:{location.Line}");

    private static string Shortened(string ranges)
    {
        const int Longest = 400;
        return ranges.Length <= Longest ? ranges : ranges[..ranges.LastIndexOf(',', Longest)] + ", …";
    }
}
