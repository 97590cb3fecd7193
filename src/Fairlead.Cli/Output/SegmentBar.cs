using Fairlead.Core.Addressing;

namespace Fairlead.Cli.Output;

/// <summary>Addresses in a row that are for one thing.</summary>
internal readonly record struct BarPiece(AddressUse Use, UInt128 Size);

/// <summary>
/// A network drawn to scale: as many cells as its share of the addresses, but one cell at least, so that a single address is seen. Where
/// there are more pieces than cells the smallest are not drawn, of each use the largest always.
/// </summary>
internal static class SegmentBar
{
    /// <summary>What lies side by side in a window; the uses of higher rank hide the others.</summary>
    public static IReadOnlyList<BarPiece> PiecesOf(IpRange window, IReadOnlyDictionary<AddressUse, IpSet> uses)
    {
        var covered = IpSet.Empty;
        var ranges = new List<(IpRange Range, AddressUse Use)>();
        foreach (var (use, addresses) in uses.OrderByDescending(pair => pair.Key))
        {
            ranges.AddRange(addresses.Intersect(window).Except(covered).Ranges.Select(range => (range, use)));
            covered = covered.Union(addresses);
        }

        ranges.AddRange(covered.Gaps(window).Ranges.Select(range => (range, AddressUse.Free)));
        return [.. ranges.OrderBy(piece => piece.Range).Select(piece => new BarPiece(piece.Use, piece.Range.Count))];
    }

    /// <returns>As many uses as cells.</returns>
    public static AddressUse[] Draw(IReadOnlyList<BarPiece> pieces, int cells)
    {
        var drawn = pieces.Count <= cells ? pieces : Coarsen(pieces, cells);
        var shares = Share([.. drawn.Select(piece => (double)piece.Size)], cells);
        var bar = new List<AddressUse>(cells);
        for (var i = 0; i < drawn.Count; i++)
            bar.AddRange(Enumerable.Repeat(drawn[i].Use, shares[i]));
        return [.. bar];
    }

    /// <summary>Whole cells for sizes, in sum exactly those given, none without one; there are at least as many cells as sizes.</summary>
    public static int[] Share(IReadOnlyList<double> sizes, int cells)
    {
        var shares = new int[sizes.Count];
        if (sizes.Count == 0)
            return shares;
        var left = cells;
        var total = sizes.Sum();
        var large = new List<int>();
        // Those below a cell get one, smallest first; what that takes from the others may push the next below a cell too.
        foreach (var i in Enumerable.Range(0, sizes.Count).OrderBy(i => sizes[i]))
        {
            if (large.Count > 0 || sizes[i] / total * left >= 1)
            {
                large.Add(i);
                continue;
            }

            shares[i] = 1;
            left--;
            total -= sizes[i];
        }

        ShareLarge(sizes, shares, large, left);
        return shares;
    }

    /// <summary>Largest remainder.</summary>
    private static void ShareLarge(IReadOnlyList<double> sizes, int[] shares, List<int> large, int cells)
    {
        var total = large.Sum(i => sizes[i]);
        foreach (var i in large)
            shares[i] = Math.Max(1, (int)(sizes[i] / total * cells));
        var left = cells - large.Sum(i => shares[i]);
        foreach (var i in large.OrderByDescending(i => (sizes[i] / total * cells) - shares[i]))
        {
            if (left <= 0)
                break;
            shares[i]++;
            left--;
        }

        // Rounding may have given one too many, never to the largest alone.
        for (; left < 0; left++)
            shares[large.MaxBy(i => shares[i])]--;
        if (left > 0)
            shares[large.Count > 0 ? large[^1] : Enumerable.Range(0, sizes.Count).MaxBy(i => sizes[i])] += left;
    }

    private static List<BarPiece> Coarsen(IReadOnlyList<BarPiece> pieces, int most)
    {
        var largest = pieces.Select((piece, index) => (piece, index)).GroupBy(item => item.piece.Use).Select(use => use.MaxBy(item => item.piece.Size).index).ToHashSet();
        var dropped = Enumerable.Range(0, pieces.Count)
            .Where(i => !largest.Contains(i))
            .OrderBy(i => pieces[i].Size).ThenBy(i => pieces[i].Use)
            .Take(pieces.Count - most)
            .ToHashSet();
        var kept = new List<BarPiece>(most);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (dropped.Contains(i))
                continue;
            if (kept.Count > 0 && kept[^1].Use == pieces[i].Use)
                kept[^1] = new(pieces[i].Use, UInt128.MaxValue - kept[^1].Size < pieces[i].Size ? UInt128.MaxValue : kept[^1].Size + pieces[i].Size);
            else
                kept.Add(pieces[i]);
        }

        return kept;
    }
}
