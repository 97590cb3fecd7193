using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;

namespace Fairlead.Core.Reports.Html;

/// <summary>Draws an address map to scale. All places are percentages, so the bar fits any width while text keeps its size.</summary>
internal static class MapDrawing
{
    private const int Lane = 15;
    private const int BarHeight = 34;
    private const int MostMarks = 150;

    /// <summary>Narrower tiles get a mark above the bar as well: 0.6 percent, two points on a phone.</summary>
    private const long Tiny = 6_000;

    /// <summary>A mark this near to the one before it is part of it.</summary>
    private const long Near = 9_000;

    private static readonly MapUse[] Lanes = [MapUse.ControlPlane, MapUse.Bridge, MapUse.LoadBalancer, MapUse.Host, MapUse.Reserved, MapUse.Excluded, MapUse.Pool, MapUse.Scope];

    /// <param name="universe">The whole prefix, or a part of it to look at closely.</param>
    /// <param name="windows">Parts that are drawn again, enlarged.</param>
    /// <param name="label">What the picture shows, for people who can't see it.</param>
    public static void Draw(HtmlWriter html, AddressMap map, IpRange universe, IReadOnlyList<IpRange> windows, string label)
    {
        var scale = new Scale(universe);
        var tiles = map.Tiles.Select(tile => tile.Range.TryIntersect(universe, out var part) ? tile with { Range = part } : null).OfType<MapTile>().ToList();
        var conflicts = map.Conflicts.Select(conflict => (Conflict: conflict, Part: conflict.Addresses.Ranges[0].TryIntersect(universe, out var part) ? part : default)).Where(item => !item.Part.IsNone).ToList();
        var marks = MarksOf(tiles, scale);
        var top = (marks.Count * Lane) + 2;
        var below = top + BarHeight + 3;
        var ticks = below + (conflicts.Count > 0 ? Lane : 0) + (windows.Count > 0 ? Lane : 0);
        html.Open("svg", ("class", "map"), ("role", "img"), ("aria-label", label), ("width", "100%"), ("height", Number(ticks + 22)), ("overflow", "visible"));
        html.Element("title", label);
        for (var lane = 0; lane < marks.Count; lane++)
            DrawMarks(html, marks[lane], lane, top, scale);
        foreach (var tile in tiles)
            DrawTile(html, tile, top, scale);
        html.Void("rect", ("class", "frame"), ("x", "0"), ("y", Number(top)), ("width", "100%"), ("height", Number(BarHeight)), ("fill", "none"));
        foreach (var tile in tiles)
            DrawLabel(html, tile, top, scale);
        foreach (var (conflict, part) in conflicts.Take(MostMarks))
            DrawConflict(html, conflict, part, below, scale);
        for (var i = 0; i < windows.Count; i++)
            DrawWindow(html, windows[i], i, below + (conflicts.Count > 0 ? Lane : 0), scale);
        DrawTicks(html, universe, ticks);
        html.CloseLine();
    }

    public static string NameOf(MapUse use) => use switch
    {
        MapUse.Free => "free",
        MapUse.Edge => "network or broadcast address",
        MapUse.Scope => "DHCP scope",
        MapUse.Pool => "static node pool",
        MapUse.Excluded => "excluded from the scope",
        MapUse.Reserved => "reserved",
        MapUse.Host => "host",
        MapUse.LoadBalancer => "load balancer",
        MapUse.Bridge => "resource bridge",
        _ => "control plane IP",
    };

    public static string Count(MapUse use, UInt128 count) => $"{PlanWords.Addresses(count)} {NameOf(use)}" + use switch
    {
        _ when count == 1 => "",
        MapUse.Edge => "es",
        MapUse.Host or MapUse.ControlPlane => "s",
        _ => "",
    };

    public static string PatternOf(MapUse use) => use switch
    {
        MapUse.Free => "free",
        MapUse.Edge => "edge",
        MapUse.Scope => "scope",
        MapUse.Pool => "pool",
        MapUse.Excluded => "excluded",
        MapUse.Reserved => "reserved",
        MapUse.Host => "host",
        MapUse.LoadBalancer => "balancer",
        MapUse.Bridge => "bridge",
        _ => "control",
    };

