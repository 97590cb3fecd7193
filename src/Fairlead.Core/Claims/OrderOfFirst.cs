using System.Buffers;
using System.Numerics;

namespace Fairlead.Core.Claims;

/// <summary>The order of ranges by their first address; of two that begin alike, the one added earlier comes first.</summary>
internal readonly ref struct OrderOfFirst<T>
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly int[] _order;
    private readonly int _count;

    public OrderOfFirst(ReadOnlySpan<ClaimedRange<T>> ranges)
    {
        // Rented, here and below: fresh arrays of this size cost more than the sorting.
        _order = ArrayPool<int>.Shared.Rent(ranges.Length);
        _count = ranges.Length;
        if (typeof(T) == typeof(uint))
            SortByDigits(ranges, _order);
        else
            SortByComparison(ranges, _order);
    }

    public ReadOnlySpan<int> Indices => _order.AsSpan(0, _count);

    public void Dispose() => ArrayPool<int>.Shared.Return(_order);

    private static void SortByComparison(ReadOnlySpan<ClaimedRange<T>> ranges, int[] order)
    {
        var keys = new (T First, int Index)[ranges.Length];
        for (var i = 0; i < keys.Length; i++)
            keys[i] = (ranges[i].First, i);
        Array.Sort(keys);
        for (var i = 0; i < keys.Length; i++)
            order[i] = keys[i].Index;
    }

    /// <summary>For IPv4: an address (upper half) and an index fit one word, and three passes of 11 bits sort any number of them.</summary>
    private static void SortByDigits(ReadOnlySpan<ClaimedRange<T>> ranges, int[] order)
    {
        const int AddressShift = 32;
        const int DigitBits = 11;
        var (words, sorted) = (ArrayPool<ulong>.Shared.Rent(ranges.Length), ArrayPool<ulong>.Shared.Rent(ranges.Length));
        for (var i = 0; i < ranges.Length; i++)
            words[i] = (ulong.CreateTruncating(ranges[i].First) << AddressShift) | (uint)i;
        Span<int> starts = stackalloc int[1 << DigitBits];
        for (var shift = AddressShift; shift < 64; shift += DigitBits)
        {
            SortByDigit(words.AsSpan(0, ranges.Length), sorted, shift, starts);
            (words, sorted) = (sorted, words);
        }

        for (var i = 0; i < ranges.Length; i++)
            order[i] = (int)(words[i] & uint.MaxValue);
        ArrayPool<ulong>.Shared.Return(words);
        ArrayPool<ulong>.Shared.Return(sorted);
    }

    /// <summary>Words with the same digit keep their order.</summary>
    /// <param name="starts">Room for one number per digit.</param>
    private static void SortByDigit(ReadOnlySpan<ulong> words, ulong[] sorted, int shift, Span<int> starts)
    {
        var mask = (uint)starts.Length - 1;
        starts.Clear();
        foreach (var word in words)
            starts[(int)((uint)(word >> shift) & mask)]++;
        var start = 0;
        foreach (ref var each in starts)
            (each, start) = (start, start + each);
        foreach (var word in words)
            sorted[starts[(int)((uint)(word >> shift) & mask)]++] = word;
    }
}
