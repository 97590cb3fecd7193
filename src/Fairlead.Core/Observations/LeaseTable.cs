using Fairlead.Core.Addressing;

namespace Fairlead.Core.Observations;

/// <summary>The state of a lease as its server has it.</summary>
public enum LeaseState : byte
{
    /// <summary>A client has it, as far as the server knows; whether it has run out is in the lease's end.</summary>
    Active,

    /// <summary>A client said that somebody else uses the address (DHCPDECLINE), or the server found it in use ("abandoned").</summary>
    Declined,

    /// <summary>Ran out, and still remembers its client.</summary>
    Expired,

    /// <summary>Given back by its client.</summary>
    Released,

    /// <summary>Free again, as the server says; in a failover pair also when it is kept for the partner.</summary>
    Free,
}

/// <summary>One address and who had it last. There are a million of them, so it is kept small.</summary>
public readonly record struct Lease
{
    public const long Never = long.MaxValue;

    private const ulong HasMac = 1UL << 48;

    /// <summary>The MAC's bits, and one above them that says that there is one.</summary>
    private readonly ulong _mac;

    /// <param name="clientId">None where the client sent none, or one that only repeats its MAC (01 and the MAC).</param>
    /// <param name="expiresAt">Seconds since 1970-01-01 (UTC); <see cref="Never"/> for one without an end.</param>
    public Lease(IpAddr address, MacAddress? mac, ClientId clientId, string? hostName, LeaseState state, long expiresAt)
    {
        (Address, ClientId, HostName, State, ExpiresAt) = (address, clientId, hostName, state, expiresAt);
        _mac = mac is { } there ? there.Bits | HasMac : 0;
    }

    public IpAddr Address { get; }

    public MacAddress? Mac => _mac == 0 ? null : MacAddress.FromBits(_mac & ~HasMac);

    public ClientId ClientId { get; }

    public string? HostName { get; }

    public LeaseState State { get; init; }

    /// <summary>Seconds since 1970-01-01 (UTC).</summary>
    public long ExpiresAt { get; init; }

    /// <summary>Whether the server may give it to nobody else at that moment.</summary>
    public bool IsHeld(DateTimeOffset at) => State switch
    {
        LeaseState.Active or LeaseState.Declined => ExpiresAt > at.ToUnixTimeSeconds(),
        _ => false,
    };
}

/// <summary>Leases by address, at most one for each.</summary>
public sealed class LeaseTable
{
    private readonly LeaseChunks _leases;

    /// <summary>Positions in order of addresses: a million leases are sorted without being moved.</summary>
    private readonly int[] _order;

    private LeaseTable(LeaseChunks leases, int[] order, IReadOnlyList<SharedClientId> shared) => (_leases, _order, SharedClientIds) = (leases, order, shared);

    public static LeaseTable Empty { get; } = new(new(), [], []);

    /// <summary>Client ids that were seen with several MAC addresses, in order of the ids.</summary>
    public IReadOnlyList<SharedClientId> SharedClientIds { get; }

    public int Count => _order.Length;

    /// <summary>In order of their addresses.</summary>
    public IEnumerable<Lease> All => Between(0, Count);

    /// <summary>Of several leases of one address the last counts, as in the files of every server.</summary>
    /// <param name="at">The moment at which client ids are compared: leases that have run out prove nothing.</param>
    public static LeaseTable Of(IEnumerable<Lease> inOrderOfTime, DateTimeOffset at)
    {
        ArgumentNullException.ThrowIfNull(inOrderOfTime);
        var builder = new LeaseTableBuilder();
        foreach (var lease in inOrderOfTime)
            builder.Add(lease);
        var order = builder.Order();
        return new(builder.Leases, order, builder.Shared(order, at));
    }

    public bool TryGet(IpAddr address, out Lease lease)
    {
        var at = FirstFrom(address);
        lease = at < _order.Length && _leases[_order[at]].Address == address ? _leases[_order[at]] : default;
        return !lease.Address.IsNone;
    }

    /// <summary>Those in a range, in order.</summary>
    public IEnumerable<Lease> In(IpRange range)
    {
        var last = FirstFrom(range.Last);
        return Between(FirstFrom(range.First), last < Count && _leases[_order[last]].Address == range.Last ? last + 1 : last);
    }

    private IEnumerable<Lease> Between(int first, int end)
    {
        for (var at = first; at < end; at++)
            yield return _leases[_order[at]];
    }

    /// <returns>The place of the first lease at this address or behind it.</returns>
    private int FirstFrom(IpAddr address)
    {
        var (low, high) = (0, _order.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_leases[_order[middle]].Address < address)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
