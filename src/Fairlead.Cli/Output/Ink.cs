using Spectre.Console;

namespace Fairlead.Cli.Output;

/// <summary>What a piece of text is, which decides how it is coloured.</summary>
internal enum Ink : byte
{
    Plain,
    Dim,
    Strong,
    Error,
    Warning,
    Info,
    Good,
    Nodes,
    LoadBalancer,
    ControlPlane,
    Fixed,
    Location,
}

internal static class Inks
{
    // The eight colours that every terminal has and lets its user choose; never a background.
    private static readonly Style[] Styles =
    [
        Style.Plain,
        new(decoration: Decoration.Dim),
        new(decoration: Decoration.Bold),
        new(Color.Red, decoration: Decoration.Bold),
        new(Color.Olive, decoration: Decoration.Bold),
        new(Color.Blue, decoration: Decoration.Bold),
        new(Color.Green, decoration: Decoration.Bold),
        new(Color.Blue),
        new(Color.Green),
        new(Color.Purple, decoration: Decoration.Bold),
        new(Color.Olive),
        new(Color.Teal),
    ];

    public static Style StyleOf(this Ink ink) => Styles[(int)ink];
}
