namespace Fairlead.Core.Addressing;

/// <summary>
/// An index of what is free in one range: built once in O(n) of the taken ranges, then asked for the next free block in O(log n).
/// Immutable; a new claim needs a new index. Takes 8 bytes a gap in IPv4, 32 in IPv6, and little more. Queries allocate nothing.
/// </summary>
public sealed class FreeSpace
{
    private readonly GapIndex _gaps;

    private FreeSpace(IpRange universe, GapIndex gaps)
    {
        Universe = universe;
        _gaps = gaps;
    }

    /// <summary>Nothing outside is ever found.</summary>
    public IpRange Universe { get; }

    /// <summary>The number of free ranges.</summary>
    public int GapCount => _gaps.Count;

    /// <param name="universe">Where to look; what is taken outside of it does not matter.</param>
    /// <param name="taken">Not free.</param>
    /// <exception cref="ArgumentException">The universe is none.</exception>
    public static FreeSpace Of(IpRange universe, IpSet taken)
    {
        ArgumentNullException.ThrowIfNull(taken);
        if (universe.IsNone) throw new ArgumentException("Free space needs a universe.", nameof(universe));
        var obstacles = taken.Touching(universe);
        var walk = new GapWalk(universe, obstacles);
        var capacity = obstacles.Length + 1;
        return new(universe, universe.Family == IpFamily.V4 ? new GapIndex<uint>(walk, capacity) : new GapIndex<UInt128>(walk, capacity));
    }

    /// <summary>
    /// The lowest free range of <paramref name="size"/> addresses whose first address is a multiple of <paramref name="alignment"/>
    /// (the address taken as a number, not its distance from the universe) and not below <paramref name="from"/>.
    /// <para>
    /// Guaranteed O(log n) when the alignment is 1 or equals the size. Otherwise O((1 + c) log n), where c counts the gaps passed over
    /// that are long enough and hold an aligned block of min(size, alignment) addresses (rounded down to a power of two), but not the
    /// whole range at an aligned start; a gap of size + alignment - 1 addresses always suffices.
    /// </para>
    /// </summary>
    /// <param name="size">At least 1.</param>
    /// <param name="alignment">A power of two.</param>
    /// <param name="from">Of the family of the universe; may lie outside of it.</param>
    /// <param name="found">The default range when nothing is found.</param>
    /// <exception cref="ArgumentException">An argument is not as described.</exception>
    public bool TryFindNext(UInt128 size, UInt128 alignment, IpAddr from, out IpRange found)
    {
        ArgumentOutOfRangeException.ThrowIfZero(size);
        if (!UInt128.IsPow2(alignment)) throw new ArgumentOutOfRangeException(nameof(alignment), alignment, "It must be a power of two.");
        if (from.Family != Universe.Family) throw new ArgumentException($"{from} is not of the family of {Universe}.", nameof(from));
        return TryFind(size - 1, (int)UInt128.TrailingZeroCount(alignment), from, out found);
    }

    /// <summary>The lowest free range of <paramref name="size"/> addresses, at least 1. O(log n).</summary>
    public bool TryFindNext(UInt128 size, out IpRange found) => TryFindNext(size, 1, Universe.First, out found);

    /// <summary>The lowest free prefix of this length. O(log n).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative or above 32 or 128.</exception>
    public bool TryFindNextBlock(int prefixLength, out IpPrefix found) => TryFindNextBlock(prefixLength, Universe.First, out found);

    /// <summary>The lowest free prefix of this length whose network is not below <paramref name="from"/>. O(log n).</summary>
    /// <exception cref="ArgumentException">The length is out of range, or <paramref name="from"/> of another family.</exception>
    public bool TryFindNextBlock(int prefixLength, IpAddr from, out IpPrefix found)
    {
        var family = Universe.Family;
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, family.Width);
        if (from.Family != family) throw new ArgumentException($"{from} is not of the family of {Universe}.", nameof(from));
        var isFound = TryFind(family.HostMask(prefixLength), family.Width - prefixLength, from, out var range);
        found = isFound ? IpPrefix.Of(range.First, prefixLength) : default;
        return isFound;
    }

    // The extent is the size less one, because 2^128 addresses are a size that no UInt128 holds.
    private bool TryFind(UInt128 extent, int alignmentOrder, IpAddr from, out IpRange found)
    {
        var isFound = _gaps.TryFind(extent, alignmentOrder, from.Bits, out var first);
        found = isFound ? IpRange.OfBits(Universe.Family, first, first + extent) : default;
        return isFound;
    }
}
