using System.Text;
using Fairlead.Core.Sites.Text;

namespace Fairlead.SiteFiles;

/// <summary>Bytes to text: UTF-8, with or without a byte order mark, without control characters.</summary>
internal static class SourceText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>What is wrong, or null when <paramref name="text"/> is good.</returns>
    public static SyntaxError? Decode(ReadOnlySpan<byte> bytes, out string text)
    {
        text = "";
        if (bytes.StartsWith("\uFEFF"u8))
            bytes = bytes[3..];
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE]) || bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF]))
            return new(1, 1, "The file is UTF-16.", "save it as UTF-8");
        try
        {
            text = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            text = Encoding.UTF8.GetString(bytes);
            return At(text, text.IndexOf('\uFFFD'), "The file is not UTF-8: these bytes are no character.", "save it as UTF-8");
        }

        var control = IndexOfControlCharacter(text);
        return control < 0 ? null : At(text, control, $"The file contains the control character U+{(int)text[control]:X4}.", "remove it; a site file is plain text");
    }

    // A plain loop: what searches faster has to be compiled first, which takes longer than all of a small site.
    private static int IndexOfControlCharacter(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAscii(text[i]) && char.IsControl(text[i]) && text[i] is not ('\t' or '\n' or '\r'))
                return i;
        }

        return -1;
    }

    private static SyntaxError At(string text, int index, string message, string hint)
    {
        var before = text.AsSpan(0, Math.Max(index, 0));
        var line = before.Count('\n') + 1;
        return new(line, before.Length - before.LastIndexOf('\n'), message, hint);
    }
}
