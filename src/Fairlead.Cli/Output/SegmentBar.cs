using Fairlead.Core.Addressing;

namespace Fairlead.Cli.Output;

/// <summary>Addresses in a row that are for one thing.</summary>
/// <param name="Size">Their number; exact is more than a drawing needs.</param>
internal sealed record BarPiece(AddressUse Use, double Size);

/// <summary>
/// A network drawn to scale: as many cells as its share of the addresses, but one cell at least, so that a single address is seen. Where
/// there are more pieces than cells the smallest are not drawn, of each use the largest always.
/// </summary>
internal static class SegmentBar
{
    /// <summary>What lies side by side in a window; the uses of higher rank hide the others.</summary>
    /// <param name="uses">By <see cref="AddressUse"/>.</param>
    public static IReadOnlyList<BarPiece> PiecesOf(IpRange window, IpSet[] uses)
    {
        var covered = IpSet.Empty;
        var stretches = new List<Stretch>();
        for (var use = uses.Length - 1; use > (int)AddressUse.Free; use--)
        {
            if (uses[use].IsEmpty)
                continue;
            Add((AddressUse)use, uses[use].Intersect(window).Except(covered));
            covered = covered.Union(uses[use]);
        }

        Add(AddressUse.Free, covered.Gaps(window));
        stretches.Sort((one, other) => one.Range.CompareTo(other.Range));
        return stretches.ConvertAll(stretch => new BarPiece(stretch.Use, (double)stretch.Range.Count));

        void Add(AddressUse use, IpSet addresses)
        {
            foreach (var range in addresses.Ranges)
                stretches.Add(new Stretch(range, use));
        }
    }

    /// <returns>As many uses as cells.</returns>
    public static AddressUse[] Draw(IReadOnlyList<BarPiece> pieces, int cells)
    {
        var drawn = pieces.Count <= cells ? pieces : Coarsen(pieces, cells);
        var shares = Share([.. drawn.Select(piece => piece.Size)], cells);
        var bar = new AddressUse[cells];
        var at = 0;
        for (var i = 0; i < drawn.Count; i++)
        {
            for (var end = at + shares[i]; at < end; at++)
                bar[at] = drawn[i].Use;
        }

        return bar;
    }

    /// <summary>Whole cells for sizes, in sum exactly those given, none without one.</summary>
    /// <param name="sizes">Above zero, and no more of them than cells.</param>
    public static int[] Share(double[] sizes, int cells)
    {
        var shares = new int[sizes.Length];
        if (sizes.Length == 0)
            return shares;
        var order = Enumerable.Range(0, sizes.Length).ToArray();
        Array.Sort(order, (one, other) => sizes[one] != sizes[other] ? sizes[one].CompareTo(sizes[other]) : one.CompareTo(other));
        var left = cells;
        var total = sizes.Sum();
        // From the smallest: what gets its one cell though it has less to claim leaves less for the others.
        for (var i = 0; i < order.Length; i++)
        {
            var size = sizes[order[i]];
            var following = order.Length - i - 1;
            var fair = following == 0 ? left : (int)Math.Round(size / total * left);
            shares[order[i]] = Math.Clamp(fair, 1, left - following);
            left -= shares[order[i]];
            total -= size;
        }

        return shares;
    }

    private static List<BarPiece> Coarsen(IReadOnlyList<BarPiece> pieces, int most)
    {
        var largest = new int[Enum.GetValues<AddressUse>().Length];
        Array.Fill(largest, -1);
        for (var i = 0; i < pieces.Count; i++)
        {
            ref var best = ref largest[(int)pieces[i].Use];
            if (best < 0 || pieces[i].Size > pieces[best].Size)
                best = i;
        }

        var dropped = Enumerable.Range(0, pieces.Count)
            .Where(i => largest[(int)pieces[i].Use] != i)
            .OrderBy(i => pieces[i].Size)
            .ThenBy(i => pieces[i].Use)
            .Take(pieces.Count - most)
            .ToHashSet();
        var kept = new List<BarPiece>(most);
        for (var i = 0; i < pieces.Count; i++)
        {
            if (dropped.Contains(i))
                continue;
            if (kept.Count > 0 && kept[^1].Use == pieces[i].Use)
                kept[^1] = new(pieces[i].Use, kept[^1].Size + pieces[i].Size);
            else
                kept.Add(pieces[i]);
        }

        return kept;
    }

    private sealed record Stretch(IpRange Range, AddressUse Use);
}
