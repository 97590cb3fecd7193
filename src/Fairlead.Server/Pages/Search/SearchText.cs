using Fairlead.Core.Addressing;

namespace Fairlead.Server.Pages.Search;

/// <summary>What somebody meant who typed into the search box.</summary>
public static class SearchText
{
    /// <summary>An address, a prefix or a range; also the beginning of an IPv4 address at a dot (<c>10.20</c> is 10.20.0.0/16). Null: it is a name.</summary>
    public static IpRange? RangeOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var plain = text.Replace(" - ", "-", StringComparison.Ordinal).Trim();
        if (IpRange.TryParse(plain, out var range, out _))
            return range;
        var parts = plain.TrimEnd('.').Split('.');
        // One number alone is more often a part of a name.
        if (parts.Length is < 2 or > 3 || parts.Any(part => part.Length is 0 or > 3 || !part.All(char.IsAsciiDigit)))
            return null;
        var whole = $"{string.Join('.', parts)}{string.Concat(Enumerable.Repeat(".0", 4 - parts.Length))}/{parts.Length * 8}";
        return IpRange.TryParse(whole, out range, out _) ? range : null;
    }
}
