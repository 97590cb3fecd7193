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

/// <summary>One address and who had it last.</summary>
/// <param name="ClientId">Client id (IPv4) or DUID (IPv6) as lower-case hexadecimal with colons; null where the client sent none, or one that only repeats its MAC (01 and the MAC).</param>
/// <param name="ExpiresAt">Seconds since 1970-01-01 (UTC); <see cref="Never"/> for one without an end.</param>
public readonly record struct Lease(IpAddr Address, MacAddress? Mac, string? ClientId, string? HostName, LeaseState State, long ExpiresAt)
{
    public const long Never = long.MaxValue;

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
    private readonly Lease[] _leases;

    private LeaseTable(Lease[] leases, IReadOnlyList<SharedClientId> shared) => (_leases, SharedClientIds) = (leases, shared);

    public static LeaseTable Empty { get; } = new([], []);

    /// <summary>Client ids that were seen with several MAC addresses, in order of the ids.</summary>
    public IReadOnlyList<SharedClientId> SharedClientIds { get; }

    public int Count => _leases.Length;

    /// <summary>In order of their addresses.</summary>
    public IReadOnlyList<Lease> All => _leases;

    /// <summary>Of several leases of one address the last counts, as in the files of every server.</summary>
    public static LeaseTable Of(IEnumerable<Lease> inOrderOfTime)
    {
        ArgumentNullException.ThrowIfNull(inOrderOfTime);
        var builder = new LeaseTableBuilder();
        foreach (var lease in inOrderOfTime)
            builder.Add(lease);
        var leases = builder.ToSortedArray();
        return new(leases, builder.SharedIn(leases));
    }

    public bool TryGet(IpAddr address, out Lease lease)
    {
        var at = FirstFrom(address);
        lease = at < _leases.Length && _leases[at].Address == address ? _leases[at] : default;
        return !lease.Address.IsNone;
    }

    /// <summary>Those in a range, in order.</summary>
    public ReadOnlySpan<Lease> In(IpRange range)
    {
        var from = FirstFrom(range.First);
        var to = from;
        while (to < _leases.Length && range.Contains(_leases[to].Address))
            to++;
        return _leases.AsSpan(from, to - from);
    }

    private int FirstFrom(IpAddr address)
    {
        var (low, high) = (0, _leases.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (_leases[middle].Address < address)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
