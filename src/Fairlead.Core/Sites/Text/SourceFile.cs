namespace Fairlead.Core.Sites.Text;

/// <summary>A source file in memory: its name as the user wrote it and its text, so that a finding can show its line.</summary>
public sealed class SourceFile(string name, string text)
{
    private int[]? _lineStarts;

    public string Name { get; } = name;

    public string Text { get; } = text;

    /// <summary>The text of a line (from 1) without its line break; empty when there is no such line.</summary>
    public string Line(int number)
    {
        var starts = _lineStarts ??= FindLineStarts(Text);
        if (number < 1 || number > starts.Length)
            return "";
        var start = starts[number - 1];
        var end = number < starts.Length ? starts[number] : Text.Length;
        return Text.AsSpan(start, end - start).TrimEnd("\r\n").ToString();
    }

    /// <summary>The line and column (from 1) of a character. What lies behind the last text of the file is shown where that text ends.</summary>
    public (int Line, int Column) PlaceOf(int index)
    {
        index = Math.Clamp(index, 0, Text.AsSpan().TrimEnd().Length);
        var starts = _lineStarts ??= FindLineStarts(Text);
        var found = Array.BinarySearch(starts, index);
        var line = found < 0 ? ~found - 1 : found;
        return (line + 1, index - starts[line] + 1);
    }

    private static int[] FindLineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && (i + 1 == text.Length || text[i + 1] != '\n')))
                starts.Add(i + 1);
        }

        return [.. starts];
    }
}
