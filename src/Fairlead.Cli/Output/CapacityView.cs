using System.Globalization;
using Fairlead.Core.Capacity;
using Fairlead.Core.Planning;

namespace Fairlead.Cli.Output;

/// <summary>Per segment: what nodes may have, what they take, and what fails first.</summary>
internal sealed class CapacityView(Page page)
{
    private const int Indent = 2;
    private const int NumberWidth = 11;
    private const int ClustersShown = 20;

    private static readonly string[] Columns = ["available", "steady", "peak", "headroom", "vendor page"];

    public static void Write(Plan plan, Page page)
    {
        var rows = plan.Capacity.Where(row => row.Segment.IsInUse || row.HasSource).ToList();
        if (rows.Count == 0)
            return;
        page.Heading("Capacity for nodes");
        page.Legend([(page.Glyphs.Steady, InkOf(0), "steady"), (page.Glyphs.Peak, InkOf(1), "up to the peak"), (page.Glyphs.Rest, InkOf(2), "left"), (page.Glyphs.Missing, InkOf(3), "missing")]);
        var view = new CapacityView(page);
        var widest = rows.Max(row => CellText.WidthOf(CellText.Clean(row.Segment.ToString(), page.Glyphs)));
        var isTable = Indent + widest + (Columns.Length * (NumberWidth + 2)) <= page.Width;
        if (isTable)
            view.WriteHead(widest);
        foreach (var row in rows)
        {
            if (isTable)
                view.WriteFigures(row, widest);
            else
                view.WriteStacked(row);
            view.WriteBar(row);
            view.WriteVerdict(row);
            view.WriteBreakdown(row);
        }

        page.Indent(Indent).Wrap("vendor page: that page's own count, one address per worker node.", Ink.Dim);
        page.End();
    }

    private void WriteHead(int widest)
    {
        page.Indent(Indent).Add("segment", Ink.Dim).To(Indent + widest);
        foreach (var column in Columns)
            page.Add(column.PadLeft(NumberWidth + 2), Ink.Dim);
        page.End();
    }

    private void WriteFigures(SegmentCapacity row, int widest)
    {
        page.Indent(Indent).Add(row.Segment.ToString(), Ink.Strong).To(Indent + widest);
        foreach (var (figure, ink) in FiguresOf(row))
            page.Add(figure.PadLeft(NumberWidth + 2), ink);
        page.End();
    }

    private void WriteStacked(SegmentCapacity row)
    {
        page.Indent(Indent).Line(row.Segment.ToString(), Ink.Strong);
        page.Indent(Indent + 2);
        var isFirst = true;
        foreach (var ((figure, ink), column) in FiguresOf(row).Zip(Columns))
        {
            if (!isFirst && column.Length + figure.Length + 3 > page.Room)
            {
                page.End();
                page.Indent(Indent + 2);
                isFirst = true;
            }

            page.Add(isFirst ? "" : "  ").Add($"{column} ", Ink.Dim).Add(figure, ink);
            isFirst = false;
        }

        page.End();
    }

    private static (string Figure, Ink Ink)[] FiguresOf(SegmentCapacity row) =>
    [
        (Counted.Number(row.Available), Ink.Plain),
        (Number(row.Steady), row.FirstToFail == Shortage.Create ? Ink.Error : Ink.Plain),
        (Number(row.Peak), row.FirstToFail is null ? Ink.Plain : Ink.Warning),
        (Counted.Number(row.Headroom), row.Headroom < 0 ? Ink.Warning : Ink.Plain),
        (Number(row.DocumentedMinimum), Ink.Dim),
    ];

