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
