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
/// <param name="ClientId">Client id (IPv4) or DUID (IPv6) as lower-case hexadecimal with colons; null where the client sent none.</param>
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

    private LeaseTable(Lease[] leases) => _leases = leases;

    public static LeaseTable Empty { get; } = new([]);

    public int Count => _leases.Length;

    /// <summary>Client ids that several adapters showed in turn.</summary>
    public IReadOnlyList<SharedClientId> SharedClientIds { get; private init; } = [];

    /// <summary>In order of their addresses.</summary>
    public IReadOnlyList<Lease> All => _leases;

    /// <summary>Of several leases of one address the last counts, as in the files of every server.</summary>
    public static LeaseTable Of(IEnumerable<Lease> inOrderOfTime)
    {
        ArgumentNullException.ThrowIfNull(inOrderOfTime);
        var last = new Dictionary<IpAddr, Lease>();
        var changed = new Dictionary<IpAddr, AdapterChanges>();
        foreach (var lease in inOrderOfTime)
        {
            if (lease is { ClientId: { } client, Mac: { } mac } && last.TryGetValue(lease.Address, out var known) && known.ClientId == client && known.Mac is { } other && other != mac)
            {
                if (!changed.TryGetValue(lease.Address, out var changes) || changes.ClientId != client)
                    changed[lease.Address] = changes = new(client, [other]);
                changes.Macs.Add(mac);
            }

            last[lease.Address] = lease;
        }

        var leases = last.Values.ToArray();
        Array.Sort(leases, static (one, other) => one.Address.CompareTo(other.Address));
        return new(leases) { SharedClientIds = SharedOf(changed) };
    }

    /// <summary>
    /// One change of a client's adapter is a repair; an address that goes to and fro between adapters under one client id belongs to machines that
    /// take themselves for one. A host's several adapters show several ids (RFC 4361), or lease several addresses.
    /// </summary>
    private static List<SharedClientId> SharedOf(Dictionary<IpAddr, AdapterChanges> changed) =>
    [
        .. changed.Where(pair => pair.Value.Macs.Distinct().Count() < pair.Value.Macs.Count)
            .GroupBy(pair => pair.Value.ClientId)
            .Select(group => new SharedClientId(group.Key, [.. group.SelectMany(pair => pair.Value.Macs).Distinct().Order()], [.. group.Select(pair => pair.Key).Order()]))
            .OrderBy(shared => shared.Addresses[0]),
    ];

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

    /// <param name="Macs">In the order in which they had the address.</param>
    private sealed record AdapterChanges(string ClientId, List<MacAddress> Macs);

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

/// <summary>One client id, or DUID, that several adapters showed the server.</summary>
/// <param name="Macs">At least two.</param>
/// <param name="Addresses">That were leased to it.</param>
public sealed record SharedClientId(string ClientId, IReadOnlyList<MacAddress> Macs, IReadOnlyList<IpAddr> Addresses);
