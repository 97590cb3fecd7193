using Fairlead.Core.Addressing;

namespace Fairlead.Core.Observations;

/// <summary>
/// Collects a million leases. What is known of an address is found by sorting, again and again while leases of the same addresses come, and not by looking up each: a
/// table of places would be looked into at random, a million times.
/// </summary>
internal sealed class LeaseTableBuilder
{
    private const int FirstLimit = 1 << 18;

    private readonly Dictionary<ClientId, Sharing> _shared = [];
    private int _limit = FirstLimit;
    private bool _hasClientIds;

    public LeaseChunks Leases { get; private set; } = new();

    public void Add(in Lease lease)
    {
        _hasClientIds |= !lease.ClientId.IsNone;
        Leases.Add(lease);
        if (Leases.Count == _limit)
            Compact();
    }

    /// <summary>Ends the builder.</summary>
    /// <returns>Positions of what counts, in order of addresses.</returns>
    public int[] Order()
    {
        var order = Leases.Sorted();
        var count = KeepLast(order);
        return count == order.Length ? order : order[..count];
    }

    /// <param name="order">What <see cref="Order"/> gave.</param>
    /// <param name="at">The moment at which leases are held or have run out.</param>
    /// <returns>In order of client ids.</returns>
    public IReadOnlyList<SharedClientId> Shared(int[] order, DateTimeOffset at)
    {
        if (!_hasClientIds)
            return [];
        FindHeldAtOnce(order, at);
        if (_shared.Count == 0)
            return [];
        foreach (var position in order)
        {
            ref readonly var lease = ref Leases[position];
            if (lease.Mac is { } mac && _shared.TryGetValue(lease.ClientId, out var sharing))
                sharing.Stands(lease, mac, at);
        }

        return [.. _shared.OrderBy(each => each.Key).Select(each => each.Value.ToShared(each.Key))];
    }

    /// <summary>Leaves out what was replaced, so that a long history of few addresses takes little.</summary>
    private void Compact()
    {
        var order = Leases.Sorted();
        var count = KeepLast(order);
        if (count < order.Length)
        {
            var kept = new LeaseChunks();
            foreach (var position in order.AsSpan(0, count))
                kept.Add(Leases[position]);
            Leases = kept;
        }

        _limit = count + count / 2 + FirstLimit;
    }

    /// <summary>Of each address the last lease, at the beginning of the list; on the way, what came before it is compared with it.</summary>
    private int KeepLast(int[] order)
    {
        var count = 0;
        for (var at = 0; at < order.Length; at++)
        {
            if (at + 1 < order.Length && Leases[order[at]].Address == Leases[order[at + 1]].Address)
                Watch(Leases[order[at]], Leases[order[at + 1]]);
            else
                order[count++] = order[at];
        }

        return count;
    }

    /// <summary>Within one address: the client stayed, and its MAC did not.</summary>
    private void Watch(in Lease before, in Lease after)
    {
        if (after.ClientId.IsNone || after.Mac is not { } mac)
            return;
        if (_shared.TryGetValue(after.ClientId, out var sharing))
        {
            sharing.Saw(after, mac);
        }
        else if (before.Mac is { } other && other != mac && before.ClientId == after.ClientId)
        {
            _shared.Add(after.ClientId, sharing = new());
            sharing.Saw(before, other);
            sharing.Saw(after, mac);
        }
    }

    /// <summary>
    /// IPv4 leases of one client id that are held at once with different MACs. A DUID of IPv6 is one machine's, however many adapters it has (RFC 8415, 11), so that
    /// proves nothing there. A table of positions: with a million client ids, one of texts would be larger than the leases.
    /// </summary>
    private void FindHeldAtOnce(int[] order, DateTimeOffset at)
    {
        var candidates = 0;
        foreach (var position in order)
            candidates += IsCandidate(Leases[position], at) ? 1 : 0;
        if (candidates < 2)
            return;
        var slots = new int[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)candidates * 2)];
        foreach (var position in order)
        {
            ref readonly var lease = ref Leases[position];
            if (!IsCandidate(lease, at))
                continue;
            var slot = lease.ClientId.GetHashCode() & (slots.Length - 1);
            while (slots[slot] != 0 && Leases[slots[slot] - 1].ClientId != lease.ClientId)
                slot = (slot + 1) & (slots.Length - 1);
            if (slots[slot] == 0)
                slots[slot] = position + 1;
            else if (Leases[slots[slot] - 1].Mac != lease.Mac)
                _shared.TryAdd(lease.ClientId, new());
        }
    }

    private static bool IsCandidate(in Lease lease, DateTimeOffset at) => !lease.ClientId.IsNone && lease.Mac is not null && lease.Address.IsV4 && lease.State == LeaseState.Active && lease.IsHeld(at);

    private sealed class Sharing
    {
        private readonly List<MacAddress> _macs = [];
        private readonly HashSet<MacAddress> _known = [];
        private readonly HashSet<MacAddress> _held = [];
        private readonly SortedSet<IpAddr> _addresses = [];
        private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
        private readonly Dictionary<IpAddr, List<MacAddress>> _byAddress = [];
        private bool _alternates;

        public void Saw(in Lease lease, MacAddress mac)
        {
            if (!_byAddress.TryGetValue(lease.Address, out var order))
                _byAddress.Add(lease.Address, order = []);
            if (order.Count == 0 || order[^1] != mac)
            {
                _alternates |= order.Contains(mac);
                order.Add(mac);
            }

            Note(lease, mac);
        }

        public void Stands(in Lease lease, MacAddress mac, DateTimeOffset at)
        {
            Note(lease, mac);
            if (IsCandidate(lease, at))
                _held.Add(mac);
        }

        public SharedClientId ToShared(ClientId id) => new(
            id.ToString(),
            _macs,
            [.. _addresses],
            [.. _names],
            _alternates ? SharingEvidence.Alternating : _held.Count > 1 ? SharingEvidence.Overlapping : SharingEvidence.Changed);

        private void Note(in Lease lease, MacAddress mac)
        {
            if (_known.Add(mac))
                _macs.Add(mac);
            _addresses.Add(lease.Address);
            if (lease.HostName is { Length: > 0 } name)
                _names.Add(name);
        }
    }
}
