using System.Globalization;
using Fairlead.Core.Addressing;

namespace Fairlead.Core.Reports.Html;

/// <summary>
/// Addresses to places on a bar, in ten-thousandths of a percent. Every edge is rounded by itself, so the widths of neighbours add up to
/// the bar to the last digit.
/// </summary>
internal readonly struct Scale
{
    public const long Whole = 1_000_000;

    private readonly UInt128 _first;
    private readonly UInt128 _last;
    private readonly int _shift;

    public Scale(IpRange universe)
    {
        (_first, _last) = (universe.First.Bits, universe.Last.Bits);
        // The product with Whole has to fit; of a prefix this large, no single address shows anyway.
        var bits = 128 - (int)UInt128.LeadingZeroCount(_last - _first);
        _shift = Math.Max(0, bits - 100);
    }

    /// <summary>Where an address begins.</summary>
    public long Start(IpAddr address) => Place(address.Bits - _first);

    /// <summary>Where it ends.</summary>
    public long End(IpAddr address) => address.Bits == _last ? Whole : Place(address.Bits - _first + 1);

    public long Width(IpRange range) => End(range.Last) - Start(range.First);

    public static string Percent(long place) => string.Create(CultureInfo.InvariantCulture, $"{place / 10_000m:0.####}%");

    private long Place(UInt128 offset) => (long)((offset >> _shift) * Whole / (((_last - _first) >> _shift) + 1));
}
