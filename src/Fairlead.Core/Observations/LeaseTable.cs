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

    private LeaseTable(Lease[] leases) => _leases = leases;

    public static LeaseTable Empty { get; } = new([]);

    public int Count => _leases.Length;

    /// <summary>Client ids that several adapters showed in turn.</summary>
    public IReadOnlyList<SharedClientId> SharedClientIds { get; private init; } = [];

    /// <summary>In order of their addresses.</summary>
    public IReadOnlyList<Lease> All => _leases;

    /// <summary>Of several leases of one address the last counts, as in the files of every server.</summary>
    /// <param name="expected">About how many come: files of a million rows are then taken without growing.</param>
    public static LeaseTable Of(IEnumerable<Lease> inOrderOfTime, int expected = 0)
    {
        ArgumentNullException.ThrowIfNull(inOrderOfTime);
        var rows = new List<Lease>(expected);
        var isSorted = true;
        foreach (var lease in inOrderOfTime)
        {
            isSorted &= rows.Count == 0 || rows[^1].Address < lease.Address;
            rows.Add(lease);
        }

        return isSorted ? new([.. rows]) : Sorted(rows);
    }

    private static LeaseTable Sorted(List<Lease> rows)
    {
        var order = new int[rows.Count];
        for (var i = 0; i < order.Length; i++)
            order[i] = i;
        Array.Sort(order, (one, other) => rows[one].Address.CompareTo(rows[other].Address) is var by and not 0 ? by : one.CompareTo(other));
        var addresses = 0;
        for (var i = 0; i < order.Length; i++)
        {
            if (i == 0 || rows[order[i]].Address != rows[order[i - 1]].Address)
                addresses++;
        }

        var leases = new Lease[addresses];
        var shared = new Dictionary<string, (SortedSet<MacAddress> Macs, List<IpAddr> Addresses)>();
        var next = 0;
        for (var first = 0; first < order.Length;)
        {
            var end = first + 1;
            while (end < order.Length && rows[order[end]].Address == rows[order[first]].Address)
                end++;
            leases[next++] = rows[order[end - 1]];
            if (end - first >= 3)
                NoteShared(rows, order.AsSpan(first, end - first), shared);
            first = end;
        }

        return new(leases)
        {
            SharedClientIds = [.. shared.Select(pair => new SharedClientId(pair.Key, [.. pair.Value.Macs], pair.Value.Addresses)).OrderBy(each => each.Addresses[0])],
        };
    }

    /// <summary>
    /// One change of a client's adapter is a repair; an address that goes to and fro between adapters under one client id belongs to machines that
    /// take themselves for one. A host's several adapters show several ids (RFC 4361), or lease several addresses.
    /// </summary>
    /// <param name="run">The rows of one address, in order of time.</param>
    private static void NoteShared(List<Lease> rows, ReadOnlySpan<int> run, Dictionary<string, (SortedSet<MacAddress> Macs, List<IpAddr> Addresses)> shared)
    {
        var (client, macs) = ((string?)null, new List<MacAddress>());
        foreach (var i in run)
        {
            if (rows[i] is not { ClientId: { } id, Mac: { } mac })
                continue;
            if (id != client)
            {
                client = id;
                macs.Clear();
            }

            if (macs.Count > 0 && macs[^1] == mac)
                continue;
            if (macs.Contains(mac))
            {
                if (!shared.TryGetValue(client, out var known))
                    shared[client] = known = ([], []);
                known.Macs.UnionWith(macs);
                if (known.Addresses.Count == 0 || known.Addresses[^1] != rows[i].Address)
                    known.Addresses.Add(rows[i].Address);
            }

            macs.Add(mac);
        }
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

/// <summary>One client id, or DUID, that several adapters showed the server.</summary>
/// <param name="Macs">At least two.</param>
/// <param name="Addresses">That were leased to it.</param>
public sealed record SharedClientId(string ClientId, IReadOnlyList<MacAddress> Macs, IReadOnlyList<IpAddr> Addresses);
