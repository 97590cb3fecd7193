using System.Globalization;
using Fairlead.Core.Capacity;

namespace Fairlead.Server.Pages.Clusters;

/// <summary>Where the parts of a capacity bar begin and end, as percentages: attributes of SVG, since the page's policy has no room for styles.</summary>
public sealed class CapacityScale
{
    /// <summary>A segment that has more than this many times the need is drawn with its bar cut.</summary>
    private const int MostTimesNeed = 6;

    private readonly long _whole;

    public CapacityScale(SegmentCapacity row)
    {
        ArgumentNullException.ThrowIfNull(row);
        Available = row.Available > long.MaxValue / MostTimesNeed ? long.MaxValue / MostTimesNeed : (long)row.Available;
        IsCut = row.Peak > 0 && Available / MostTimesNeed > row.Peak;
        _whole = Math.Max(IsCut ? row.Peak * MostTimesNeed : Math.Max(Available, row.Peak), 1);
    }

    /// <summary>More is available than is drawn.</summary>
    public bool IsCut { get; }

    public long Available { get; }

    public string Percent(long addresses) => string.Create(CultureInfo.InvariantCulture, $"{(decimal)Math.Min(addresses, _whole) * 100 / _whole:0.###}%");
}
