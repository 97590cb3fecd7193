using System.Globalization;
using Fairlead.Core.Capacity;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports.Html;

/// <summary>What nodes take against what each segment has.</summary>
internal static class CapacitySection
{
    private const int MostBars = 100;
    private const int MostRows = 2_000;

    /// <summary>A segment that has more than this many times the need is drawn with its bar cut.</summary>
    private const int MostTimesNeed = 8;

    public static void Write(HtmlWriter html, Plan plan)
    {
        if (plan.Capacity.Count == 0)
            return;
        html.Open("section", ("id", "capacity"), ("aria-labelledby", "capacity-title"));
        html.Element("h2", "Capacity", ("id", "capacity-title"));
        html.Element("p", "Addresses that nodes take against what scopes and pools have left for them. The peak is everything at once: scaled out, upgrading, and the leases of replaced nodes still alive. The mark below a bar is the vendor's own figure, one address per worker.", ("class", "lead"));
        WriteLegend(html);
        var used = plan.Capacity.Where(row => row.Segment.IsInUse).ToList();
        // The tightest first, when not all can be drawn.
        var drawn = used.Count <= MostBars ? used : [.. used.OrderBy(row => row.Headroom).Take(MostBars)];
        if (drawn.Count < used.Count)
            html.Element("p", $"The {MostBars} segments with the least room, of {PlanWords.Number(used.Count)} in use; the table has all.", ("class", "cut"));
        foreach (var row in drawn)
            WriteBar(html, row);
        WriteTable(html, plan);
        html.CloseLine();
    }

    private static void WriteBar(HtmlWriter html, SegmentCapacity row)
    {
        var available = row.Available > long.MaxValue ? long.MaxValue : (long)row.Available;
        var isCut = row.Peak > 0 && available / MostTimesNeed > row.Peak;
        var whole = Math.Max(isCut ? row.Peak * MostTimesNeed : Math.Max(available, row.Peak), 1);
        var isShort = row.FirstToFail is not null && row.IsSound && row.HasSource;
        var figures = $"{PlanWords.Number(row.Steady)} steady, {PlanWords.Number(row.Peak)} at peak, {PlanWords.Addresses(row.Available)} available";
        html.Open("figure", ("class", isShort ? "capacity short" : "capacity"));
        html.Open("figcaption");
        html.Element("code", row.Segment.ToString());
        html.Element("span", $"{figures}{(isShort || !row.IsSound || !row.HasSource ? $": {PlanWords.Verdict(row)}" : "")}", ("class", "counts"));
        html.Close();
        html.Open("svg", ("class", "bar"), ("role", "img"), ("aria-label", $"{row.Segment}: {figures}, page's figure {PlanWords.Number(row.DocumentedMinimum)}"), ("width", "100%"), ("height", "44"), ("overflow", "visible"));
        html.Void("rect", ("class", "track"), ("x", "0"), ("y", "6"), ("width", Percent(Math.Min(available, whole), whole)), ("height", "20"));
        Part("steady", 0, row.Steady, "steady");
        Part("growth", row.Steady, row.AtMost - row.Steady, "more when scaled out");
        Part("spare", row.AtMost, row.Spare, "spare nodes of upgrades");
        Part("stale", row.AtMost + row.Spare, row.StaleLeases, "leases of replaced nodes");
        if (isCut)
            WriteCutMark(html);
        else
            html.Void("line", ("class", "limit"), ("x1", Percent(available, whole)), ("x2", Percent(available, whole)), ("y1", "1"), ("y2", "31"));
        html.Open("svg", ("x", Percent(row.DocumentedMinimum, whole)), ("y", "28"), ("overflow", "visible"), ("width", "1"), ("height", "1"));
        html.Void("path", ("class", "page"), ("d", "M0 0L5 8H-5Z"));
        html.Element("text", $"page: {PlanWords.Number(row.DocumentedMinimum)}", ("class", "tick"), ("x", "9"), ("y", "12"), ("aria-hidden", "true"));
        html.Close();
        html.Close();
        if (isCut)
            html.Element("p", $"bar cut: {PlanWords.Addresses(row.Available)} are available", ("class", "cutnote"));
        html.CloseLine();

        void Part(string name, long from, long count, string title)
        {
            if (count <= 0)
                return;
            html.Open("rect", ("class", "part"), ("x", Percent(from, whole)), ("y", "6"), ("width", Percent(count, whole)), ("height", "20"), ("fill", $"url(#c-{name})"));
            html.Element("title", $"{PlanWords.Number(count)} {title}");
            html.Close();
        }
    }

