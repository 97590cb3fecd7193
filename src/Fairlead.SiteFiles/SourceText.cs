using System.Text;
using Fairlead.Core.Sites.Text;

namespace Fairlead.SiteFiles;

/// <summary>Bytes to text: UTF-8, with or without a byte order mark, without characters that nobody sees.</summary>
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

        var unseen = IndexOfUnseen(text);
        return unseen < 0 ? null : At(text, unseen, $"The file contains the {NameOf(text[unseen])} U+{(int)text[unseen]:X4}.", "remove it; a site file is plain text");
    }

    // A plain loop: what searches faster has to be compiled first, which takes longer than all of a small site.
    private static int IndexOfUnseen(string text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (IsUnseen(text[i]))
                return i;
        }

        return -1;
    }

    /// <summary>U+2028 and U+2029 break lines for a YAML 1.1 parser and for nobody's editor: what follows would be read, and not seen.</summary>
    private static bool IsUnseen(char c) =>
        c < ' ' ? c is not ('\t' or '\n' or '\r') : c >= '\u007F' && (c < '\u00A0' || c is '\u2028' or '\u2029' or '\uFEFF' or '\uFFFE' or '\uFFFF');

    private static string NameOf(char c) => c switch
    {
        '\uFEFF' => "byte order mark (not at its beginning)",
        '\u0085' or '\u2028' or '\u2029' => "invisible line break",
        _ => "control character",
    };

    private static SyntaxError At(string text, int index, string message, string hint)
    {
        var (line, column) = new SourceFile("", text).PlaceOf(index);
        return new(line, column, message, hint);
    }
}
