using System.Numerics;

namespace Fairlead.Core.Addressing;

/// <summary>
/// The gaps in order, and over them a tree of summaries without pointers: node i of a level sums up nodes 16i to 16i+15 of the level
/// below, the gaps themselves being level 0. A node knows the longest gap under it and the largest naturally aligned block in
/// any gap under it. So a search leaves out what cannot fit, sixteen at a time, then 256, and so on.
/// </summary>
internal sealed class GapIndex<T> : GapIndex
    where T : struct, IBinaryInteger<T>, IMinMaxValue<T>, IUnsignedNumber<T>
{
    private const int FanOutBits = 4;
    private const int FanOut = 1 << FanOutBits;

    private static readonly int Width = int.CreateChecked(T.PopCount(T.MaxValue));

    // Sorted, disjoint, not adjacent; only the first Count elements are in use.
    private readonly T[] _first;
    private readonly T[] _last;

    // _levels[k] is level k + 1 of the tree; the last one has a single node.
    private readonly Summary[][] _levels;

    internal GapIndex(GapWalk gaps, int capacity)
    {
        _first = new T[capacity];
        _last = new T[capacity];
        foreach (var gap in gaps)
        {
            _first[Count] = T.CreateTruncating(gap.FirstBits);
            _last[Count] = T.CreateTruncating(gap.LastBits);
            Count++;
        }

        _levels = BuildLevels();
    }

    internal override int Count { get; }

    internal override bool TryFind(UInt128 extent, int alignmentOrder, UInt128 from, out UInt128 first)
    {
        first = default;
        if (extent > UInt128.CreateTruncating(T.MaxValue)) return false;
        var wanted = new Request(T.CreateTruncating(extent), Math.Min(alignmentOrder, Width));
        if (!TryFind(wanted, T.CreateTruncating(from), out var start)) return false;
        first = UInt128.CreateTruncating(start);
        return true;
    }

    private bool TryFind(in Request wanted, T from, out T start)
    {
        // Only the gap that `from` cuts, or the one after it, needs to know `from`.
        var index = IndexOfFirstEndingAtOrAfter(from);
        start = default;
        if (index == Count) return false;
        if (wanted.TryPlace(T.Max(from, _first[index]), _last[index], out start)) return true;
        return TryFindAfter(index, wanted, out start);
    }

    /// <summary>Goes right along a group of siblings, down where something may fit, and up at the end of a group.</summary>
    private bool TryFindAfter(int gap, in Request wanted, out T start)
    {
        var level = 0;
        var index = gap + 1;
        var end = EndOfGroup(level, gap);
        start = default;
        while (true)
        {
            if (index == end)
            {
                if (level == _levels.Length) return false;
                var parent = (index - 1) >> FanOutBits;
                level++;
                index = parent + 1;
                end = EndOfGroup(level, parent);
            }
            else if (level == 0)
            {
                if (wanted.TryPlace(_first[index], _last[index], out start)) return true;
                index++;
            }
            else if (wanted.MayFit(_levels[level - 1][index]))
            {
                level--;
                index <<= FanOutBits;
                end = EndOfGroup(level, index);
            }
            else
            {
                index++;
            }
        }
    }

    /// <summary>One past the last sibling of a node.</summary>
    private int EndOfGroup(int level, int index) =>
        Math.Min(level == 0 ? Count : _levels[level - 1].Length, (index | (FanOut - 1)) + 1);

    private int IndexOfFirstEndingAtOrAfter(T address)
    {
        var found = Array.BinarySearch(_last, 0, Count, address);
        return found >= 0 ? found : ~found;
    }

    private Summary[][] BuildLevels()
    {
        var levels = new List<Summary[]>();
        for (var below = Count; below > 1; below = levels[^1].Length)
        {
            levels.Add(SumUp(below, levels.LastOrDefault()));
        }

        return [.. levels];
    }

    /// <param name="count">The number of nodes, or gaps, below.</param>
    /// <param name="below">The level below, or null when that is the gaps.</param>
    private Summary[] SumUp(int count, Summary[]? below)
    {
        var sums = new Summary[((count - 1) >> FanOutBits) + 1];
        for (var i = 0; i < count; i++)
        {
            ref var sum = ref sums[i >> FanOutBits];
            sum = sum.With(below is null ? Summary.OfGap(_first[i], _last[i]) : below[i]);
        }

        return sums;
    }

    /// <summary>The power of two of the largest block that fits between two addresses at a multiple of its own size.</summary>
    private static int OrderOfLargestBlock(T first, T last)
    {
        var order = OrderOfSize(last - first);
        return TryAlign(first, LowMask(order), out var aligned) && aligned <= last && last - aligned >= LowMask(order) ? order : order - 1;
    }

    /// <summary>The logarithm, rounded down, of a size given as extent.</summary>
    private static int OrderOfSize(T extent) => extent == T.MaxValue ? Width : int.CreateChecked(T.Log2(extent + T.One));

    /// <summary>So many ones; a shift by the full width would shift by nothing.</summary>
    private static T LowMask(int order) => order == Width ? T.MaxValue : (T.One << order) - T.One;

    /// <summary>The lowest multiple of mask + 1 that is not below the address; false when it is beyond the highest address.</summary>
    private static bool TryAlign(T address, T mask, out T aligned)
    {
        var isAligned = (address & mask) == T.Zero;
        var before = address | mask;
        var fits = isAligned || before != T.MaxValue;
        aligned = isAligned || !fits ? address : before + T.One;
        return fits;
    }

    /// <summary>What is known of the gaps under a node. The default value stands for no gaps only while a node is built.</summary>
    /// <param name="Extent">The size of the longest gap, less one.</param>
    /// <param name="Order">The power of two of the largest naturally aligned block.</param>
    private readonly record struct Summary(T Extent, byte Order)
    {
        internal static Summary OfGap(T first, T last) => new(last - first, (byte)OrderOfLargestBlock(first, last));

        internal Summary With(Summary other) => new(T.Max(Extent, other.Extent), Math.Max(Order, other.Order));
    }

    private readonly struct Request(T extent, int alignmentOrder)
    {
        private readonly T _extent = extent;
        private readonly T _alignmentMask = LowMask(alignmentOrder);

        // A range of this size at this alignment holds a naturally aligned block of this order, so its gap does.
        private readonly int _order = Math.Min(alignmentOrder, OrderOfSize(extent));

        internal bool MayFit(Summary gaps) => gaps.Extent >= _extent && gaps.Order >= _order;

        internal bool TryPlace(T first, T last, out T start) =>
            TryAlign(first, _alignmentMask, out start) && start <= last && last - start >= _extent;
    }
}