    /// <summary>The mark of a use, drawn around the point (0, 0); every use has a shape of its own.</summary>
    public static void DrawShape(HtmlWriter html, MapUse use) => html.Void("path", ("class", $"s-{PatternOf(use)}"), ("d", use switch
    {
        MapUse.ControlPlane => "M-6 -5H6L0 6Z",
        MapUse.Bridge => "M0 -6L6 0L0 6L-6 0Z",
        MapUse.LoadBalancer => "M-5 -5H5V5H-5Z",
        MapUse.Host => "M-5 0A5 5 0 1 1 5 0A5 5 0 1 1 -5 0Z",
        MapUse.Excluded => "M-5 -2H5V2H-5Z",
        MapUse.Reserved => "M-6 5L0 -6L6 5Z",
        _ => "M-2 -6H2V6H-2Z",
    }));

    private static List<List<(MapUse Use, long At, List<MapTile> Tiles)>> MarksOf(List<MapTile> tiles, Scale scale)
    {
        var lanes = new List<List<(MapUse, long At, List<MapTile> Tiles)>>();
        foreach (var use in Lanes)
        {
            var lane = new List<(MapUse, long At, List<MapTile> Tiles)>();
            foreach (var tile in tiles.Where(tile => tile.Use == use && scale.Width(tile.Range) < Tiny))
            {
                var at = scale.Start(tile.Range.First) + (scale.Width(tile.Range) / 2);
                if (lane.Count > 0 && at - lane[^1].At < Near)
                    lane[^1].Tiles.Add(tile);
                else
                    lane.Add((use, at, [tile]));
            }

            if (lane.Count > 0)
                lanes.Add(lane);
        }

        return lanes;
    }

    private static void DrawMarks(HtmlWriter html, List<(MapUse Use, long At, List<MapTile> Tiles)> marks, int lane, int top, Scale scale)
    {
        var middle = (lane * Lane) + (Lane / 2);
        foreach (var (use, at, tiles) in marks.Take(MostMarks))
        {
            html.Open("g");
            html.Element("title", string.Join("\n", tiles.Take(8).Select(Describe)) + (tiles.Count > 8 ? $" and {tiles.Count - 8} more" : ""));
            html.Void("line", ("class", "stem"), ("x1", Scale.Percent(at)), ("x2", Scale.Percent(at)), ("y1", Number(middle)), ("y2", Number(top + 4)));
            html.Open("svg", ("x", Scale.Percent(at)), ("y", Number(middle)), ("overflow", "visible"), ("width", "1"), ("height", "1"));
            DrawShape(html, use);
            html.Close();
            html.Close();
        }
    }

    private static void DrawTile(HtmlWriter html, MapTile tile, int top, Scale scale)
    {
        html.Open(
            "rect",
            ("data-use", PatternOf(tile.Use)),
            ("x", Scale.Percent(scale.Start(tile.Range.First))),
            ("y", Number(top)),
            ("width", Scale.Percent(scale.Width(tile.Range))),
            ("height", Number(BarHeight)),
            ("fill", $"url(#p-{PatternOf(tile.Use)})"));
        html.Element("title", Describe(tile));
        html.Close();
    }

    private static void DrawLabel(HtmlWriter html, MapTile tile, int top, Scale scale)
    {
        if (tile.Use == MapUse.Edge)
            return;
        var text = tile.Use switch
        {
            MapUse.Scope => "scope",
            MapUse.Pool => "pool",
            MapUse.Excluded => "excluded",
            MapUse.LoadBalancer => "LB",
            MapUse.Bridge => "bridge",
            MapUse.ControlPlane => "API",
            var use => NameOf(use),
        };
        // Room for the text on a bar of 600 points; on one of 300 (a phone), wider tiles alone have it.
        var width = scale.Width(tile.Range);
        var need = ((text.Length * 7) + 6) * Scale.Whole / 600;
        if (width < need)
            return;
        html.Element(
            "text",
            text,
            ("class", width >= need * 2 ? "tile" : "tile wide"),
            ("x", Scale.Percent(scale.Start(tile.Range.First) + (width / 2))),
            ("y", Number(top + (BarHeight / 2) + 4)),
            ("text-anchor", "middle"),
            ("aria-hidden", "true"));
    }

