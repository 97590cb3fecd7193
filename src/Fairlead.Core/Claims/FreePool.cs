using System.Diagnostics;
using Fairlead.Core.Addressing;

namespace Fairlead.Core.Claims;

/// <summary>
/// The addresses of one prefix that may be given to somebody: neither claimed, nor its network or broadcast address, nor, in IPv4, one that ends
/// in .0 or .255, which some devices still drop. Taking and giving back cost O(log n) of the free ranges, and so does finding a single address;
/// finding a range looks, beside that, at the free ranges of its own power of two.
/// </summary>
/// <remarks>Not safe for several threads at once.</remarks>
public sealed class FreePool
{
    private static readonly IpRangeByFirst ByFirst = new();

    private readonly IpSet _usable;
    private readonly SortedSet<IpRange> _free = new(ByFirst);

    /// <summary>The same ranges by the power of two of their size: those of index k hold at least 2^k addresses and fewer than 2^(k + 1).</summary>
    private readonly SortedSet<IpRange>?[] _byOrder;

    private FreePool(IpPrefix prefix, IpSet usable)
    {
        Prefix = prefix;
        _usable = usable;
        _byOrder = new SortedSet<IpRange>?[prefix.Family.Width];
        foreach (var range in usable.Ranges)
            AddPiecewise(range);
    }

    public IpPrefix Prefix { get; }

    /// <summary>Free addresses.</summary>
    public UInt128 Count { get; private set; }

    /// <summary>Of the longest range that can be given; 0 when nothing is free.</summary>
    public UInt128 Longest
    {
        get
        {
            var order = Array.FindLastIndex(_byOrder, ranges => ranges is { Count: > 0 });
            return order < 0 ? 0 : _byOrder[order]!.Max(range => range.Count);
        }
    }

    /// <param name="taken">What somebody claims; what lies outside of the prefix does not matter.</param>
    public static FreePool Of(IpPrefix prefix, IpSet taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        return new(prefix, taken.Gaps(Hosts(prefix)));
    }

    /// <summary>The lowest free range of so many addresses, all in one /24 in IPv4.</summary>
    public bool TryFind(UInt128 count, out IpRange found)
    {
        ArgumentOutOfRangeException.ThrowIfZero(count);
        var own = OrderOf(count);
        found = default;
        for (var order = own; order < _byOrder.Length; order++)
        {
            if (_byOrder[order] is not { Count: > 0 } ranges)
                continue;
            var fitting = order > own ? ranges.Min : ranges.FirstOrDefault(range => range.Count >= count);
            if (!fitting.IsNone && (found.IsNone || fitting.First < found.First))
                found = fitting;
        }

        if (found.IsNone)
            return false;
        found = IpRange.Of(found.First, Plus(found.First, count - 1));
        return true;
    }

    /// <summary>The free range of so many addresses that is nearest to an address of the prefix.</summary>
    public bool TryFindNear(IpAddr address, UInt128 count, out IpRange found)
    {
        ArgumentOutOfRangeException.ThrowIfZero(count);
        var above = _free.GetViewBetween(IpRange.Single(address), IpRange.Single(Prefix.Last)).FirstOrDefault(range => range.Count >= count);
        var below = _free.GetViewBetween(IpRange.Single(Prefix.First), IpRange.Single(address)).Reverse().FirstOrDefault(range => range.Count >= count);
        found = default;
        if (!above.IsNone)
            found = IpRange.Of(above.First, Plus(above.First, count - 1));
        if (!below.IsNone)
        {
            // The highest run of it that does not pass the address, unless that would leave the range.
            var last = below.Last < address ? below.Last : address;
            var first = last.TrySubtract(count - 1, out var start) && start >= below.First ? start : below.First;
            if (found.IsNone || address.Bits - first.Bits <= found.First.Bits - address.Bits)
                found = IpRange.Of(first, Plus(first, count - 1));
        }

        return !found.IsNone;
    }

    /// <summary>Whether all of it is free.</summary>
    public bool IsFree(IpRange range) => range.Family == Prefix.Family && HolderOf(range.First) is { IsNone: false } free && free.Contains(range);