    private static void WriteCutMark(HtmlWriter html)
    {
        html.Open("svg", ("x", "92%"), ("y", "0"), ("overflow", "visible"), ("width", "1"), ("height", "1"));
        html.Void("path", ("class", "cutmark"), ("d", "M6 2L0 16L6 16L0 30"));
        html.Close();
    }

    private static void WriteLegend(HtmlWriter html)
    {
        html.Open("svg", ("width", "0"), ("height", "0"), ("class", "defs"), ("aria-hidden", "true"));
        html.Open("defs");
        Pattern("steady", "");
        Pattern("growth", "M-2 2L2 -2M0 8L8 0M6 10L10 6");
        Pattern("spare", "M0 4H8");
        Pattern("stale", "M1 1H3V3H1ZM5 5H7V7H5Z");
        html.Close();
        html.Close();
        html.Open("ul", ("class", "legend"), ("aria-label", "Legend"));
        Item("steady", "steady: nodes as written");
        Item("growth", "more when scaled out");
        Item("spare", "spare nodes of upgrades");
        Item("stale", "leases of replaced nodes");
        Sign("limit", "M13 0V18", "end of what is available");
        Sign("page", "M13 4L18 13H8Z", "the vendor's own figure");
        html.CloseLine();

        void Pattern(string name, string lines)
        {
            html.Open("pattern", ("id", "c-" + name), ("patternUnits", "userSpaceOnUse"), ("width", "8"), ("height", "8"));
            html.Void("rect", ("class", "f-" + name), ("width", "8"), ("height", "8"));
            if (lines.Length > 0)
                html.Void("path", ("class", "l-" + name), ("d", lines));
            html.Close();
        }

        void Sign(string style, string path, string title)
        {
            html.Open("li");
            html.Open("svg", ("width", "26"), ("height", "18"), ("aria-hidden", "true"));
            html.Void("path", ("class", style), ("d", path));
            html.Close();
            html.Text(title);
            html.Close();
        }

        void Item(string name, string title)
        {
            html.Open("li");
            html.Open("svg", ("width", "26"), ("height", "18"), ("aria-hidden", "true"));
            html.Void("rect", ("class", "frame"), ("x", "1"), ("y", "2"), ("width", "24"), ("height", "14"), ("fill", $"url(#c-{name})"));
            html.Close();
            html.Text(title);
            html.Close();
        }
    }

    private static void WriteTable(HtmlWriter html, Plan plan)
    {
        using (var table = new HtmlTable(
            html,
            "Capacity by segment",
            "segment",
            Column.OfNumbers("available"),
            Column.OfNumbers("page's figure"),
            Column.OfNumbers("steady"),
            Column.OfNumbers("scaled out"),
            Column.OfNumbers("upgrade spare"),
            Column.OfNumbers("stale leases"),
            Column.OfNumbers("peak"),
            Column.OfNumbers("left at peak"),
            "verdict"))
        {
            foreach (var row in plan.Capacity.Take(MostRows))
            {
                table.Row(
                    Cell.Code(row.Segment.ToString()),
                    PlanWords.Addresses(row.Available),
                    PlanWords.Number(row.DocumentedMinimum),
                    PlanWords.Number(row.Steady),
                    PlanWords.Number(row.AtMost),
                    PlanWords.Number(row.Spare),
                    PlanWords.Number(row.StaleLeases),
                    PlanWords.Number(row.Peak),
                    row.Headroom < 0 ? PlanWords.Number(row.Headroom) : PlanWords.Addresses((UInt128)row.Headroom),
                    PlanWords.Verdict(row));
            }
        }

        if (plan.Capacity.Count > MostRows)
            html.Element("p", $"{PlanWords.Number(plan.Capacity.Count - MostRows)} more segments are left out.", ("class", "cut"));
    }

    private static string Percent(long part, long whole) => string.Create(CultureInfo.InvariantCulture, $"{(decimal)part * 100 / whole:0.####}%");
}
