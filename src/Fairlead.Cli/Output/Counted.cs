using System.Globalization;
using Fairlead.Core.Addressing;

namespace Fairlead.Cli.Output;

/// <summary>Numbers in words that people read at a glance.</summary>
internal static class Counted
{
    private const int RangesShown = 4;

    /// <summary>Beyond this, digits say less than a power of two.</summary>
    private static readonly UInt128 LargestInDigits = uint.MaxValue;

    public static string Of(long count, string one) => Of(count, one, one + "s");

    public static string Of(long count, string one, string many) => string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");

    /// <summary>Digits, or the power of two that it is or is near.</summary>
    public static string Number(UInt128 count)
    {
        if (count <= LargestInDigits)
            return count.ToString(CultureInfo.InvariantCulture);
        if (UInt128.IsPow2(count))
            return string.Create(CultureInfo.InvariantCulture, $"2^{(int)UInt128.Log2(count)}");
        return string.Create(CultureInfo.InvariantCulture, $"~2^{Math.Log2((double)count):0.#}");
    }

    public static string Number(Int128 count) => count < 0 ? "-" + Number((UInt128)(-count)) : Number((UInt128)count);

    public static string Ranges(IpSet addresses)
    {
        var ranges = addresses.Ranges;
        return ranges.Length <= RangesShown
            ? string.Join(", ", ranges)
            : $"{string.Join(", ", ranges.Take(RangesShown))} and {Of(ranges.Length - RangesShown, "more range")}";
    }
}
