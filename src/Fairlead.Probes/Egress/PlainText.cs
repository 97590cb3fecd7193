using System.Text;

namespace Fairlead.Probes.Egress;

/// <summary>What a stranger sent, made fit for a line of a report.</summary>
internal static class PlainText
{
    private const int Longest = 200;

    /// <summary>No control characters (a terminal would obey them), one line, at most 200 characters.</summary>
    public static string Of(string text)
    {
        var plain = new StringBuilder(Math.Min(text.Length, Longest));
        foreach (var rune in text.EnumerateRunes())
        {
            if (plain.Length >= Longest)
                return plain.Append('…').ToString();
            if (IsPrintable(rune))
                plain.Append(rune);
            else if (plain.Length > 0 && plain[^1] != ' ')
                plain.Append(' ');
        }

        return plain.ToString().TrimEnd();
    }

    // Marks that turn the direction of writing are of the category Format: they could make a name read as another.
    private static bool IsPrintable(Rune rune) => Rune.GetUnicodeCategory(rune)
        is not (System.Globalization.UnicodeCategory.Control
            or System.Globalization.UnicodeCategory.Format
            or System.Globalization.UnicodeCategory.LineSeparator
            or System.Globalization.UnicodeCategory.ParagraphSeparator
            or System.Globalization.UnicodeCategory.PrivateUse
            or System.Globalization.UnicodeCategory.OtherNotAssigned)
        && rune != Rune.ReplacementChar;
}
