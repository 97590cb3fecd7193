using System.Text;

namespace Fairlead.Core.Reports.Blocks;

internal static class BlockMarkdown
{
    public static void Write(StringBuilder page, Block block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                page.Append($"{Text(paragraph.Text)}\n\n");
                break;
            case Warning warning:
                page.Append($"> ⚠️ {Text(warning.Text)}\n\n");
                break;
            case Bullets bullets:
                WriteItems(page, "- ", bullets.Items);
                break;
            case Questions questions:
                WriteItems(page, "- [ ] ", questions.Items);
                break;
            case Grid grid:
                page.Append($"**{Markdown.Text(grid.Caption)}**\n\n{Markdown.Header([.. grid.Columns])}");
                foreach (var row in grid.Rows)
                    page.Append(Markdown.Row(row.Select(Text)));
                page.Append('\n');
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void WriteItems(StringBuilder page, string bullet, IReadOnlyList<Line> items)
    {
        foreach (var item in items)
            page.Append($"{bullet}{Text(item)}\n");
        page.Append('\n');
    }

    private static string Text(Line line) => string.Concat(line.Spans.Select(span => span.Kind switch
    {
        SpanKind.Code => Markdown.Code(span.Text),
        SpanKind.Strong => $"**{Markdown.Text(span.Text)}**",
        SpanKind.Missing => $"_{Markdown.Text(span.Text)}_",
        SpanKind.Break => "<br>",
        _ => Markdown.Text(span.Text),
    }));
}
