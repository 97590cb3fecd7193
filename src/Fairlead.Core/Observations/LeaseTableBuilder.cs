using System.Runtime.InteropServices;
using Fairlead.Core.Addressing;

namespace Fairlead.Core.Observations;

/// <summary>Collects a million leases without a second copy: chunks, and a hash table of positions in them.</summary>
internal sealed class LeaseTableBuilder
{
    private const int ChunkBits = 14;
    private const int ChunkSize = 1 << ChunkBits;

    private readonly List<Lease[]> _chunks = [];
    private readonly Dictionary<string, LastUse> _lastUses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Sharing> _shared = new(StringComparer.Ordinal);
    private int[] _slots = new int[1024];
    private int _count;

    public void Add(in Lease lease)
    {
        var slot = SlotOf(lease.Address);
        var isNew = _slots[slot] == 0;
        var position = isNew ? _count : _slots[slot] - 1;
        Watch(lease, position);
        if (!isNew)
        {
            At(position) = lease;
            return;
        }

        if (_count >> ChunkBits == _chunks.Count)
            _chunks.Add(new Lease[ChunkSize]);
        At(_count++) = lease;
        _slots[slot] = _count;
        if (_count > _slots.Length / 2)
            Grow();
    }

    /// <summary>Ends the builder: its chunks are given up while they are copied.</summary>
    public Lease[] ToSortedArray()
    {
        _slots = [];
        _lastUses.Clear();
        _lastUses.TrimExcess();
        var leases = new Lease[_count];
        for (var chunk = 0; chunk < _chunks.Count; chunk++)
        {
            var start = chunk << ChunkBits;
            _chunks[chunk].AsSpan(0, Math.Min(ChunkSize, _count - start)).CopyTo(leases.AsSpan(start));
            _chunks[chunk] = [];
        }

        leases.AsSpan().Sort(static (one, other) => one.Address.CompareTo(other.Address));
        return leases;
    }

    public IReadOnlyList<SharedClientId> SharedIn(Lease[] leases)
    {
        if (_shared.Count == 0)
            return [];
        foreach (ref readonly var lease in leases.AsSpan())
        {
            if (lease is { ClientId: { } id, Mac: { } mac } && _shared.TryGetValue(id, out var sharing))
                sharing.Stands(lease, mac);
        }

        return [.. _shared.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each => each.Value.ToShared(each.Key))];
    }

    private void Watch(in Lease lease, int position)
    {
        if (lease is not { ClientId: { } id, Mac: { } mac })
            return;
        ref var last = ref CollectionsMarshal.GetValueRefOrAddDefault(_lastUses, id, out var known);
        if (known && last.Mac != mac)
        {
            if (!_shared.TryGetValue(id, out var sharing))
            {
                _shared.Add(id, sharing = new());
                ref readonly var before = ref At(last.Position);
                sharing.Saw(before.Address, last.Mac, before.ClientId == id ? before.HostName : null);
            }

            sharing.Saw(lease.Address, mac, lease.HostName);
        }
        else if (known && _shared.TryGetValue(id, out var sharing))
        {
            sharing.Saw(lease.Address, mac, lease.HostName);
        }

        last = new(mac, position);
    }

    private ref Lease At(int position) => ref _chunks[position >> ChunkBits][position & (ChunkSize - 1)];

    private int SlotOf(IpAddr address)
    {
        var mask = _slots.Length - 1;
        var slot = address.GetHashCode() & mask;
        while (_slots[slot] != 0 && At(_slots[slot] - 1).Address != address)
            slot = (slot + 1) & mask;
        return slot;
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        for (var position = 0; position < _count; position++)
            _slots[SlotOf(At(position).Address)] = position + 1;
    }

    private readonly record struct LastUse(MacAddress Mac, int Position);

    private sealed class Sharing
    {
        private readonly List<MacAddress> _macs = [];
        private readonly HashSet<MacAddress> _known = [];
        private readonly HashSet<MacAddress> _active = [];
        private readonly SortedSet<IpAddr> _addresses = [];
        private readonly SortedSet<string> _names = new(StringComparer.Ordinal);
        private readonly Dictionary<IpAddr, List<MacAddress>> _byAddress = [];
        private MacAddress? _last;
        private bool _alternates;

        public void Saw(IpAddr address, MacAddress mac, string? name)
        {
            var isKnown = !_known.Add(mac);
            if (!isKnown)
                _macs.Add(mac);
            if (address.IsV4)
            {
                _alternates |= isKnown && _last != mac;
            }
            else
            {
                if (!_byAddress.TryGetValue(address, out var order))
                    _byAddress.Add(address, order = []);
                if (order.Count == 0 || order[^1] != mac)
                {
                    _alternates |= order.Contains(mac);
                    order.Add(mac);
                }
            }

            _last = mac;
            Note(address, name);
        }

        public void Stands(in Lease lease, MacAddress mac)
        {
            Note(lease.Address, lease.HostName);
            if (lease.Address.IsV4 && lease.State == LeaseState.Active)
                _active.Add(mac);
        }

        public SharedClientId ToShared(string id) => new(
            id,
            _macs,
            [.. _addresses],
            [.. _names],
            _alternates ? SharingEvidence.Alternating : _active.Count > 1 ? SharingEvidence.Overlapping : SharingEvidence.Changed);

        private void Note(IpAddr address, string? name)
        {
            _addresses.Add(address);
            if (name is { Length: > 0 })
                _names.Add(name);
        }
    }
}
