namespace Fairlead.Core.Reports.Blocks;

/// <summary>A line of text with words in the type of code, strong words and line breaks.</summary>
internal sealed class Line
{
    private Line(IReadOnlyList<Span> spans) => Spans = spans;

    public IReadOnlyList<Span> Spans { get; }

    public bool IsEmpty => Spans.Count == 0;

    public static implicit operator Line(string text) => new(text.Length == 0 ? [] : [new Span(SpanKind.Plain, text)]);

    public static Line Code(string text) => new([new Span(SpanKind.Code, text)]);

    public static Line Strong(string text) => new([new Span(SpanKind.Strong, text)]);

    /// <summary>What the site file does not say.</summary>
    public static Line Missing(string what = "please fill in") => new([new Span(SpanKind.Missing, what)]);

    public static Line operator +(Line left, Line right) => new([.. left.Spans, .. right.Spans]);

    /// <summary>The items in the type of code, between commas; <see cref="Missing"/> where there are none.</summary>
    public static Line Codes(IEnumerable<string> items, string whenNone = "please fill in")
    {
        var spans = new List<Span>();
        foreach (var item in items)
        {
            if (spans.Count > 0)
                spans.Add(new Span(SpanKind.Plain, ", "));
            spans.Add(new Span(SpanKind.Code, item));
        }

        return spans.Count > 0 ? new Line(spans) : whenNone == "please fill in" ? Missing() : whenNone;
    }

    /// <summary>Each on a line of its own.</summary>
    public static Line Stack(IEnumerable<Line> lines)
    {
        var spans = new List<Span>();
        foreach (var line in lines.Where(line => !line.IsEmpty))
        {
            if (spans.Count > 0)
                spans.Add(new Span(SpanKind.Break, ""));
            spans.AddRange(line.Spans);
        }

        return new Line(spans);
    }
}

internal enum SpanKind
{
    Plain,
    Code,
    Strong,
    Missing,
    Break,
}

internal readonly record struct Span(SpanKind Kind, string Text);
