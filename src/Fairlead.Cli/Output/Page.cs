using Spectre.Console.Rendering;

namespace Fairlead.Cli.Output;

/// <summary>
/// The lines of a report as they grow. Every text passes <see cref="CellText.Clean"/> on its way in, and none is read as markup, so nothing
/// that a user wrote can colour the report or command the terminal.
/// </summary>
internal sealed class Page(int width, Glyphs glyphs) : IRenderable
{
    private readonly List<Piece> _pieces = [];
    private int _column;
    private bool _isBlankAbove = true;

    public int Width { get; } = width;

    public Glyphs Glyphs { get; } = glyphs;

    /// <summary>Cells left in the line.</summary>
    public int Room => Math.Max(0, Width - _column);

    public Page Add(string text, Ink ink = Ink.Plain) => AddClean(CellText.Clean(text, Glyphs), ink);

    /// <summary>A drawing character of the page's own, which takes one cell.</summary>
    public Page Draw(char glyph, Ink ink, int times = 1) => times > 0 ? Add(new Piece(new string(glyph, times), ink), times) : this;

    public Page Indent(int cells) => Draw(' ', Ink.Plain, cells);

    /// <summary>Spaces up to a column; at least none.</summary>
    public Page To(int column) => column > _column ? Indent(column - _column) : this;

    public void End()
    {
        _pieces.Add(Piece.LineBreak);
        _isBlankAbove = _column == 0;
        _column = 0;
    }

    /// <summary>Ends a line below which no empty one belongs.</summary>
    public void EndAsHead()
    {
        End();
        _isBlankAbove = true;
    }

    public void Line(string text, Ink ink = Ink.Plain) => Add(text, ink).End();

    /// <summary>An empty line, unless there is one already.</summary>
    public void Blank()
    {
        if (!_isBlankAbove)
            End();
    }

    /// <summary>Words from here on, continued under the column at which they begin. A word longer than a line stays whole.</summary>
    public void Wrap(string text, Ink ink = Ink.Plain) => Wrap(text, ink, _column);

    /// <param name="hanging">The column at which further lines begin.</param>
    public void Wrap(string text, Ink ink, int hanging)
    {
        var clean = CellText.Clean(text, Glyphs);
        if (clean.Length <= Room && CellText.WidthOf(clean) <= Room && HasNoSpareSpaces(clean))
        {
            AddClean(clean, ink);
            return;
        }

        var isFirst = true;
        foreach (var word in clean.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var cells = CellText.WidthOf(word);
            if (!isFirst && _column + 1 + cells > Width)
            {
                End();
                Indent(hanging);
                isFirst = true;
            }

            AddClean(isFirst ? word : " " + word, ink);
            isFirst = false;
        }
    }

    /// <summary>A heading with a line to the right edge.</summary>
    public void Heading(string title)
    {
        Blank();
        Draw(Glyphs.Rule, Ink.Dim, 2).Add($" {title} ", Ink.Strong);
        Draw(Glyphs.Rule, Ink.Dim, Room).EndAsHead();
    }

    /// <summary>What the characters of a drawing mean.</summary>
    public void Legend(IEnumerable<LegendItem> items)
    {
        foreach (var (glyph, ink, name) in items)
        {
            var gap = _column == 0 ? 0 : 2;
            if (gap > 0 && gap + 2 + name.Length > Room)
            {
                End();
                gap = 0;
            }

            Indent(gap).Draw(glyph, ink).Add($" {name}");
        }

        End();
    }

    public Measurement Measure(RenderOptions options, int maxWidth) => new(Width, Width);

    public IEnumerable<Segment> Render(RenderOptions options, int maxWidth) =>
        _pieces.Select(piece => piece == Piece.LineBreak ? Segment.LineBreak : new Segment(piece.Text, piece.Ink.StyleOf()));

    /// <summary>Without colours the text is all there is, and Spectre, which takes its time to start, is not needed.</summary>
    public void WritePlain(TextWriter writer)
    {
        foreach (var piece in _pieces)
            writer.Write(piece.Text);
    }

    private static bool HasNoSpareSpaces(string text) => !text.StartsWith(' ') && !text.EndsWith(' ') && !text.Contains("  ", StringComparison.Ordinal);

    private Page AddClean(string text, Ink ink) => text.Length == 0 ? this : Add(new Piece(text, ink), CellText.WidthOf(text));

    private Page Add(Piece piece, int cells)
    {
        _pieces.Add(piece);
        _column += cells;
        return this;
    }

    private readonly record struct Piece(string Text, Ink Ink)
    {
        public static readonly Piece LineBreak = new("\n", Ink.Plain);
    }
}

/// <summary>What a character of a drawing means.</summary>
internal sealed record LegendItem(char Glyph, Ink Ink, string Name);
