using System.Globalization;
using System.Text;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Cli.Output;

/// <summary>Shows the line that a finding is about, with a caret under its column.</summary>
internal sealed class SourceExcerptView(IReadOnlyDictionary<string, SourceFile> sources)
{
    // A line of a machine-written file may be the whole file, and many findings may lie on it.
    private SourceLocation _last;
    private string _lastText = "";

    public void Write(Page page, SourceLocation at, int indent)
    {
        var text = Line(at);
        if (string.IsNullOrWhiteSpace(text))
            return;
        var number = at.Line.ToString(CultureInfo.InvariantCulture);
        var excerpt = SourceExcerpt.Of(text, at.Column, page.Width - indent - number.Length - 3, page.Glyphs);
        page.Indent(indent).Add(number, Ink.Dim).Add(" ").Draw(page.Glyphs.Gutter, Ink.Dim).Add(" ").Add(excerpt.Text).End();
        page.Indent(indent + number.Length + 1).Draw(page.Glyphs.Gutter, Ink.Dim).Indent(excerpt.Caret + 1).Draw('^', Ink.Error).End();
    }

    private string Line(SourceLocation at)
    {
        if (at.File != _last.File || at.Line != _last.Line)
            _lastText = sources.TryGetValue(at.File, out var file) ? file.Line(at.Line) : "";
        _last = at;
        return _lastText;
    }
}

/// <summary>A part of a line that fits, and the cell below which the caret stands.</summary>
internal readonly record struct SourceExcerpt(string Text, int Caret)
{
    private const int TabStop = 4;

    /// <param name="column">From 1, in UTF-16 code units; may lie one behind the line.</param>
    /// <param name="room">Cells.</param>
    public static SourceExcerpt Of(string line, int column, int room, Glyphs glyphs)
    {
        room = Math.Max(room, 2 * TabStop);
        var target = Math.Clamp(column - 1, 0, line.Length);
        if (target > 0 && target < line.Length && char.IsLowSurrogate(line[target]) && char.IsHighSurrogate(line[target - 1]))
            target--;
        var from = Fits(line, room, glyphs) ? 0 : StartFor(line, target, room * 2 / 3, glyphs);
        return Draw(line, from, target, room, glyphs);
    }

    /// <summary>Looks no further than it must: marks that take no cell may go on for ever.</summary>
    private static bool Fits(string line, int room, Glyphs glyphs) => line.Length <= 2 * room && Draw(line, 0, 0, int.MaxValue / 2, glyphs).Width() <= room;

    private static int StartFor(string line, int target, int room, Glyphs glyphs)
    {
        var left = room - CellText.WidthOf(glyphs.More);
        var at = target;
        for (var steps = 0; at > 0 && steps < 2 * room; steps++)
        {
            _ = Rune.DecodeLastFromUtf16(line.AsSpan(0, at), out var rune, out var length);
            left -= line[at - 1] == '\t' ? TabStop : WidthOf(rune, glyphs);
            if (left < 0)
                break;
            at -= length;
        }

        return at;
    }

    private static SourceExcerpt Draw(string line, int from, int target, int room, Glyphs glyphs)
    {
        var text = new StringBuilder(from > 0 ? glyphs.More : "");
        var cells = CellText.WidthOf(text.ToString());
        var caret = cells;
        var at = from;
        for (var steps = 0; at < line.Length; steps++)
        {
            _ = Rune.DecodeFromUtf16(line.AsSpan(at), out var rune, out var length);
            var width = line[at] == '\t' ? TabStop - (cells % TabStop) : WidthOf(rune, glyphs);
            var isLast = at + length == line.Length;
            if (cells + width + (isLast ? 0 : CellText.WidthOf(glyphs.More)) > room || steps > 2 * (long)room)
            {
                text.Append(glyphs.More);
                break;
            }

            if (line[at] == '\t')
                text.Append(' ', width);
            else
                CellText.Append(text, rune, glyphs);
            cells += width;
            at += length;
            if (at <= target)
                caret = cells;
        }

        return new SourceExcerpt(text.ToString().TrimEnd(), caret);
    }

    private static int WidthOf(Rune rune, Glyphs glyphs)
    {
        if (rune.Value is >= ' ' and <= '~')
            return 1;
        var shown = new StringBuilder(2);
        CellText.Append(shown, rune, glyphs);
        return CellText.WidthOf(shown.ToString());
    }

    private int Width() => CellText.WidthOf(Text);
}
