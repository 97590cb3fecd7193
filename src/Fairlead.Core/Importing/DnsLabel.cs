using System.Text;

namespace Fairlead.Core.Importing;

/// <summary>Names of other systems as names of site files.</summary>
public static class DnsLabel
{
    /// <summary>An RFC 1123 label made of a name; null when nothing of it can stand in one.</summary>
    public static string? Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        const int Longest = 63;
        var label = new StringBuilder(name.Length);
        foreach (var c in name.ToLowerInvariant())
        {
            if (char.IsAsciiLetterOrDigit(c))
                label.Append(c);
            else if (PlainLetters(c) is { Length: > 0 } letters)
                label.Append(letters);
            else if (label.Length > 0 && label[^1] != '-')
                label.Append('-');
        }

        var text = label.ToString(0, Math.Min(label.Length, Longest)).Trim('-');
        return text.Length == 0 ? null : text;
    }

    /// <summary>What a lower-case letter with an accent is without it; empty for anything that is no letter of the languages understood.</summary>
    public static string PlainLetters(char c) => c switch
    {
        'ä' => "ae",
        'ö' => "oe",
        'ü' => "ue",
        'ß' => "ss",
        'á' or 'à' or 'â' or 'ã' or 'å' => "a",
        'é' or 'è' or 'ê' or 'ë' => "e",
        'í' or 'ì' or 'î' or 'ï' => "i",
        'ó' or 'ò' or 'ô' or 'õ' => "o",
        'ú' or 'ù' or 'û' => "u",
        'ñ' => "n",
        'ç' => "c",
        _ => "",
    };
}
