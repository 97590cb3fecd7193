using System.Text;

namespace Fairlead.Core.Reports;

/// <summary>Text for GitHub Flavored Markdown, escaped so that no user text can format, link, mention or break a table.</summary>
internal static class Markdown
{
    /// <summary>Behind an at sign, so that nobody is mentioned; invisible where it is read.</summary>
    private const string Breaker = "&#8203;";

    /// <summary>Plain text, also inside a table's cell.</summary>
    public static string Text(string? text)
    {
        var visible = VisibleText.Of(text ?? "");
        var builder = new StringBuilder(visible.Length + 16);
        foreach (var c in visible)
        {
            switch (c)
            {
                case '&':
                    builder.Append("&amp;");
                    break;
                case '<':
                    builder.Append("&lt;");
                    break;
                case '>':
                    builder.Append("&gt;");
                    break;
                case '@':
                    builder.Append('@').Append(Breaker);
                    break;
                case '\\' or '`' or '*' or '_' or '[' or ']' or '|' or '~' or '#' or '!' or '$':
                    builder.Append('\\').Append(c);
                    break;
                default:
                    builder.Append(c);
                    break;
            }
        }

        return builder.ToString();
    }

    /// <summary>Text as it is, in the type of code; also inside a table's cell, where only a pipe has to be escaped.</summary>
    public static string Code(string text)
    {
        var visible = VisibleText.Of(text).Trim();
        if (visible.Length == 0)
            return "";
        if (visible.Contains('|', StringComparison.Ordinal) && visible.Contains('\\', StringComparison.Ordinal))
            return $"<code>{Text(visible)}</code>"; // a backslash before a pipe can't be told from one that escapes it
        var fence = new string('`', LongestRun(visible) + 1);
        var space = visible[0] == '`' || visible[^1] == '`' ? " " : "";
        return $"{fence}{space}{visible.Replace("|", "\\|", StringComparison.Ordinal)}{space}{fence}";
    }

    public static string Row(params IEnumerable<string> cells) => $"| {string.Join(" | ", cells)} |\n";

    /// <summary>The first two lines of a table.</summary>
    /// <param name="titles">A title that ends in a colon stands over numbers, which are set to the right.</param>
    public static string Header(params IReadOnlyList<string> titles) =>
        Row(titles.Select(title => title.TrimEnd(':'))) + Row(titles.Select(title => title.EndsWith(':') ? "--:" : "---"));

    /// <summary>A whole table and the empty line behind it; null cells are empty.</summary>
    public static void AddTable(StringBuilder to, string[] headings, IEnumerable<IEnumerable<string?>> rows)
    {
        to.Append(Header(headings));
        foreach (var row in rows)
            to.Append(Row(row.Select(cell => cell ?? "")));
        to.Append('\n');
    }

    private static int LongestRun(string text)
    {
        var (longest, run) = (0, 0);
        foreach (var c in text)
        {
            run = c == '`' ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }

        return longest;
    }
}
