using System.Globalization;
using Fairlead.Cli.Output;
using Fairlead.Core.Checks;
using Fairlead.Core.Reports.Checks;

namespace Fairlead.Cli.Checks;

/// <summary>The answers for people at a terminal: what is wrong comes first within each family, with its evidence; what is right, and what is alike, in a line.</summary>
internal static class CheckTextReport
{
    private const int Indent = 2;
    private const int MostNames = 5;

    public static void Write(CheckAnswer answer, Stream stream) => TextReport.Write(Compose(answer), stream, answer.Look);

    internal static Page Compose(CheckAnswer answer)
    {
        var (report, _, look) = answer;
        var page = new Page(look.Width, look.IsUnicode ? Glyphs.Unicode : Glyphs.Ascii);
        page.Add("Seen from ", Ink.Dim).Wrap(CheckPhrases.SeenFrom(report.Vantage));
        page.End();
        if (RawPermissionNote.Of(report) is { } note)
            WriteNote(page, note);
        foreach (var family in report.Results.GroupBy(result => result.Check.Family).OrderBy(family => family.Min(result => result.Check.Rule), StringComparer.Ordinal))
            WriteFamily(page, family.Key, [.. family.Where(result => !look.IsQuiet || result.Outcome != CheckOutcome.Passed)]);
        page.Blank();
        WriteSummary(page, report);
        return page;
    }

    private static void WriteNote(Page page, RawPermissionNote note)
    {
        page.Blank();
        page.Add("! ", Ink.Warning).Wrap($"{note.Missed} {note.Asked}");
        page.End();
        if (note.Hint is not null)
            WriteHint(page, note.Hint);
    }

    private static void WriteFamily(Page page, string name, IReadOnlyList<CheckResult> results)
    {
        if (results.Count == 0)
            return;
        page.Heading(name);
        foreach (var fold in CheckFold.Of(results))
        {
            foreach (var result in fold.Shown)
                WriteResult(page, result);
            if (fold.Rest.Count > 0)
                WriteRest(page, fold);
        }
    }

    private static void WriteResult(Page page, CheckResult result)
    {
        page.Add($"{Mark(result.Outcome, page.Glyphs)} ", InkOf(result.Outcome)).Add(result.Check.Id, Ink.Strong).Add("  ");
        page.Wrap(CheckPhrases.Thing(result), Ink.Plain, Indent);
        if (CheckPhrases.Behind(result) is { } subject)
            page.Add("  ").Wrap(subject, Ink.Dim, Indent);
        page.End();
        if (result.Outcome == CheckOutcome.Passed)
            return;
        page.Indent(Indent).Add($"{result.Outcome.Word()} ({result.Reason}) ", InkOf(result.Outcome)).Wrap(result.Message, Ink.Plain, Indent);
        page.End();
        foreach (var seen in result.Evidence)
        {
            page.Indent(Indent).Add("seen ", Ink.Dim).Wrap($"{seen.Kind}: {seen.Text}", Ink.Dim);
            page.End();
        }

        // The hint of every question that needs raw packets is the same, and stands above.
        if (result.Hint is { } hint && result.Reason != RawPermissionNote.Reason)
            WriteHint(page, hint);
    }

    private static void WriteHint(Page page, string hint)
    {
        page.Indent(Indent).Add($"{page.Glyphs.Step} ", Ink.Good).Wrap(hint);
        page.End();
    }

    private static void WriteRest(Page page, CheckFold fold)
    {
        var first = fold.Rest[0];
        var names = CheckPhrases.Some([.. fold.Rest.Select(CheckPhrases.Thing)], MostNames);
        if (fold.Shown.Count > 0)
        {
            page.Indent(Indent).Add($"{page.Glyphs.More} and {Counted.Of(fold.Rest.Count, "more", "more")} {first.Outcome.Word()} alike ({first.Reason}): ", InkOf(first.Outcome)).Wrap(names, Ink.Plain, Indent * 2);
        }
        else
        {
            page.Add($"{Mark(first.Outcome, page.Glyphs)} ", InkOf(first.Outcome)).Add(first.Check.Id, Ink.Strong);
            page.Add(string.Create(CultureInfo.InvariantCulture, $"  {fold.Rest.Count} {first.Outcome.Word()}: ")).Wrap(names, Ink.Dim, Indent);
        }

        page.End();
    }

    private static string Mark(CheckOutcome outcome, Glyphs glyphs) => outcome switch
    {
        CheckOutcome.Passed => glyphs.Tick,
        CheckOutcome.Failed => glyphs.Cross.ToString(),
        CheckOutcome.Warning => "!",
        CheckOutcome.Unknown => "?",
        _ => "-",
    };

    private static Ink InkOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => Ink.Good,
        CheckOutcome.Failed => Ink.Error,
        CheckOutcome.Warning => Ink.Warning,
        CheckOutcome.Unknown => Ink.Info,
        _ => Ink.Dim,
    };

    private static void WriteSummary(Page page, CheckReport report)
    {
        var ink = report.HasFailures ? Ink.Error : report.HasOpenQuestions || report.Count(CheckOutcome.Warning) > 0 || report.Results.Count == 0 ? Ink.Warning : Ink.Good;
        page.Add(CheckPhrases.Headline(report), ink).Wrap($": {CheckPhrases.Counts(report)}.", Ink.Plain, Indent);
        page.End();
    }
}
