using System.Globalization;

namespace Fairlead.Core.Sites.Text;

/// <summary>Durations as people write them: a whole number with its unit, <c>90s</c>, <c>10m</c>, <c>8h</c>, <c>2d</c>; up to a century.</summary>
public static class Duration
{
    private const long LongestSeconds = 100L * 366 * 24 * 60 * 60;

    public static bool TryParse(string text, out TimeSpan value)
    {
        ArgumentNullException.ThrowIfNull(text);
        value = default;
        var unit = text.Length < 2 ? 0 : text[^1] switch { 's' => 1L, 'm' => 60, 'h' => 60 * 60, 'd' => 24 * 60 * 60, _ => 0 };
        if (unit == 0 || !long.TryParse(text.AsSpan(..^1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number > LongestSeconds / unit)
            return false;
        value = TimeSpan.FromSeconds(number * unit);
        return true;
    }
}
