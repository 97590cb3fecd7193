using System.Globalization;
using Fairlead.Cli.Output;
using Fairlead.Core.Checks;

namespace Fairlead.Cli.Checks;

/// <summary>The answers for people at a terminal: what is wrong first of all within each subject, with its evidence; what is right in a line.</summary>
internal static class CheckTextReport
{
    private const int Indent = 4;

    public static void Write(CheckAnswer answer, Stream stream) => TextReport.Write(Compose(answer), stream, answer.Look);

    internal static Page Compose(CheckAnswer answer)
    {
        var (report, _, look) = answer;
        var page = new Page(look.Width, look.IsUnicode ? Glyphs.Unicode : Glyphs.Ascii);
        WriteVantage(page, report.Vantage);
        foreach (var family in report.Results.GroupBy(result => result.Check.Family))
        {
            var shown = family.Where(result => !look.IsQuiet || result.Outcome != CheckOutcome.Passed).ToList();
            if (shown.Count == 0)
                continue;
            page.Heading(family.Key);
            foreach (var result in shown)
                WriteResult(page, result);
        }

        page.Blank();
        WriteSummary(page, report);
        return page;
    }

    private static void WriteVantage(Page page, Vantage vantage)
    {
        var place = vantage.Interface is null ? "no interface in a segment" : $"{vantage.Interface} ({string.Join(", ", vantage.Addresses)})";
        var segment = vantage.Segment is null ? "outside every segment asked about" : $"in {vantage.Segment}";
        var standIn = vantage.StandInFor is null ? "" : $", stand-in for {vantage.StandInFor}";
        var via = vantage.Via is null ? "" : $", via {vantage.Via}";
        page.Add("Seen from ", Ink.Dim).Wrap($"{vantage.Host}, {place}, {segment}, as {vantage.Role}{standIn}{via}");
        page.End();
    }

    private static void WriteResult(Page page, CheckResult result)
    {
        var (word, ink) = Mark(result, page.Glyphs);
        page.Add($"{word} ", ink).Add(result.Check.Id, Ink.Strong).Indent(1);
        page.Wrap(result.Target is { } target && target != result.Subject ? $"{target}  {result.Subject}" : result.Subject, Ink.Plain, Indent);
        page.End();
        if (result.Outcome == CheckOutcome.Passed)
            return;
        page.Indent(Indent).Wrap(result.Message);
        page.End();
        foreach (var seen in result.Evidence)
        {
            page.Indent(Indent).Add("seen ", Ink.Dim).Wrap($"{seen.Kind}: {seen.Text}", Ink.Dim);
            page.End();
        }

        if (result.Hint is { } hint)
        {
            page.Indent(Indent).Add($"{page.Glyphs.Step} ", Ink.Good).Wrap(hint);
            page.End();
        }
    }

    private static (string Word, Ink Ink) Mark(CheckResult result, Glyphs glyphs) => result.Outcome switch
    {
        CheckOutcome.Passed => (glyphs.Tick, Ink.Good),
        CheckOutcome.Failed => ($"{glyphs.Cross} failed ({result.Reason})", Ink.Error),
        CheckOutcome.Warning => ($"! warning ({result.Reason})", Ink.Warning),
        CheckOutcome.Unknown => ($"? unknown ({result.Reason})", Ink.Info),
        _ => ($"- skipped ({result.Reason})", Ink.Dim),
    };

    private static void WriteSummary(Page page, CheckReport report)
    {
        var counts = string.Join(", ", Enum.GetValues<CheckOutcome>().Select(outcome => string.Create(CultureInfo.InvariantCulture, $"{report.Count(outcome)} {outcome.Word()}")));
        var ink = report.HasFailures ? Ink.Error : report.HasOpenQuestions ? Ink.Warning : Ink.Good;
        page.Add(report.HasFailures ? "Not as planned" : report.HasOpenQuestions ? "Nothing failed, but questions stayed open" : "As planned", ink).Add($": {counts}.").End();
    }
}
