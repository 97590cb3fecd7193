using System.Globalization;
using Fairlead.Core.Checks;
using Fairlead.Core.Reports.Html;

namespace Fairlead.Core.Reports.Checks;

/// <summary>What is not as planned, failures first, each with what was seen and what to do; long lists of one kind are folded.</summary>
internal static class AnswersSection
{
    private const int MostNames = 200;

    public static void Write(HtmlWriter html, CheckReport report)
    {
        html.Open("section", ("id", "answers"), ("aria-labelledby", "answers-title"));
        html.Element("h2", "Not as planned, or open", ("id", "answers-title"));
        var folds = CheckFold.Of(report.Results.Where(result => result.Outcome != CheckOutcome.Passed));
        if (folds.Count == 0)
            html.Element("p", "Nothing.", ("class", "lead"));
        foreach (var fold in folds)
        {
            foreach (var result in fold.Shown)
                WriteAnswer(html, result);
            WriteRest(html, fold.Rest);
        }

        html.CloseLine();
    }

    private static void WriteAnswer(HtmlWriter html, CheckResult result)
    {
        html.Open("article", ("class", $"finding {OutcomeBadge.StyleOf(result.Outcome)}"));
        html.Open("p", ("class", "head"));
        OutcomeBadge.Write(html, result.Outcome);
        html.Text(" ");
        html.Element("a", $"{result.Check.Rule} {result.Check.Id}", ("href", "#" + result.Check.Rule), ("class", "rule"));
        html.Text(" ");
        html.Element("code", CheckPhrases.Thing(result));
        if (CheckPhrases.Behind(result) is { } subject)
            html.Element("code", subject, ("class", "subject"));
        html.CloseLine();
        html.Open("p", ("class", "message"));
        html.Text(result.Message);
        html.Element("span", $" ({result.Reason}{(result.IsOpen || result.Outcome is CheckOutcome.Failed or CheckOutcome.Warning ? "" : ", not required")})", ("class", "reason"));
        html.Close();
        WriteEvidence(html, result);
        if (result.Hint is { } hint)
        {
            html.Open("p", ("class", "mend"));
            html.Element("b", "Mend:");
            html.Text(" " + hint);
            html.Close();
        }

        html.CloseLine();
    }

    private static void WriteEvidence(HtmlWriter html, CheckResult result)
    {
        html.Open("ul", ("class", "seen"));
        foreach (var seen in result.Evidence)
        {
            html.Open("li");
            html.Element("span", $"seen {seen.Kind} ", ("class", "kind"));
            html.Element("code", seen.Text);
            if (seen.At is { } at)
                html.Element("span", $" {at.UtcDateTime.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture)} UTC", ("class", "kind"));
            html.Close();
        }

        if (result.Location is { } location)
            html.Element("li", string.Create(CultureInfo.InvariantCulture, $"written in {location.File}:{location.Line}"), ("class", "kind"));
        html.Close();
    }

    private static void WriteRest(HtmlWriter html, IReadOnlyList<CheckResult> rest)
    {
        if (rest.Count == 0)
            return;
        html.Open("details", ("class", "object"));
        html.Element("summary", $"{PlanWords.Count(rest.Count, "more answer")} alike: {rest[0].Check.Id} {rest[0].Outcome.Word()} ({rest[0].Reason})");
        html.Element("p", CheckPhrases.Some([.. rest.Select(CheckPhrases.Thing)], MostNames), ("class", "related"));
        html.CloseLine();
    }
}