    private static void DrawConflict(HtmlWriter html, MapConflict conflict, IpRange part, int y, Scale scale)
    {
        var (start, width) = (scale.Start(part.First), scale.Width(part));
        html.Open("g", ("class", "clash"));
        html.Element("title", $"{part}: {conflict.Finding.Rule.Id} {conflict.Finding.Message}");
        html.Void("rect", ("x", Scale.Percent(start)), ("y", Number(y + 4)), ("width", Scale.Percent(width)), ("height", "5"));
        html.Open("svg", ("x", Scale.Percent(start + (width / 2))), ("y", Number(y + 6)), ("overflow", "visible"), ("width", "1"), ("height", "1"));
        html.Void("path", ("class", "halo"), ("d", "M-5 -5L5 5M5 -5L-5 5"));
        html.Void("path", ("class", "cross"), ("d", "M-5 -5L5 5M5 -5L-5 5"));
        html.Close();
        html.Close();
    }

    private static void DrawWindow(HtmlWriter html, IpRange window, int index, int y, Scale scale)
    {
        var (start, end) = (scale.Start(window.First), scale.End(window.Last));
        html.Void("rect", ("class", "window"), ("x", Scale.Percent(start)), ("y", Number(y + 1)), ("width", Scale.Percent(Math.Max(end - start, 2_000))), ("height", "3"));
        var middle = start + ((end - start) / 2);
        var anchor = middle < 15_000 ? "start" : middle > Scale.Whole - 15_000 ? "end" : "middle";
        html.Element("text", LetterOf(index), ("class", "tick"), ("x", Scale.Percent(middle)), ("y", Number(y + 15)), ("text-anchor", anchor), ("aria-hidden", "true"));
    }

    public static string LetterOf(int window) => ((char)('A' + window)).ToString();

    private static void DrawTicks(HtmlWriter html, IpRange universe, int y)
    {
        for (var quarter = 0; quarter <= 4; quarter++)
        {
            if (universe.Count < 8 && quarter is not (0 or 4))
                continue;
            var address = quarter != 4 && universe.First.TryAdd(universe.Count / 4 * (UInt128)quarter, out var there) ? there : universe.Last;
            var at = quarter == 4 ? Scale.Whole : new Scale(universe).Start(address);
            var isInner = quarter is 1 or 2 or 3;
            if (isInner && universe.First.IsV6)
                continue;
            html.Void("line", ("class", isInner ? "axis wide" : "axis"), ("x1", Scale.Percent(at)), ("x2", Scale.Percent(at)), ("y1", Number(y)), ("y2", Number(y + 5)));
            html.Element(
                "text",
                address.ToString(),
                ("class", isInner ? "tick wide" : "tick"),
                ("x", Scale.Percent(at)),
                ("y", Number(y + 18)),
                ("text-anchor", quarter switch { 0 => "start", 4 => "end", _ => "middle" }),
                ("aria-hidden", "true"));
        }
    }

    /// <summary>For example <c>10.20.1.0-10.20.1.49 (50): the DHCP scope …</c>.</summary>
    private static string Describe(MapTile tile)
    {
        var count = tile.Range.IsSingle ? "" : $" ({PlanWords.Addresses(tile.Range.Count)} addresses)";
        if (tile.Claims.Count == 0)
            return $"{tile.Range}{count}: {NameOf(tile.Use)}";
        var claims = tile.Claims.Take(4).Select(ClaimText.Describe);
        var prefix = tile.Use == MapUse.Excluded ? "excluded from " : "";
        return $"{tile.Range}{count}: {prefix}{string.Join("; ", claims)}{(tile.Claims.Count > 4 ? $"; and {tile.Claims.Count - 4} more" : "")}";
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
