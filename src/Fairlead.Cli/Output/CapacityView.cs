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
    private const int WidestBar = 60;

    private static readonly string[] Columns = ["available", "steady", "peak", "headroom", "vendor page"];

    public static void Write(Plan plan, Page page)
    {
        var rows = plan.Capacity.Where(row => row.Segment.IsInUse || row.HasSource).ToList();
        if (rows.Count == 0)
            return;
        page.Heading("Capacity for nodes");
        page.Legend(
        [
            new(page.Glyphs.Steady, InkOf(0), "steady"),
            new(page.Glyphs.Peak, InkOf(1), "up to the peak"),
            new(page.Glyphs.Rest, InkOf(2), "left"),
            new(page.Glyphs.Missing, InkOf(3), "missing"),
        ]);
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
        foreach (var figure in FiguresOf(row))
            page.Add(figure.Text.PadLeft(NumberWidth + 2), figure.Ink);
        page.End();
    }

    private void WriteStacked(SegmentCapacity row)
    {
        page.Indent(Indent).Line(row.Segment.ToString(), Ink.Strong);
        page.Indent(Indent + 2);
        var isFirst = true;
        var figures = FiguresOf(row);
        for (var i = 0; i < figures.Length; i++)
        {
            if (!isFirst && Columns[i].Length + figures[i].Text.Length + 3 > page.Room)
            {
                page.End();
                page.Indent(Indent + 2);
                isFirst = true;
            }

            page.Add(isFirst ? "" : "  ").Add($"{Columns[i]} ", Ink.Dim).Add(figures[i].Text, figures[i].Ink);
            isFirst = false;
        }

        page.End();
    }

    private static Phrase[] FiguresOf(SegmentCapacity row) =>
    [
        new(Counted.Number(row.Available), Ink.Plain),
        new(Number(row.Steady), row.FirstToFail == Shortage.Create ? Ink.Error : Ink.Plain),
        new(Number(row.Peak), row.FirstToFail is null ? Ink.Plain : Ink.Warning),
        new(Counted.Number(row.Headroom), row.Headroom < 0 ? Ink.Warning : Ink.Plain),
        new(Number(row.DocumentedMinimum), Ink.Dim),
    ];

    /// <summary>Steady, then up to the peak, then what is left; what is missing is marked.</summary>
    private void WriteBar(SegmentCapacity row)
    {
        var available = (double)row.Available;
        double[] sizes = [Math.Min(row.Steady, available), Math.Max(0, Math.Min(row.Peak, available) - row.Steady), Math.Max(0, available - row.Peak), Math.Max(0, row.Peak - available)];
        var shares = SegmentBar.Share(Array.FindAll(sizes, size => size > 0), Math.Min(WidestBar, page.Width - Indent - 4));
        if (shares.Length == 0)
            return;
        page.Indent(Indent + 2);
        var next = 0;
        for (var kind = 0; kind < sizes.Length; kind++)
        {
            if (sizes[kind] > 0)
                page.Draw(GlyphOf(kind), InkOf(kind), shares[next++]);
        }

        page.End();
    }

    private char GlyphOf(int kind) => kind switch { 0 => page.Glyphs.Steady, 1 => page.Glyphs.Peak, 2 => page.Glyphs.Rest, _ => page.Glyphs.Missing };

    private static Ink InkOf(int kind) => kind switch { 0 or 1 => Ink.Nodes, 2 => Ink.Dim, _ => Ink.Error };

    private void WriteVerdict(SegmentCapacity row)
    {
        var verdict = VerdictOf(row);
        page.Indent(Indent + 2).Wrap(verdict.Text, verdict.Ink);
        page.End();
    }

    private static Phrase VerdictOf(SegmentCapacity row) => row switch
    {
        { IsSound: false } => new("part of the input is unusable, so these figures are not judged", Ink.Warning),
        { HasSource: false } => new("no scope or pool is written", row.Steady > 0 ? Ink.Error : Ink.Dim),
        { Steady: 0 } => new("no node lives here", Ink.Dim),
        { FirstToFail: null } => new("everything fits, also an upgrade when scaled out", Ink.Plain),
        { FirstToFail: Shortage.Create } => new(Missing(row, row.Steady, "creating the clusters fails"), Ink.Error),
        { FirstToFail: Shortage.Scale } => new(Missing(row, row.AtMost, "scaling out fails first"), Ink.Warning),
        { FirstToFail: Shortage.Upgrade } => new(Missing(row, row.AtMost + row.Spare, "an upgrade when scaled out fails first"), Ink.Warning),
        _ => new(Missing(row, row.Peak, "an upgrade fails first, while leases of replaced nodes have not expired"), Ink.Warning),
    };

    private static string Missing(SegmentCapacity row, long need, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}: it takes {need} of {row.Available}");

    private void WriteBreakdown(SegmentCapacity row)
    {
        if (row.Breakdown.Count > 1)
        {
            page.Indent(Indent + 2).Wrap($"peak {Number(row.Peak)} = {Sum(new(row.AtMost, "scaled out"), new(row.Spare, "upgrade spare"), new(row.StaleLeases, "stale leases"))}", Ink.Dim, Indent + 4);
            page.End();
        }

        foreach (var need in row.Breakdown.Take(ClustersShown))
        {
            var workers = need.WorkersMax > need.Workers ? $"workers (at most {Number(need.WorkersMax)})" : need.Workers == 1 ? "worker" : "workers";
            var sum = Sum(
                new(need.ControlPlaneNodes, "control plane"),
                new(need.Workers, workers),
                new(need.LoadBalancerVMs, "load balancer VMs"),
                new(need.ControlPlaneIps, "control plane IP"),
                new(need.UpgradeSpare, "upgrade spare"),
                new(need.StaleLeases, "stale leases"));
            page.Indent(Indent + 2).Add($"{need.Cluster.Name}: ").Wrap(sum, Ink.Dim, Indent + 4);
            page.End();
        }

        if (row.Breakdown.Count > ClustersShown)
            page.Indent(Indent + 2).Line($"{page.Glyphs.More} and {Counted.Of(row.Breakdown.Count - ClustersShown, "more cluster")}", Ink.Dim);
    }

    private static string Sum(params Term[] terms) =>
        Array.Exists(terms, term => term.Count > 0) ? string.Join(" + ", terms.Where(term => term.Count > 0).Select(term => $"{Number(term.Count)} {term.What}")) : "nothing";

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private sealed record Phrase(string Text, Ink Ink);

    private sealed record Term(long Count, string What);
}
