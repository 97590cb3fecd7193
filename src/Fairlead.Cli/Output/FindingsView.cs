using System.Globalization;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;

namespace Fairlead.Cli.Output;

/// <summary>
/// Findings under the thing they are about, the gravest first. A flood stays readable: the same rule on the same thing is told in full a few
/// times, then in a line each; what is not shown is counted, by severity and rule.
/// </summary>
internal sealed class FindingsView(Plan plan, Page page)
{
    private const int FullPerRule = 3;
    private const int BriefPerRule = 20;
    private const int FullInAll = 150;
    private const int ShownPerSeverity = 1000;
    private const int RelatedShown = 3;
    private const int LongestMessage = 800;
    private const int Indent = 2;
    private const string SeeAll = "--format json shows all";

    private readonly SourceExcerptView _excerpts = new(plan.Sources);
    private readonly Dictionary<Severity, int> _shown = [];
    private readonly Dictionary<(Severity, string), int> _leftOut = [];
    private int _full;

    public static void Write(Plan plan, Page page)
    {
        if (plan.Diagnostics.Count > 0)
            new FindingsView(plan, page).Write();
    }

    private void Write()
    {
        page.Heading("Findings");
        var at = 0;
        while (at < plan.Diagnostics.Count)
        {
            var thing = FindingObject.Of(plan.Diagnostics[at]);
            var findings = plan.Diagnostics.Skip(at).TakeWhile(finding => FindingObject.Of(finding).Path == thing.Path).ToList();
            at += findings.Count;
            WriteThing(thing, findings);
        }

        WriteLeftOut();
    }

    private void WriteThing(FindingObject thing, List<Diagnostic> findings)
    {
        var isHeaded = false;
        var kinds = findings.GroupBy(finding => (finding.IsOverridden, finding.Severity, finding.Rule)).OrderBy(kind => kind.Key.IsOverridden).ThenByDescending(kind => kind.Key.Severity);
        foreach (var kind in kinds)
        {
            var shown = Math.Min(kind.Count(), Math.Min(FullPerRule + BriefPerRule, ShownPerSeverity - _shown.GetValueOrDefault(kind.Key.Severity)));
            if (shown > 0 && !isHeaded)
            {
                WriteHeading(thing);
                isHeaded = true;
            }

            var told = 0;
            foreach (var finding in kind.Take(shown))
                WriteFinding(finding, isFull: told++ < FullPerRule && _full++ < FullInAll);
            _shown[kind.Key.Severity] = _shown.GetValueOrDefault(kind.Key.Severity) + shown;
            CountLeftOut(kind.First(), kind.Count() - shown, isHeaded);
        }
    }

    private void WriteHeading(FindingObject thing)
    {
        page.Blank();
        page.Add(thing.Owner, Ink.Strong);
        if (thing.Part is not null)
            page.Add($" {page.Glyphs.Step} {thing.Part}", Ink.Strong);
        page.EndAsHead();
    }

    private void WriteFinding(Diagnostic finding, bool isFull)
    {
        if (!isFull)
            WriteBrief(finding);
        else if (finding.IsOverridden)
            WriteAccepted(finding);
        else
            WriteFull(finding);
    }

    private void WriteFull(Diagnostic finding)
    {
        page.Blank();
        WriteTitle(finding, InkOf(finding.Severity), Ink.Strong);
        page.Indent(Indent * 2).Wrap(MessageOf(finding));
        page.End();
        WritePlace(finding.Location, finding.Subject, Ink.Location);
        if (finding.Severity != Severity.Info)
            _excerpts.Write(page, finding.Location, Indent * 2);
        WriteOverlap(finding);
        WriteRelated(finding);
        if (finding.Consequences > 0)
            page.Indent(Indent * 2).Line($"and {Counted.Of(finding.Consequences, "pair")} that {(finding.Consequences == 1 ? "follows" : "follow")} from it", Ink.Dim);
        page.Indent(Indent * 2).Add($"{page.Glyphs.Arrow} mend: ", Ink.Good).Wrap(finding.Hint, Ink.Plain, (Indent * 2) + 2);
        page.End();
    }

    private void WriteAccepted(Diagnostic finding)
    {
        page.Blank();
        WriteTitle(finding, Ink.Dim, Ink.Dim);
        page.Indent(Indent * 2).Wrap(MessageOf(finding), Ink.Dim);
        page.End();
        WritePlace(finding.Location, finding.Subject, Ink.Dim);
        page.Indent(Indent * 2).Wrap($"accepted: {finding.AcceptedBecause}", Ink.Plain, (Indent * 2) + 2);
        page.End();
    }

