using System.Globalization;
using System.Text;

namespace Fairlead.Core.Reports;

/// <summary>
/// User text made fit for a report: nothing in it can hide, reorder or break what stands around it. Control characters and halves of
/// characters become U+FFFD, line breaks and tabs a space, and characters that are invisible or turn the reading direction show their code.
/// </summary>
public static class VisibleText
{
    public static string Of(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return IsPlain(text) ? text : Rewrite(text);
    }

    private static bool IsPlain(string text) => !text.AsSpan().ContainsAnyExceptInRange(' ', '~');

    private static string Rewrite(string text)
    {
        var builder = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes()) // half a surrogate pair comes as U+FFFD
        {
            if (rune.Value is '\t' or '\n' or '\r')
                builder.Append(' ');
            else if (IsNever(rune))
                builder.Append('\uFFFD');
            else if (Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator)
                builder.Append(CultureInfo.InvariantCulture, $"⟨U+{rune.Value:X4}⟩");
            else
                builder.Append(rune.ToString());
        }

        return builder.ToString();
    }

    /// <summary>Control characters, and what neither XML nor HTML takes.</summary>
    private static bool IsNever(Rune rune) => Rune.IsControl(rune) || (rune.Value & 0xFFFE) == 0xFFFE;
}
