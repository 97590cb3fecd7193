using Fairlead.Core.Checks;
using Fairlead.Core.Reports.Html;

namespace Fairlead.Core.Reports.Checks;

/// <summary>The answers of a run as one HTML file that needs nothing else: no script, no network, any screen, paper too.</summary>
public static class CheckHtml
{
    public static void Write(CheckReport report, Stream output)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(output);
        var frame = new HtmlFrame
        {
            Kicker = "Fairlead check",
            Title = report.Vantage.Segment ?? $"Seen from {report.Vantage.Host}",
            Skip = ("Skip to the answers", "answers"),
            Verdict = html => WriteVerdict(html, report),
            Contents =
            [
                ("summary", "Summary", true),
                ("vantage", "Vantage", true),
                ("answers", "Answers", true),
                ("endpoints", "Endpoints", EndpointMatrix.Of(report).Count > 0),
                ("addresses", "Addresses", report.Results.Any(result => result.Verdict is not null)),
                ("passes", "As planned", report.Count(CheckOutcome.Passed) > 0),
                ("questions", "Questions", QuestionsSection.Of(report).Count > 0),
            ],
            Sections = html => WriteSections(html, report),
            Footer = $"Made by Fairlead. What is said here was seen from {report.Vantage.Host} at {CheckJson.Moment(report.Vantage.StartedAt)}, and from nowhere else: another machine or another hour may see otherwise.",
        };
        HtmlPage.WriteOfChecks(output, $"{frame.Title}: {frame.Kicker}", frame.Write);
    }

    private static void WriteSections(HtmlWriter html, CheckReport report)
    {
        WriteSummary(html, report);
        WriteVantage(html, report.Vantage);
        AnswersSection.Write(html, report);
        EndpointsSection.Write(html, report);
        VerdictsSection.Write(html, report);
        PassesSection.Write(html, report);
        QuestionsSection.Write(html, report);
    }

    private static void WriteVerdict(HtmlWriter html, CheckReport report)
    {
        var (mood, icon) = report switch
        {
            { HasFailures: true } => ("error", CheckOutcome.Failed),
            { HasOpenQuestions: true } => ("open", CheckOutcome.Unknown),
            _ when report.Count(CheckOutcome.Warning) > 0 => ("warning", CheckOutcome.Warning),
            _ => ("good", CheckOutcome.Passed),
        };
        html.Open("p", ("class", $"verdict {mood}"));
        OutcomeBadge.WriteIcon(html, icon);
        html.Element("strong", CheckPhrases.Headline(report) + ".");
        html.Text($" {CheckPhrases.Counts(report)}.");
        html.CloseLine();
        if (report.Vantage.StandInFor is { } standIn)
            Notice(html, $"A stand-in: this machine is none of the kind {standIn}. What it saw holds for where it stands, not for {standIn} itself.");
        if (RawPermissionNote.Of(report) is { } note)
            Notice(html, $"{note.Missed} {note.Asked}{(note.Hint is null ? "" : $" To mend it: {note.Hint}.")}");
    }

    private static void Notice(HtmlWriter html, string text)
    {
        html.Open("p", ("class", "notice"));
        OutcomeBadge.WriteIcon(html, CheckOutcome.Warning);
        html.Text(text);
        html.CloseLine();
    }

    private static void WriteSummary(HtmlWriter html, CheckReport report)
    {
        html.Open("section", ("id", "summary"), ("aria-labelledby", "summary-title"));
        html.Element("h2", "Summary", ("id", "summary-title"));
        html.Open("dl", ("class", "tiles"));
        foreach (var outcome in Enum.GetValues<CheckOutcome>().OrderBy(CheckPhrases.Rank))
            Tile(outcome.Word(), report.Count(outcome), OutcomeBadge.StyleOf(outcome));
        Tile("open, and required", report.Results.Count(result => result.IsOpen), "unknown");
        html.CloseLine();
        html.Open("div", ("class", "wide"));
        using (var table = new HtmlTable(html, "By family", ["family", .. Enum.GetValues<CheckOutcome>().OrderBy(CheckPhrases.Rank).Select(outcome => Column.OfNumbers(outcome.Word()))]))
        {
            foreach (var family in report.Results.GroupBy(result => result.Check.Family).OrderBy(family => family.Min(result => result.Check.Rule), StringComparer.Ordinal))
                table.Row([Cell.Code(family.Key), .. Enum.GetValues<CheckOutcome>().OrderBy(CheckPhrases.Rank).Select(outcome => (Cell)PlanWords.Number(family.Count(result => result.Outcome == outcome)))]);
        }

        html.CloseLine();
        html.CloseLine();

        void Tile(string label, int count, string mood)
        {
            html.Open("div", ("class", count > 0 ? mood : null));
            html.Element("dt", label);
            html.Element("dd", PlanWords.Number(count));
            html.Close();
        }
    }

    private static void WriteVantage(HtmlWriter html, Vantage vantage)
    {
        html.Open("section", ("id", "vantage"), ("aria-labelledby", "vantage-title"));
        html.Element("h2", "Vantage", ("id", "vantage-title"));
        html.Element("p", "From where every question was asked. What holds here need not hold for other machines: ask from each kind.", ("class", "lead"));
        html.Open("dl", ("class", "facts"));
        foreach (var (name, value) in VantageFacts.Of(vantage))
        {
            html.Element("dt", name);
            html.Element("dd", value);
        }

        html.CloseLine();
        html.CloseLine();
    }
}
