using Fairlead.Core.Addressing;

namespace Fairlead.Core.Reports.Html;

/// <summary>Chooses the parts of a map that are too crowded at full scale and worth drawing again, enlarged.</summary>
internal static class MapWindows
{
    private const int Most = 3;

    /// <summary>What lies closer together than this part of the whole is one crowd, and only a crowd smaller than this is enlarged.</summary>
    private const int Part = 12;

    public static IReadOnlyList<IpRange> Of(AddressMap map)
    {
        var size = map.Prefix.Range.Count;
        if (size < 256)
            return [];
        var crowds = new List<(IpRange Range, int Tiles)>();
        foreach (var tile in map.Used)
        {
            if (crowds.Count > 0 && tile.Range.First.Bits - crowds[^1].Range.Last.Bits <= size / Part / 2)
                crowds[^1] = (IpRange.Of(crowds[^1].Range.First, tile.Range.Last), crowds[^1].Tiles + 1);
            else
                crowds.Add((tile.Range, 1));
        }

        return
        [
            .. crowds.Where(crowd => crowd.Tiles > 1 && crowd.Range.Count < size / Part)
                .OrderByDescending(crowd => crowd.Tiles)
                .Take(Most)
                .Select(crowd => Widened(crowd.Range, map.Prefix))
                .OrderBy(window => window.First),
        ];
    }

    /// <summary>A little air on both sides, inside the prefix, and never fewer than 16 addresses.</summary>
    private static IpRange Widened(IpRange range, IpPrefix within)
    {
        var air = UInt128.Max(range.Count / 8, range.Count < 12 ? (16 - range.Count) / 2 : 1);
        var first = range.First.TrySubtract(air, out var lower) && within.Contains(lower) ? lower : within.First;
        var last = range.Last.TryAdd(air, out var upper) && within.Contains(upper) ? upper : within.Last;
        return IpRange.Of(first, last);
    }
}
