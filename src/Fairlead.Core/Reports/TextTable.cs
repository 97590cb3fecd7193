using System.Text;

namespace Fairlead.Core.Reports;

/// <summary>Columns for people: each as wide as its widest cell, two spaces apart.</summary>
internal static class TextTable
{
    public static void Add(StringBuilder to, string[] headings, IReadOnlyList<string?[]> rows)
    {
        var widths = headings.Select((heading, column) => rows.Select(row => row[column]?.Length ?? 0).Append(heading.Length).Max()).ToList();
        foreach (var row in rows.Prepend(headings))
        {
            var line = string.Join("  ", row.Select((cell, column) => OneLine(cell).PadRight(widths[column])));
            to.Append(line.TrimEnd()).Append('\n');
        }
    }

    private static string OneLine(string? text) => text is null ? "" : string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
