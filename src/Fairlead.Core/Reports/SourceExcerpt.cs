using System.Globalization;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Reports;

/// <summary>The line that a finding points at, with a caret under the place.</summary>
/// <param name="Number">Of the line, from 1.</param>
/// <param name="Line">Its text, fit for a report; without its indentation; a long line is cut on both sides.</param>
/// <param name="Start">Where the caret stands in <paramref name="Line"/>, from 0.</param>
/// <param name="Length">How far what is meant reaches; at least 1.</param>
public sealed record SourceExcerpt(int Number, string Line, int Start, int Length)
{
    private const int Before = 50;
    private const int Longest = 110;

    /// <returns>Null when the file or the line is not at hand, or the line is empty.</returns>
    public static SourceExcerpt? Of(Plan plan, SourceLocation location)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (!plan.Sources.TryGetValue(location.File ?? "", out var file) || file.Line(location.Line) is not { Length: > 0 } line)
            return null;
        var column = Math.Clamp(location.Column - 1, 0, line.Length);
        // Indentation says nothing on a line that stands alone, and room is scarce on a phone.
        var indent = line.Length - line.TrimStart().Length;
        var first = column - indent > Longest - 20 ? column - Before : Math.Min(indent, column);
        var last = Math.Min(line.Length, first + Longest);
        var lead = (first > indent ? "…" : "") + VisibleText.Of(line[first..column]);
        var end = EndOfWord(line, column, last);
        var word = VisibleText.Of(line[column..end]);
        var rest = VisibleText.Of(line[end..last]) + (last < line.Length ? "…" : "");
        return new SourceExcerpt(location.Line, lead + word + rest, lead.Length, Math.Max(1, word.Length));
    }

    /// <summary>The line with its number, and below it the caret.</summary>
    public override string ToString()
    {
        var number = Number.ToString(CultureInfo.InvariantCulture);
        return $"{number} │ {Line}\n{new string(' ', number.Length)} │ {new string(' ', Start)}{new string('^', Length)}";
    }

    private static int EndOfWord(string line, int from, int last)
    {
        var end = from;
        while (end < last && !char.IsWhiteSpace(line[end]) && line[end] is not (',' or ']' or '}'))
            end++;
        return end;
    }
}
