using Fairlead.Core.Reports.Html;

namespace Fairlead.Core.Reports.Blocks;

internal static class BlockHtml
{
    public static void Write(HtmlWriter html, Block block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                html.Open("p");
                Write(html, paragraph.Text);
                html.CloseLine();
                break;
            case Warning warning:
                html.Open("p", ("class", "notice"));
                Icons.Write(html, Diagnostics.Severity.Warning);
                html.Open("span");
                Write(html, warning.Text);
                html.Close();
                html.CloseLine();
                break;
            case Bullets bullets:
                WriteItems(html, null, bullets.Items);
                break;
            case Questions questions:
                WriteItems(html, "questions", questions.Items);
                break;
            case Grid grid:
                WriteGrid(html, grid);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void WriteItems(HtmlWriter html, string? style, IReadOnlyList<Line> items)
    {
        html.Open("ul", ("class", style));
        foreach (var item in items)
        {
            html.Open("li");
            Write(html, item);
            html.CloseLine();
        }

        html.Close();
    }

    private static void WriteGrid(HtmlWriter html, Grid grid)
    {
        using var table = new HtmlTable(html, grid.Caption, [.. grid.Columns.Select(title => new Column(title.TrimEnd(':'), title.EndsWith(':')))]);
        foreach (var row in grid.Rows)
            table.Row([.. row.Select(line => new Cell(writer => Write(writer, line)))]);
    }

    private static void Write(HtmlWriter html, Line line)
    {
        foreach (var span in line.Spans)
        {
            switch (span.Kind)
            {
                case SpanKind.Code:
                    html.Code(span.Text);
                    break;
                case SpanKind.Strong:
                    html.Element("strong", span.Text);
                    break;
                case SpanKind.Missing:
                    html.Element("span", span.Text, ("class", "missing"));
                    break;
                case SpanKind.Break:
                    html.Void("br");
                    break;
                default:
                    html.Text(span.Text);
                    break;
            }
        }
    }
}
