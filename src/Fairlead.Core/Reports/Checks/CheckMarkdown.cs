using System.Globalization;
using System.Text;
using Fairlead.Core.Checks;

namespace Fairlead.Core.Reports.Checks;

/// <summary>The answers as a comment on a pull request or a page of a wiki. It never grows past what GitHub takes; what does not fit is counted.</summary>
public static class CheckMarkdown
{
    private const int MostForOne = 20_000;

    public static void Write(CheckReport report, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        output.Write(Encoding.UTF8.GetBytes(Render(report)));
    }

    private static string Render(CheckReport report)
    {
        var page = new StringBuilder();
        var icon = report.HasFailures ? "❌" : report.HasOpenQuestions ? "❔" : report.Count(CheckOutcome.Warning) > 0 ? "⚠️" : "✅";
        page.Append(CultureInfo.InvariantCulture, $"{icon} **Fairlead check: {CheckPhrases.Headline(report).ToLowerInvariant()}.** {CheckPhrases.Counts(report)}.\n\n");
        page.Append(CultureInfo.InvariantCulture, $"Seen from {Markdown.Text(CheckPhrases.SeenFrom(report.Vantage))}, at {CheckJson.Moment(report.Vantage.StartedAt)}.\n");
        if (RawPermissionNote.Of(report) is { } note)
            page.Append(CultureInfo.InvariantCulture, $"\n> {Markdown.Text($"{note.Missed} {note.Asked}")}{(note.Hint is null ? "" : $" To mend it: {Markdown.Text(note.Hint)}.")}\n");
        AddAnswers(page, report, "Not as planned", CheckOutcome.Failed, CheckOutcome.Warning);
        AddAnswers(page, report, "Open", CheckOutcome.Unknown, CheckOutcome.Skipped);
        AddMatrix(page, report);
        AddPasses(page, report);
        return page.ToString();
    }

    private static void AddAnswers(StringBuilder page, CheckReport report, string title, params CheckOutcome[] outcomes)
    {
        var folds = CheckFold.Of(report.Results.Where(result => outcomes.Contains(result.Outcome)));
        if (folds.Count == 0)
            return;
        page.Append(CultureInfo.InvariantCulture, $"\n### {title}\n\n").Append(Markdown.Header("", "check", "what was seen", "what to do"));
        AddRows(page, [.. folds.SelectMany(fold => fold.Shown.Select(Row).Concat(RestOf(fold)))]);
    }

    private static string Row(CheckResult result) => Markdown.Row(
        $"{Icon(result.Outcome)} {result.Outcome.Word()}",
        $"[{result.Check.Rule}]({result.Check.Help}) {Markdown.Code(result.Check.Id)}",
        $"{Markdown.Code(CheckPhrases.Thing(result))}{(CheckPhrases.Behind(result) is { } subject ? $" {Markdown.Code(subject)}" : "")}<br>{Markdown.Text(result.Message)} ({Markdown.Code(result.Reason)})"
            + string.Concat(result.Evidence.Select(seen => $"<br>_seen_ {Markdown.Code($"{seen.Kind}: {seen.Text}")}")),
        Markdown.Text(result.Hint));

    private static IEnumerable<string> RestOf(CheckFold fold) => fold.Rest.Count == 0
        ? []
        : [Markdown.Row($"{Icon(fold.Rest[0].Outcome)} {fold.Rest[0].Outcome.Word()}", Markdown.Code(fold.Rest[0].Check.Id), $"{PlanWords.Count(fold.Rest.Count, "more answer")} alike ({Markdown.Code(fold.Rest[0].Reason)}): {Markdown.Text(CheckPhrases.Some([.. fold.Rest.Select(CheckPhrases.Thing)], 30))}", "")];

    private static void AddMatrix(StringBuilder page, CheckReport report)
    {
        var ways = EndpointMatrix.Of(report);
        if (ways.Count == 0)
            return;
        page.Append("\n### Endpoints\n\n").Append(Markdown.Header(["endpoint", .. EndpointMatrix.Layers, "outcome", "reason"]));
        AddRows(page, [.. ways.Select(way => Markdown.Row([Markdown.Code(way.Result.Target!), .. way.Layers.Select(Cell), $"{Icon(way.Result.Outcome)} {way.Result.Outcome.Word()}", Markdown.Code(way.Result.Reason)]))]);
    }

    private static void AddPasses(StringBuilder page, CheckReport report)
    {
        var passed = report.Results.Where(result => result.Outcome == CheckOutcome.Passed).GroupBy(result => result.Check.Id).ToList();
        if (passed.Count == 0)
            return;
        page.Append(CultureInfo.InvariantCulture, $"\n<details><summary>{PlanWords.Count(report.Count(CheckOutcome.Passed), "answer")} as planned</summary>\n\n").Append(Markdown.Header("check", "how many:", "which"));
        AddRows(page, [.. passed.Select(check => Markdown.Row(Markdown.Code(check.Key), PlanWords.Number(check.Count()), Markdown.Text(CheckPhrases.Some([.. check.Select(CheckPhrases.Thing)], 12))))]);
        page.Append("\n</details>\n");
    }

    private static string Icon(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "✅",
        CheckOutcome.Failed => "❌",
        CheckOutcome.Warning => "⚠️",
        CheckOutcome.Unknown => "❔",
        _ => "➖",
    };

    private static string Cell(LayerState state) => state switch
    {
        LayerState.Passed => "✅",
        LayerState.Stopped => "❌",
        _ => "",
    };

    private static void AddRows(StringBuilder page, List<string> rows)
    {
        var most = Math.Min(MostForOne, MarkdownReport.MostCharacters - page.Length - 500);
        var shown = 0;
        foreach (var row in rows.TakeWhile(row => (most -= row.Length) >= 0))
        {
            page.Append(row);
            shown++;
        }

        if (shown < rows.Count)
            page.Append(CultureInfo.InvariantCulture, $"\n**{PlanWords.Count(rows.Count - shown, "more row")} not shown here**: `fairlead check --format html` shows them all.\n");
    }
}
