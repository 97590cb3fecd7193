namespace Fairlead.Core.Rules;

/// <summary>An RFC 1123 label as Kubernetes takes it: 1 to 63 lower-case letters, digits and inner hyphens.</summary>
internal static class DnsLabel
{
    private const int Longest = 63;

    public static bool IsValid(string text) =>
        text.Length is > 0 and <= Longest && text[0] != '-' && text[^1] != '-' && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