    /// <summary>A repetition: what it is and where, on a line or two.</summary>
    private void WriteBrief(Diagnostic finding)
    {
        var ink = finding.IsOverridden ? Ink.Dim : InkOf(finding.Severity);
        page.Indent(Indent).Add(WordOf(finding), ink).Add($" {finding.Rule.Id} ").Add(finding.Location.ToString(), finding.IsOverridden ? Ink.Dim : Ink.Location).Add(" ");
        page.Wrap(MessageOf(finding), finding.IsOverridden ? Ink.Dim : Ink.Plain, Indent * 2);
        page.End();
    }

    private void WriteTitle(Diagnostic finding, Ink word, Ink rule)
    {
        page.Indent(Indent).Add(WordOf(finding), word).Add($" {finding.Rule.Id} {finding.Rule.Name}", rule).End();
    }

    /// <summary>The place stays whole so that a terminal makes a link of it; the path beside it is what an override would name.</summary>
    private void WritePlace(SourceLocation location, Subject subject, Ink ink)
    {
        var path = subject.ToString();
        page.Indent(Indent * 2).Add(location.ToString(), ink);
        if (path != location.File)
            WriteAside(path);
        page.End();
    }

    private void WriteAside(string text)
    {
        if (text.Length + 2 > page.Room)
        {
            page.End();
            page.Indent(Indent * 3).Add(text, Ink.Dim);
            return;
        }

        page.Add("  ").Add(text, Ink.Dim);
    }

    private void WriteOverlap(Diagnostic finding)
    {
        // Messages about pairs end by naming it.
        if (finding.Overlap is not { IsEmpty: false } overlap || finding.Message.EndsWith($" {overlap}.", StringComparison.Ordinal))
            return;
        page.Indent(Indent * 2).Add("overlap ", Ink.Dim).Wrap(Counted.Ranges(overlap));
        page.End();
    }

    private void WriteRelated(Diagnostic finding)
    {
        foreach (var related in finding.Related.Take(RelatedShown))
        {
            page.Indent(Indent * 2).Add("with ", Ink.Dim).Add(related.Location.ToString(), Ink.Location);
            WriteAside($"{related.Subject} ({related.Range})");
            page.End();
        }

        if (finding.Related.Count > RelatedShown)
            page.Indent(Indent * 2).Line($"and {Counted.Of(finding.Related.Count - RelatedShown, "more place", "more places")}", Ink.Dim);
    }

    private void CountLeftOut(Diagnostic finding, int count, bool isHeaded)
    {
        if (count == 0)
            return;
        var (severity, rule) = (finding.Severity, $"{finding.Rule.Id} {finding.Rule.Name}");
        if (isHeaded)
            page.Indent(Indent).Line($"{page.Glyphs.More} and {count.ToString(CultureInfo.InvariantCulture)} more {WordOf(finding)} {finding.Rule.Id} here", finding.IsOverridden ? Ink.Dim : InkOf(severity));
        _leftOut[(severity, rule)] = _leftOut.GetValueOrDefault((severity, rule)) + count;
    }

    private void WriteLeftOut()
    {
        if (_leftOut.Count == 0)
            return;
        page.Blank();
        page.Wrap($"{Counted.Of(_leftOut.Values.Sum(), "finding")} not shown here, to keep this readable; they count all the same, and {SeeAll}:", Ink.Strong, 0);
        page.End();
        foreach (var ((severity, rule), count) in _leftOut.OrderByDescending(pair => pair.Key.Item1).ThenBy(pair => pair.Key.Item2, StringComparer.Ordinal))
            page.Indent(Indent).Add($"{count.ToString(CultureInfo.InvariantCulture),8}  ").Add(WordOf(severity), InkOf(severity)).Line($" {rule}");
    }

    private string MessageOf(Diagnostic finding) =>
        finding.Message.Length <= LongestMessage ? finding.Message : string.Concat(finding.Message.AsSpan(0, LongestMessage), page.Glyphs.More);

    private static Ink InkOf(Severity severity) => severity switch
    {
        Severity.Error => Ink.Error,
        Severity.Warning => Ink.Warning,
        _ => Ink.Info,
    };

    private static string WordOf(Diagnostic finding) => finding.IsOverridden ? $"overridden {WordOf(finding.Severity)}" : WordOf(finding.Severity);

    private static string WordOf(Severity severity) => severity switch
    {
        Severity.Error => "error",
        Severity.Warning => "warning",
        _ => "info",
    };
}
