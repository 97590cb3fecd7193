using System.Text;

namespace Fairlead.Core.Reports.Blocks;

/// <summary>Blocks for a terminal: plain text, columns aligned.</summary>
internal static class BlockText
{
    public static void Write(StringBuilder page, Block block)
    {
        switch (block)
        {
            case Paragraph paragraph:
                page.Append($"{Text(paragraph.Text)}\n");
                break;
            case Warning warning:
                page.Append($"! {Text(warning.Text)}\n");
                break;
            case Bullets bullets:
                WriteItems(page, "- ", bullets.Items);
                break;
            case Questions questions:
                WriteItems(page, "[ ] ", questions.Items);
                break;
            case Grid grid:
                page.Append($"{VisibleText.Of(grid.Caption)}\n");
                TextTable.Add(page, [.. grid.Columns.Select(title => title.TrimEnd(':'))], [.. grid.Rows.Select(row => row.Select(Text).ToArray())]);
                break;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private static void WriteItems(StringBuilder page, string bullet, IReadOnlyList<Line> items)
    {
        foreach (var item in items)
            page.Append($"{bullet}{Text(item)}\n");
    }

    private static string Text(Line line) => string.Concat(line.Spans.Select(span => span.Kind == SpanKind.Break ? ", " : VisibleText.Of(span.Text)));
}
