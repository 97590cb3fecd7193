using System.Text;

namespace Fairlead.Core.Reports;

/// <summary>A table of GitHub-flavoured Markdown.</summary>
internal static class MarkdownTable
{
    public static void Add(StringBuilder to, string[] headings, IEnumerable<IEnumerable<string?>> rows)
    {
        AddRow(to, headings);
        AddRow(to, headings.Select(_ => "---"));
        foreach (var row in rows)
            AddRow(to, row);
        to.Append('\n');
    }

    /// <summary>Text of data: nothing in it is markup.</summary>
    public static string Text(string? text)
    {
        var result = new StringBuilder();
        foreach (var c in text ?? "")
        {
            if (c is '\\' or '`' or '*' or '_' or '<' or '>' or '[' or ']' or '|' or '&' or '~')
                result.Append('\\');
            result.Append(char.IsControl(c) ? ' ' : c);
        }

        return result.ToString();
    }

    /// <summary>A host or another literal; a bar would end the cell even there.</summary>
    public static string Code(string text) => text.AsSpan().ContainsAny("`|\r\n") ? Text(text) : $"`{text}`";

    private static void AddRow(StringBuilder to, IEnumerable<string?> cells) => to.Append("| ").AppendJoin(" | ", cells).Append(" |\n");
}
