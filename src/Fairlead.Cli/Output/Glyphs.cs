namespace Fairlead.Cli.Output;

/// <summary>The characters that the report draws with: of Unicode, or of ASCII where the output is nothing else.</summary>
internal sealed record Glyphs
{
    public static readonly Glyphs Unicode = new();

    public static readonly Glyphs Ascii = new()
    {
        IsUnicode = false,
        Rule = '-',
        Gutter = '|',
        BarStart = '[',
        BarEnd = ']',
        Arrow = "->",
        Step = '>',
        More = "...",
        Cross = 'x',
        Tick = "ok:",
        Steady = '#',
        Peak = '+',
        Rest = '.',
        Missing = '!',
        Replacement = "?",
    };

    public bool IsUnicode { get; private init; } = true;

    public char Rule { get; private init; } = '─';

    public char Gutter { get; private init; } = '│';

    public char BarStart { get; private init; } = '▕';

    public char BarEnd { get; private init; } = '▏';

    public string Arrow { get; private init; } = "→";

    public char Step { get; private init; } = '›';

    public string More { get; private init; } = "…";

    public char Cross { get; private init; } = '✗';

    public string Tick { get; private init; } = "✓";

    public char Steady { get; private init; } = '█';

    public char Peak { get; private init; } = '▒';

    public char Rest { get; private init; } = '·';

    public char Missing { get; private init; } = '!';

    /// <summary>Stands for what a terminal must not get.</summary>
    public string Replacement { get; private init; } = "\uFFFD";
}
