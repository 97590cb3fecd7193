using System.Globalization;
using Fairlead.Core.Claims;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports.Html;

/// <summary>One map per prefix, and the same as a table for whoever prefers or needs text.</summary>
internal static class MapsSection
{
    private const int MostOpen = 20;
    private const int MostRows = 300;

    private static readonly MapUse[] Legend =
        [MapUse.Scope, MapUse.Excluded, MapUse.Pool, MapUse.ControlPlane, MapUse.LoadBalancer, MapUse.Bridge, MapUse.Host, MapUse.Reserved, MapUse.Edge, MapUse.Free];

    public static void Write(HtmlWriter html, Plan plan)
    {
        var segments = plan.Estate.Segments.Where(segment => segment.Prefixes.Count > 0).ToList();
        if (segments.Count == 0)
            return;
        html.Open("section", ("id", "maps"), ("aria-labelledby", "maps-title"));
        html.Element("h2", "Address maps", ("id", "maps-title"));
        html.Element("p", "Each bar is one segment, to scale from its first address to its last. What would be too thin to see has a mark above the bar; a red cross below it is a conflict.", ("class", "lead"));
        WritePatterns(html);
        WriteLegend(html);
        var maker = new MapMaker(plan);
        foreach (var site in segments.GroupBy(segment => segment.Site))
        {
            html.Element("h3", site.Key.Name);
            foreach (var segment in site)
            {
                html.Open("details", ("class", "segment"), ("open", segments.Count <= MostOpen ? "open" : null));
                html.Open("summary");
                html.Open("h4");
                html.Element("code", segment.ToString());
                html.Close();
                html.Element("span", Description(segment), ("class", "counts"));
                html.CloseLine();
                foreach (var map in maker.MapsOf(segment))
                    WriteMap(html, map);
                html.CloseLine();
            }
        }

        html.CloseLine();
    }

    private static string Description(Sites.Segment segment)
    {
        var vlan = segment.Spec.Vlan.TryGet(out var id) ? string.Create(CultureInfo.InvariantCulture, $", VLAN {id}") : "";
        return $"{string.Join(", ", segment.Prefixes.Select(prefix => prefix.Value.ToString()))}{vlan}";
    }

    private static void WriteMap(HtmlWriter html, AddressMap map)
    {
        var windows = MapWindows.Of(map);
        html.Open("figure", ("class", "mapfigure"));
        MapDrawing.Draw(html, map, map.Prefix.Range, windows, $"Map of {map.Prefix} of segment {map.Segment}: {Shares(map)}");
        for (var i = 0; i < windows.Count; i++)
        {
            var times = map.Prefix.Count / windows[i].Count;
            html.Element("p", times < 100_000 ? $"{MapDrawing.LetterOf(i)}, enlarged {PlanWords.Number(times)} times" : $"{MapDrawing.LetterOf(i)}, enlarged", ("class", "enlarged"));
            MapDrawing.Draw(html, map, windows[i], [], $"{windows[i]}, a part of {map.Prefix}, enlarged");
        }

        html.Element("figcaption", Shares(map));
        html.CloseLine();
        WriteTable(html, map);
    }

    /// <summary>For example <c>1,024 addresses: 510 DHCP scope, 10 excluded from the scope, 460 free</c>.</summary>
    private static string Shares(AddressMap map) =>
        $"{PlanWords.Addresses(map.Prefix.Count)} addresses: " + string.Join(", ", Legend.Select(use => (Use: use, Count: map.CountOf(use))).Where(share => share.Count > 0).Select(share => MapDrawing.Count(share.Use, share.Count)));

    private static void WriteTable(HtmlWriter html, AddressMap map)
    {
        html.Open("details", ("class", "asTable"));
        html.Element("summary", $"{map.Prefix} as a table");
        using (var table = new HtmlTable(html, $"What {map.Prefix} is used for", "addresses", Column.OfNumbers("how many"), "use", "whose"))
        {
            foreach (var tile in map.Tiles.Take(MostRows))
                table.Row(Cell.Code(tile.Range.ToString()), PlanWords.Addresses(tile.Range.Count), MapDrawing.NameOf(tile.Use), string.Join("; ", tile.Claims.Take(4).Select(ClaimText.Describe)));
        }

        if (map.Tiles.Count > MostRows)
            html.Element("p", $"{PlanWords.Number(map.Tiles.Count - MostRows)} more rows are left out.", ("class", "cut"));
        html.CloseLine();
    }

    private static void WriteLegend(HtmlWriter html)
    {
        html.Open("ul", ("class", "legend"), ("aria-label", "Legend"));
        foreach (var use in Legend)
        {
            html.Open("li");
            html.Open("svg", ("width", "44"), ("height", "18"), ("aria-hidden", "true"), ("overflow", "visible"));
            if (use is not (MapUse.Free or MapUse.Edge))
            {
                html.Open("svg", ("x", "8"), ("y", "9"), ("overflow", "visible"), ("width", "1"), ("height", "1"));
                MapDrawing.DrawShape(html, use);
                html.Close();
            }

            html.Void("rect", ("class", "frame"), ("x", "18"), ("y", "2"), ("width", "24"), ("height", "14"), ("fill", $"url(#p-{MapDrawing.PatternOf(use)})"));
            html.Close();
            html.Text(MapDrawing.NameOf(use));
            html.Close();
        }

        html.Open("li");
        html.Open("svg", ("width", "44"), ("height", "18"), ("aria-hidden", "true"), ("overflow", "visible"));
        html.Open("svg", ("x", "30"), ("y", "9"), ("overflow", "visible"), ("width", "1"), ("height", "1"), ("class", "clash"));
        html.Void("path", ("class", "cross"), ("d", "M-5 -5L5 5M5 -5L-5 5"));
        html.Close();
        html.Close();
        html.Text("conflict");
        html.Close();
        html.CloseLine();
    }

    /// <summary>Every use differs by pattern as well as by colour.</summary>
    private static void WritePatterns(HtmlWriter html)
    {
        html.Open("svg", ("width", "0"), ("height", "0"), ("class", "defs"), ("aria-hidden", "true"));
        html.Open("defs");
        Pattern(MapUse.Free, 8, "");
        Pattern(MapUse.Edge, 8, "");
        Pattern(MapUse.Scope, 8, "M-2 2L2 -2M0 8L8 0M6 10L10 6");
        Pattern(MapUse.Pool, 8, "M-2 6L2 10M0 0L8 8M6 -2L10 2");
        Pattern(MapUse.Excluded, 6, "M1 1H2V2H1ZM4 4H5V5H4Z");
        Pattern(MapUse.Reserved, 6, "M0 3H6M3 0V6");
        Pattern(MapUse.Host, 6, "M2 2H4V4H2Z");
        Pattern(MapUse.LoadBalancer, 6, "M0 3H6");
        Pattern(MapUse.Bridge, 6, "M3 0V6");
        Pattern(MapUse.ControlPlane, 6, "");
        html.Close();
        html.CloseLine();

        void Pattern(MapUse use, int size, string lines)
        {
            var name = MapDrawing.PatternOf(use);
            var side = size.ToString(CultureInfo.InvariantCulture);
            html.Open("pattern", ("id", "p-" + name), ("patternUnits", "userSpaceOnUse"), ("width", side), ("height", side));
            html.Void("rect", ("class", "f-" + name), ("width", side), ("height", side));
            if (lines.Length > 0)
                html.Void("path", ("class", "l-" + name), ("d", lines));
            html.Close();
        }
    }
}
