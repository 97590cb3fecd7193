using Fairlead.Core.Checks;
using Fairlead.Core.Reports.Html;

namespace Fairlead.Core.Reports.Checks;

/// <summary>How far each endpoint's way goes: one row per endpoint, one column per layer.</summary>
internal static class EndpointsSection
{
    public static void Write(HtmlWriter html, CheckReport report)
    {
        var ways = EndpointMatrix.Of(report);
        if (ways.Count == 0)
            return;
        html.Open("section", ("id", "endpoints"), ("aria-labelledby", "endpoints-title"));
        html.Element("h2", "Endpoints", ("id", "endpoints-title"));
        html.Element("p", "How far the way out goes. A cross is where it ends, with the cause; what stands behind it, or was not looked at, is empty.", ("class", "lead"));
        html.Open("table", ("role", "table"), ("class", "cards matrix"));
        html.Element("caption", $"{PlanWords.Count(ways.Count, "endpoint")}, {PlanWords.Number(ways.Count(way => way.Result.Outcome == CheckOutcome.Passed))} reached");
        WriteHead(html);
        html.Open("tbody", ("role", "rowgroup"));
        foreach (var way in ways)
            WriteRow(html, way);
        html.Close();
        html.CloseLine();
        html.CloseLine();
    }

    private static void WriteHead(HtmlWriter html)
    {
        html.Open("thead", ("role", "rowgroup"));
        html.Open("tr", ("role", "row"));
        html.Element("th", "endpoint", ("scope", "col"), ("role", "columnheader"));
        foreach (var layer in EndpointMatrix.Layers)
            html.Element("th", layer, ("scope", "col"), ("role", "columnheader"), ("class", "layer"));
        html.Element("th", "outcome", ("scope", "col"), ("role", "columnheader"), ("class", "reach"));
        html.Element("th", "reason", ("scope", "col"), ("role", "columnheader"));
        html.Close();
        html.CloseLine();
    }

    private static void WriteRow(HtmlWriter html, EndpointWay way)
    {
        html.Open("tr", ("role", "row"));
        html.Open("th", ("role", "rowheader"), ("scope", "row"));
        html.Open("div");
        html.Element("code", way.Result.Target!);
        html.Close();
        html.Close();
        for (var i = 0; i < way.Layers.Count; i++)
            WriteLayer(html, EndpointMatrix.Layers[i], way.Layers[i]);
        html.Open("td", ("role", "cell"), ("data-label", "outcome"), ("class", "reach"));
        html.Open("div");
        OutcomeBadge.Write(html, way.Result.Outcome);
        html.Close();
        html.Close();
        html.Open("td", ("role", "cell"), ("data-label", "reason"));
        html.Element("div", way.Result.Reason);
        html.Close();
        html.CloseLine();
    }

    private static void WriteLayer(HtmlWriter html, string layer, LayerState state)
    {
        var (sign, word, style) = state switch
        {
            LayerState.Passed => ("✓", "passed", " through"),
            LayerState.Stopped => ("✗", "ends here", " stopped"),
            _ => ("", "not seen", ""),
        };
        html.Open("td", ("role", "cell"), ("data-label", layer), ("class", $"layer{style}"), ("title", word));
        html.Element("div", sign);
        html.Close();
    }
}
