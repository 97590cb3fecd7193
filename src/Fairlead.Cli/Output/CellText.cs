using System.Globalization;
using System.Text;
using Spectre.Console;

namespace Fairlead.Cli.Output;

/// <summary>Text made fit for a terminal: nothing in it moves the cursor, turns the writing around or changes a colour.</summary>
internal static class CellText
{
    /// <summary>Printable ASCII as it is; control, format (bidirectional marks) and broken characters replaced; in ASCII everything else too.</summary>
    public static string Clean(string text, Glyphs glyphs)
    {
        if (IsPrintableAscii(text))
            return text;
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            Append(clean, rune, glyphs);
        return clean.ToString();
    }

    /// <summary>One character as <see cref="Clean"/> shows it; a tab is one space.</summary>
    public static void Append(StringBuilder clean, Rune rune, Glyphs glyphs)
    {
        if (rune.Value is >= ' ' and <= '~')
            clean.Append((char)rune.Value);
        else if (rune.Value is '\t' or '\n' or '\r')
            clean.Append(' ');
        else if (!IsSafe(rune))
            clean.Append(glyphs.Replacement);
        else if (glyphs.IsUnicode)
            clean.Append(rune.ToString());
        else
            clean.Append(InAscii(rune));
    }

    /// <summary>The cells that clean text takes.</summary>
    public static int WidthOf(string text) => IsPrintableAscii(text) ? text.Length : text.GetCellWidth();

    private static bool IsPrintableAscii(ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange(' ', '~');

    private static bool IsSafe(Rune rune) => rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse);

    private static string InAscii(Rune rune) => rune.Value switch
    {
        '…' => "...",
        '→' => "->",
        '‘' or '’' => "'",
        '“' or '”' => "\"",
        '–' or '—' or '−' => "-",
        '×' => "x",
        '\u00A0' => " ",
        _ => "?",
    };
}
