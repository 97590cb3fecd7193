namespace Fairlead.Core.Sites.Text;

/// <summary>How the core schema of YAML 1.2 (section 10.3.2) resolves a plain scalar. <c>yes</c>, <c>no</c> and dates are text.</summary>
public static class CoreSchema
{
    public static ScalarKind Resolve(ReadOnlySpan<char> text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => ScalarKind.Null,
        "true" or "True" or "TRUE" or "false" or "False" or "FALSE" => ScalarKind.Boolean,
        ".nan" or ".NaN" or ".NAN" => ScalarKind.Number,
        _ when IsInteger(text) => ScalarKind.WholeNumber,
        _ when IsFloat(text) => ScalarKind.Number,
        _ => ScalarKind.Text,
    };

    private static bool IsInteger(ReadOnlySpan<char> text) =>
        text.StartsWith("0o") ? text.Length > 2 && !text[2..].ContainsAnyExceptInRange('0', '7')
        : text.StartsWith("0x") ? text.Length > 2 && AreHexDigits(text[2..])
        : IsDigits(Unsigned(text));

    private static bool IsFloat(ReadOnlySpan<char> text)
    {
        var rest = Unsigned(text);
        if (rest is ".inf" or ".Inf" or ".INF")
            return true;
        var exponent = rest.IndexOfAny('e', 'E');
        if (exponent >= 0)
        {
            if (!IsDigits(Unsigned(rest[(exponent + 1)..])))
                return false;
            rest = rest[..exponent];
        }

        var point = rest.IndexOf('.');
        if (point < 0)
            return IsDigits(rest);
        var whole = rest[..point];
        var fraction = rest[(point + 1)..];
        return (whole.IsEmpty ? !fraction.IsEmpty : IsDigits(whole)) && (fraction.IsEmpty || IsDigits(fraction));
    }

    private static ReadOnlySpan<char> Unsigned(ReadOnlySpan<char> text) => text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;

    private static bool AreHexDigits(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!char.IsAsciiHexDigit(c))
                return false;
        }

        return true;
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExceptInRange('0', '9');
}
