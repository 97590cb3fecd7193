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

    /// <summary>Findings that compare as equal are repetitions of each other.</summary>
    private static readonly Comparer<Diagnostic> GravestFirst = Comparer<Diagnostic>.Create((one, other) =>
        one.IsOverridden != other.IsOverridden ? (one.IsOverridden ? 1 : -1)
        : one.Severity != other.Severity ? (int)other.Severity - (int)one.Severity
        : string.CompareOrdinal(one.Rule.Id, other.Rule.Id));

    private readonly SourceExcerptView _excerpts = new(plan.Sources);
    private readonly int[] _shown = new int[(int)Severity.Error + 1];
    private readonly SortedDictionary<string, LeftOut> _leftOut = new(StringComparer.Ordinal);
    private int _full;

    public static void Write(Plan plan, Page page)
    {
        if (plan.Diagnostics.Count > 0)
            new FindingsView(plan, page).Write();
    }

    private void Write()
    {
        page.Heading("Findings");
        var all = plan.Diagnostics;
        for (var at = 0; at < all.Count;)
        {
            var thing = FindingObject.Of(all[at]);
            var findings = new List<Diagnostic>();
            do
                findings.Add(all[at++]);
            while (at < all.Count && FindingObject.Of(all[at]).Path == thing.Path);
            WriteThing(thing, [.. findings.Order(GravestFirst)]);
        }

        WriteLeftOut();
    }

    private void WriteThing(FindingObject thing, List<Diagnostic> findings)
    {
        var isHeaded = false;
        for (var at = 0; at < findings.Count;)
        {
            var first = findings[at];
            var count = findings.Skip(at).TakeWhile(finding => GravestFirst.Compare(first, finding) == 0).Count();
            var room = ShownPerSeverity - _shown[(int)first.Severity];
            var shown = Math.Min(count, Math.Min(FullPerRule + BriefPerRule, room));
            if (shown > 0 && !isHeaded)
            {
                WriteHeading(thing);
                isHeaded = true;
            }

            for (var i = 0; i < shown; i++)
                WriteFinding(findings[at + i], isFull: i < FullPerRule && _full++ < FullInAll);
            _shown[(int)first.Severity] += shown;
            CountLeftOut(first, count - shown, isHeaded);
            at += count;
        }
    }

    private void WriteHeading(FindingObject thing)
    {
        page.Blank();
        page.Add(thing.Owner, Ink.Strong);
        if (thing.Part is not null)
            page.Add(" ").Draw(page.Glyphs.Step, Ink.Strong).Add($" {thing.Part}", Ink.Strong);
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
        if (isHeaded)
            page.Indent(Indent).Line($"{page.Glyphs.More} and {count.ToString(CultureInfo.InvariantCulture)} more {WordOf(finding)} {finding.Rule.Id} here", finding.IsOverridden ? Ink.Dim : InkOf(finding.Severity));
        // Sorts errors first, what is overridden last.
        var key = $"{(finding.IsOverridden ? 1 : 0)}{(int)Severity.Error - (int)finding.Severity}{finding.Rule.Id}";
        if (!_leftOut.TryGetValue(key, out var known))
            _leftOut.Add(key, known = new LeftOut(finding));
        known.Count += count;
    }

    private void WriteLeftOut()
    {
        if (_leftOut.Count == 0)
            return;
        page.Blank();
        page.Wrap($"{Counted.Of(_leftOut.Values.Sum(leftOut => (long)leftOut.Count), "finding")} not shown here, to keep this readable; they count all the same, and {SeeAll}:", Ink.Strong, 0);
        page.End();
        foreach (var leftOut in _leftOut.Values)
        {
            var first = leftOut.First;
            page.Indent(Indent).Add($"{leftOut.Count.ToString(CultureInfo.InvariantCulture),8}  ").Add(WordOf(first), first.IsOverridden ? Ink.Dim : InkOf(first.Severity)).Line($" {first.Rule.Id} {first.Rule.Name}");
        }
    }

    private string MessageOf(Diagnostic finding) =>
        finding.Message.Length <= LongestMessage ? finding.Message : string.Concat(finding.Message.AsSpan(0, LongestMessage), page.Glyphs.More);

    private static Ink InkOf(Severity severity) => severity switch
    {
        Severity.Error => Ink.Error,
        Severity.Warning => Ink.Warning,
        _ => Ink.Info,
    };

    private static string WordOf(Diagnostic finding) => finding.IsOverridden ? $"overridden {finding.Severity.Word()}" : finding.Severity.Word();

    private sealed class LeftOut(Diagnostic first)
    {
        public Diagnostic First { get; } = first;

        public int Count { get; set; }
    }
}
