using System.Buffers;
using System.Numerics;

namespace Fairlead.Core.Claims;

/// <summary>A range of one address family as a party claims it, with what decides whether it may meet another.</summary>
/// <param name="Party">Whose it is; a party may have several ranges, which do not overlap each other.</param>
/// <param name="Home">See <see cref="PairTable.MayMeetAtHome"/>; null for what has no home.</param>
internal readonly record struct ClaimedRange<T>(T First, T Last, int Party, ClaimKind Kind, object? Home)
    where T : unmanaged, IBinaryInteger<T>;

/// <summary>Two parties and the addresses (first to last) of one place where they meet.</summary>
internal readonly record struct Meeting<T>(int One, int Other, T First, T Last)
    where T : unmanaged, IBinaryInteger<T>;

/// <summary>
/// Finds every forbidden meeting in one pass over the ranges in order of their first address. For each kind it keeps the ranges that have not
/// ended yet; an arriving range is compared with the kinds that it may not meet, and whatever it finds there has either ended (and leaves for
/// good) or meets it. Cost: sorting, one removal per range, and one step per meeting.
/// </summary>
/// <param name="capacity">How many ranges will be added at most.</param>
internal sealed class OverlapSweep<T>(int capacity) : IDisposable
    where T : unmanaged, IBinaryInteger<T>
{
    private const int Kinds = 32;

    // Rented: a million ranges are gone in a moment, and a collector that looks for them takes longer than the sweep.
    private readonly ClaimedRange<T>[] _ranges = ArrayPool<ClaimedRange<T>>.Shared.Rent(capacity);
    private int _count;

    public void Add(in ClaimedRange<T> range) => _ranges[_count++] = range;

    public void Dispose() => ArrayPool<ClaimedRange<T>>.Shared.Return(_ranges, clearArray: true);

    public List<Meeting<T>> Run()
    {
        var ranges = _ranges.AsSpan(0, _count);
        using var order = new OrderOfFirst<T>(ranges);
        var meetings = new List<Meeting<T>>();
        var active = new ActiveRanges[Kinds];
        var occupied = 0u;
        foreach (var index in order.Indices)
        {
            ref readonly var arriving = ref ranges[index];
            for (var kinds = PairTable.ForbiddenFor(arriving.Kind) & occupied; kinds != 0; kinds &= kinds - 1)
                active[BitOperations.TrailingZeroCount(kinds)].MeetAll(arriving, ranges, meetings);
            active[(int)arriving.Kind].Add(arriving.Last, index);
            occupied |= 1u << (int)arriving.Kind;
        }

        return meetings;
    }

    /// <summary>Ranges of one kind that may still be met. <c>default</c> is empty.</summary>
    private struct ActiveRanges
    {
        private (T Last, int Index)[]? _items;
        private int _count;

        public void Add(T last, int index)
        {
            _items ??= new (T, int)[4];
            if (_count == _items.Length)
                Array.Resize(ref _items, _count * 2);
            _items[_count++] = (last, index);
        }

        public void MeetAll(in ClaimedRange<T> arriving, ReadOnlySpan<ClaimedRange<T>> ranges, List<Meeting<T>> meetings)
        {
            for (var i = 0; i < _count;)
            {
                var (last, index) = _items![i];
                if (last < arriving.First)
                {
                    _items[i] = _items[--_count];
                    continue;
                }

                i++;
                ref readonly var other = ref ranges[index];
                var isAtHome = arriving.Home is not null && ReferenceEquals(arriving.Home, other.Home) && PairTable.MayMeetAtHome(arriving.Kind, other.Kind);
                if (!isAtHome)
                    meetings.Add(new(other.Party, arriving.Party, arriving.First, T.Min(last, arriving.Last)));
            }
        }
    }
}
