using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Reports.Html;

/// <summary>Signs for severities: each has a shape of its own, so colour is never the only difference.</summary>
internal static class Icons
{
    /// <param name="severity">Null: all is well.</param>
    public static void Write(HtmlWriter html, Severity? severity)
    {
        html.Open("svg", ("class", "icon"), ("viewBox", "0 0 16 16"), ("width", "16"), ("height", "16"), ("aria-hidden", "true"));
        html.Void("path", ("class", "shape"), ("d", severity switch
        {
            Severity.Error => "M5 1H11L15 5V11L11 15H5L1 11V5Z",
            Severity.Warning => "M8 1L15.5 15H0.5Z",
            _ => "M8 1A7 7 0 1 1 8 15A7 7 0 1 1 8 1Z",
        }));
        html.Void("path", ("class", "sign"), ("d", severity switch
        {
            Severity.Error => "M5.5 5.5L10.5 10.5M10.5 5.5L5.5 10.5",
            Severity.Warning => "M8 6V10M8 12V13",
            Severity.Info => "M8 7V12M8 4V5",
            _ => "M4.5 8.5L7 11L11.5 5.5",
        }));
        html.Close();
    }

    public static void Badge(HtmlWriter html, Severity severity)
    {
        html.Open("span", ("class", $"badge {severity.Word()}"));
        Write(html, severity);
        html.Text(severity.Word());
        html.Close();
    }
}
