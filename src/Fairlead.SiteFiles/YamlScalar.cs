using System.Buffers;
using System.Globalization;
using System.Text;
using Fairlead.Core.Sites.Text;

namespace Fairlead.SiteFiles;

/// <summary>Text as YAML 1.2 writes it: plain where that reads back as the same text, quoted elsewhere.</summary>
public static class YamlScalar
{
    private static readonly SearchValues<char> PlainStart = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789 _-./:()+=@");
    private static readonly SearchValues<char> OfTimes = SearchValues.Create("0123456789:.");

    public static string Of(string text)
    {
        var isPlain = text.Length > 0 && PlainStart.Contains(text[0]) && !text.AsSpan().ContainsAnyExcept(Plain) && text[^1] is not (' ' or ':')
            && !text.Contains(": ", StringComparison.Ordinal) && CoreSchema.Resolve(text) == ScalarKind.Text && !IsTimeOrOldWord(text);
        return isPlain ? text : Quoted(text);
    }

    /// <summary>One line that can stand behind <c># </c>.</summary>
    public static string Comment(string text)
    {
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsHighSurrogate(text[i]) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                result.Append(text[i]).Append(text[++i]);
            else
                result.Append(IsUnfit(text[i]) ? ' ' : text[i]);
        }

        return result.ToString().TrimEnd();
    }

    /// <summary>What YAML 1.1 readers take for something else: other programs read the file too.</summary>
    private static bool IsTimeOrOldWord(string text) =>
        text.ToLowerInvariant() is "yes" or "no" or "on" or "off" or "y" or "n"
        || !text.AsSpan().ContainsAnyExcept(OfTimes) && text.Contains(':', StringComparison.Ordinal)
        || (text.Length == "2026-01-01".Length && DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _));

    private static string Quoted(string text)
    {
        var result = new StringBuilder("\"");
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c is '"' or '\\')
                result.Append('\\').Append(c);
            else if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                result.Append(c).Append(text[++i]);
            else if (IsUnfit(c))
                result.Append(char.IsSurrogate(c) ? "\uFFFD" : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"));
            else
                result.Append(c);
        }

        return result.Append('"').ToString();
    }

    private static bool IsUnfit(char c) => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF';
}
