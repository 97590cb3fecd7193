using System.Text;

namespace Fairlead.Core.Reports;

/// <summary>Comma-separated values as RFC 4180 has them, and safe to open in a spreadsheet.</summary>
internal static class Csv
{
    // What makes spreadsheets take a cell for a formula, in both widths; an apostrophe in front makes it a text.
    private const string FormulaStarts = "=+-@\t\r\n＝＋－＠";

    public static void AddLine(StringBuilder to, params IEnumerable<string?> cells) => to.AppendJoin(',', cells.Select(Cell)).Append("\r\n");

    private static string Cell(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return "";
        var first = text.AsSpan().TrimStart(' ');
        if (first.Length > 0 && FormulaStarts.Contains(first[0], StringComparison.Ordinal))
            text = "'" + text;
        return text.AsSpan().ContainsAny(",\"\r\n") || text[0] == ' ' || text[^1] == ' ' ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
    }
}