    /// <summary>From now on somebody has it; what of it was not free stays as it is.</summary>
    public void Take(IpRange range)
    {
        foreach (var free in Touching(range))
        {
            Remove(free);
            if (free.First < range.First && range.First.TryPrevious(out var before))
                Add(IpRange.Of(free.First, before));
            if (free.Last > range.Last && range.Last.TryNext(out var after))
                Add(IpRange.Of(after, free.Last));
        }
    }

    /// <summary>Nobody has it any more; what of it was claimed when the pool was made, or can't be given, stays out.</summary>
    public void Give(IpRange range)
    {
        if (range.Family != Prefix.Family)
            return;
        foreach (var usable in _usable.Intersect(range).Ranges)
        {
            Take(usable);
            AddPiecewise(usable);
        }
    }

    private static IpRange Hosts(IpPrefix prefix)
    {
        var (first, last) = (prefix.First, prefix.Last);
        if (prefix.HasNetworkAndBroadcast)
            _ = first.TryNext(out first) && last.TryPrevious(out last);
        else if (prefix.Family == IpFamily.V6 && prefix.Length < 127)
            _ = first.TryNext(out first); // the subnet-router anycast address, RFC 4291 section 2.6.1
        return IpRange.Of(first, last);
    }

    private static int OrderOf(UInt128 count) => (int)UInt128.Log2(count);

    private static IpAddr Plus(IpAddr address, UInt128 distance) => address.TryAdd(distance, out var sum) ? sum : throw new UnreachableException("A free range ends inside its prefix.");

    /// <summary>In IPv4 each /24 apart, without its ends.</summary>
    private void AddPiecewise(IpRange range)
    {
        if (range.Family == IpFamily.V6)
        {
            AddMerged(range);
            return;
        }

        const uint Last = 255;
        for (UInt128 block = range.First.Bits & ~(UInt128)Last; block <= range.Last.Bits; block += Last + 1)
        {
            var piece = IpRange.OfBits(IpFamily.V4, block + 1, block + Last - 1);
            if (piece.TryIntersect(range, out var part))
                AddMerged(part);
        }
    }

    /// <summary>Together with the free ranges that it touches.</summary>
    private void AddMerged(IpRange range)
    {
        if (range.First.TryPrevious(out var before) && IsSameBlock(before, range.First) && HolderOf(before) is { IsNone: false } left)
        {
            Remove(left);
            range = IpRange.Of(left.First, range.Last);
        }

        if (range.Last.TryNext(out var after) && IsSameBlock(after, range.Last) && HolderOf(after) is { IsNone: false } right)
        {
            Remove(right);
            range = IpRange.Of(range.First, right.Last);
        }

        Add(range);
    }

    private static bool IsSameBlock(IpAddr one, IpAddr other) => one.Family == IpFamily.V6 || one.Bits >> 8 == other.Bits >> 8;

    /// <summary>The free range that holds an address, or none.</summary>
    private IpRange HolderOf(IpAddr address)
    {
        if (address < Prefix.First)
            return default;
        var below = _free.GetViewBetween(IpRange.Single(Prefix.First), IpRange.Single(address)).Max;
        return !below.IsNone && below.Contains(address) ? below : default;
    }

    private List<IpRange> Touching(IpRange range)
    {
        var touching = new List<IpRange>();
        if (!range.Overlaps(Prefix.Range))
            return touching;
        if (HolderOf(range.First < Prefix.First ? Prefix.First : range.First) is { IsNone: false } holder)
            touching.Add(holder);
        if (range.First.TryNext(out var next) && next <= range.Last)
            touching.AddRange(_free.GetViewBetween(IpRange.Single(next), IpRange.Single(range.Last)));
        return touching;
    }

    private void Add(IpRange range)
    {
        _free.Add(range);
        (_byOrder[OrderOf(range.Count)] ??= new SortedSet<IpRange>(ByFirst)).Add(range);
        Count += range.Count;
    }

    private void Remove(IpRange range)
    {
        _free.Remove(range);
        _byOrder[OrderOf(range.Count)]!.Remove(range);
        Count -= range.Count;
    }

    /// <summary>Free ranges are disjoint, so their first addresses tell them apart, and a single address can stand for a place among them.</summary>
    private sealed class IpRangeByFirst : IComparer<IpRange>
    {
        public int Compare(IpRange one, IpRange other) => one.First.CompareTo(other.First);
    }
}
