namespace Fairlead.Core.Observations;

/// <summary>Leases in the order in which they came, in pieces: growing moves none of them.</summary>
internal sealed class LeaseChunks
{
    private const int Bits = 14;
    private const int Size = 1 << Bits;

    private readonly List<Lease[]> _chunks = [];

    public int Count { get; private set; }

    public ref Lease this[int position] => ref _chunks[position >> Bits][position & (Size - 1)];

    public void Add(in Lease lease)
    {
        if (Count >> Bits == _chunks.Count)
            _chunks.Add(new Lease[Size]);
        this[Count++] = lease;
    }

    /// <summary>
    /// Positions in order of addresses, IPv4 first, and of one address in the order in which they came. Of IPv4, address and position are one number, and numbers
    /// are sorted fastest.
    /// </summary>
    public int[] Sorted()
    {
        var v4 = 0;
        for (var position = 0; position < Count; position++)
            v4 += this[position].Address.IsV4 ? 1 : 0;
        var numbers = new ulong[v4];
        var order = new int[Count];
        var (four, six, isSorted) = (0, v4, true);
        for (var position = 0; position < Count; position++)
        {
            var address = this[position].Address;
            if (address.IsV4)
            {
                numbers[four] = (ulong)address.Bits << 32 | (uint)position;
                isSorted &= four == 0 || numbers[four - 1] < numbers[four];
                four++;
            }
            else
            {
                order[six++] = position;
            }
        }

        if (!isSorted)
            numbers.AsSpan().Sort();
        for (var at = 0; at < v4; at++)
            order[at] = (int)(numbers[at] & int.MaxValue);
        order.AsSpan(v4).Sort((one, other) => this[one].Address.CompareTo(this[other].Address) is var byAddress and not 0 ? byAddress : one.CompareTo(other));
        return order;
    }
}
