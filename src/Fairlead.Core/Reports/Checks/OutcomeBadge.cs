using Fairlead.Core.Checks;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Reports.Html;

namespace Fairlead.Core.Reports.Checks;

/// <summary>Signs for outcomes: each has a shape of its own, so colour is never the only difference.</summary>
internal static class OutcomeBadge
{
    public static void Write(HtmlWriter html, CheckOutcome outcome)
    {
        html.Open("span", ("class", $"badge {StyleOf(outcome)}"));
        WriteIcon(html, outcome);
        html.Text(outcome.Word());
        html.Close();
    }

    /// <summary>The class of the style sheet.</summary>
    public static string StyleOf(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Passed => "good",
        CheckOutcome.Failed => "error",
        _ => outcome.Word(),
    };

    public static void WriteIcon(HtmlWriter html, CheckOutcome outcome)
    {
        switch (outcome)
        {
            case CheckOutcome.Unknown:
                WriteSign(html, "M5.8 6.2A2.2 2.2 0 1 1 8 8.6V10M8 12V12.6");
                break;
            case CheckOutcome.Skipped:
                WriteSign(html, "M4.8 8H11.2");
                break;
            default:
                Icons.Write(html, outcome switch { CheckOutcome.Failed => Severity.Error, CheckOutcome.Warning => Severity.Warning, _ => null });
                break;
        }
    }

    private static void WriteSign(HtmlWriter html, string path)
    {
        html.Open("svg", ("class", "icon"), ("viewBox", "0 0 16 16"), ("width", "16"), ("height", "16"), ("aria-hidden", "true"));
        html.Void("path", ("class", "shape"), ("d", "M8 1A7 7 0 1 1 8 15A7 7 0 1 1 8 1Z"));
        html.Void("path", ("class", "sign"), ("d", path));
        html.Close();
    }
}