    /// <summary>Steady, then up to the peak, then what is left; what is missing is marked.</summary>
    private void WriteBar(SegmentCapacity row)
    {
        var available = (double)row.Available;
        double[] sizes = [Math.Min(row.Steady, available), Math.Max(0, Math.Min(row.Peak, available) - row.Steady), Math.Max(0, available - row.Peak), Math.Max(0, row.Peak - available)];
        var kinds = Enumerable.Range(0, sizes.Length).Where(i => sizes[i] > 0).ToArray();
        if (kinds.Length == 0)
            return;
        var shares = SegmentBar.Share([.. kinds.Select(i => sizes[i])], Math.Min(60, page.Width - Indent - 4));
        page.Indent(Indent + 2);
        foreach (var (kind, share) in kinds.Zip(shares))
            page.Add(new string(GlyphOf(kind), share), InkOf(kind));
        page.End();
    }

    private char GlyphOf(int kind) => kind switch { 0 => page.Glyphs.Steady, 1 => page.Glyphs.Peak, 2 => page.Glyphs.Rest, _ => page.Glyphs.Missing };

    private static Ink InkOf(int kind) => kind switch { 0 or 1 => Ink.Nodes, 2 => Ink.Dim, _ => Ink.Error };

    private void WriteVerdict(SegmentCapacity row)
    {
        var (text, ink) = VerdictOf(row);
        page.Indent(Indent + 2).Wrap(text, ink);
        page.End();
    }

    private static (string Text, Ink Ink) VerdictOf(SegmentCapacity row) => row switch
    {
        { IsSound: false } => ("part of the input is unusable, so these figures are not judged", Ink.Warning),
        { HasSource: false } => ("no scope or pool is written", row.Steady > 0 ? Ink.Error : Ink.Dim),
        { Steady: 0 } => ("no node lives here", Ink.Dim),
        { FirstToFail: null } => ("everything fits, also an upgrade when scaled out", Ink.Plain),
        { FirstToFail: Shortage.Create } => (Missing(row, row.Steady, "creating the clusters fails"), Ink.Error),
        { FirstToFail: Shortage.Scale } => (Missing(row, row.AtMost, "scaling out fails first"), Ink.Warning),
        { FirstToFail: Shortage.Upgrade } => (Missing(row, row.AtMost + row.Spare, "an upgrade when scaled out fails first"), Ink.Warning),
        _ => (Missing(row, row.Peak, "an upgrade fails first, while leases of replaced nodes have not expired"), Ink.Warning),
    };

    private static string Missing(SegmentCapacity row, long need, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}: it takes {need} of {row.Available}");

    private void WriteBreakdown(SegmentCapacity row)
    {
        if (row.Breakdown.Count > 1)
        {
            page.Indent(Indent + 2).Wrap($"peak {Number(row.Peak)} = {Sum((row.AtMost, "scaled out"), (row.Spare, "upgrade spare"), (row.StaleLeases, "stale leases"))}", Ink.Dim, Indent + 4);
            page.End();
        }

        foreach (var need in row.Breakdown.Take(ClustersShown))
        {
            var workers = need.WorkersMax > need.Workers ? $"workers (at most {Number(need.WorkersMax)})" : need.Workers == 1 ? "worker" : "workers";
            var sum = Sum((need.ControlPlaneNodes, "control plane"), (need.Workers, workers), (need.LoadBalancerVMs, "load balancer VMs"), (need.ControlPlaneIps, "control plane IP"), (need.UpgradeSpare, "upgrade spare"), (need.StaleLeases, "stale leases"));
            page.Indent(Indent + 2).Add($"{need.Cluster.Name}: ").Wrap(sum, Ink.Dim, Indent + 4);
            page.End();
        }

        if (row.Breakdown.Count > ClustersShown)
            page.Indent(Indent + 2).Line($"{page.Glyphs.More} and {Counted.Of(row.Breakdown.Count - ClustersShown, "more cluster")}", Ink.Dim);
    }

    private static string Sum(params (long Count, string What)[] parts) =>
        parts.Any(part => part.Count > 0) ? string.Join(" + ", parts.Where(part => part.Count > 0).Select(part => $"{Number(part.Count)} {part.What}")) : "nothing";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
