using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Core.Importing;

/// <summary>What all sources say about prefixes, together.</summary>
internal sealed class ObservedPlaces
{
    private readonly List<(Observation Observation, ServedSubnet Subnet)> _served = [];
    private readonly List<(Observation Observation, ObservedEntry Entry)> _entries = [];
    private readonly HashSet<IpAddr> _leased = [];
    private Dictionary<string, ObservedEntry[]> _bySpace = [];
    private Dictionary<(string Space, IpRange Range), ObservedEntry> _byPrefix = [];
    private ILookup<MacAddress, IpAddr> _byMac = Array.Empty<(MacAddress, IpAddr)>().ToLookup(each => each.Item1, each => each.Item2);

    private ObservedPlaces()
    {
    }

    public IReadOnlyList<(Observation Observation, ServedSubnet Subnet)> Served => _served;

    public IReadOnlyList<(Observation Observation, ObservedEntry Entry)> Entries => _entries;

    public static ObservedPlaces Of(IReadOnlyList<Observation> observations, List<ObservationNote> notes)
    {
        var places = new ObservedPlaces();
        foreach (var observation in observations)
        {
            places._served.AddRange(observation.Subnets.Select(subnet => (observation, subnet)));
            places._entries.AddRange(observation.Entries.Where(entry => !IsGone(entry)).Select(entry => (observation, entry)));
            foreach (var lease in observation.Leases.All.Where(lease => lease.IsHeld(observation.AsOf)))
                places._leased.Add(lease.Address);
            notes.AddRange(observation.Subnets.Where(subnet => !subnet.IsActive).Select(subnet => new ObservationNote(subnet.Where, $"the scope of {subnet.Prefix} is switched off: it hands out nothing.")));
        }

        places._bySpace = places._entries.Select(each => each.Entry).GroupBy(entry => entry.AddressSpace ?? "", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.OrderBy(entry => entry.Range.First).ToArray(), StringComparer.Ordinal);
        places._byPrefix = places._entries.Select(each => each.Entry).Where(entry => entry.Kind == EntryKind.Prefix)
            .GroupBy(entry => (entry.AddressSpace ?? "", entry.Range)).ToDictionary(group => group.Key, group => group.First());
        places._byMac = observations.SelectMany(observation => observation.Leases.All).Select(lease => (lease.Mac, Address: (IpAddr?)lease.Address))
            .Concat(places._served.SelectMany(served => served.Subnet.Reservations).Select(reservation => (reservation.Mac, reservation.Address)))
            .Where(each => each is { Mac: not null, Address: not null })
            .ToLookup(each => each.Mac!.Value, each => each.Address!.Value);
        return places;
    }

    /// <summary>The entries of a space inside a prefix, in the order of their addresses.</summary>
    public IReadOnlyList<ObservedEntry> EntriesIn(IpPrefix prefix, string? space)
    {
        if (!_bySpace.TryGetValue(space ?? "", out var sorted))
            return [];
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (sorted[middle].Range.First < prefix.First)
                low = middle + 1;
            else
                high = middle;
        }

        var inside = new List<ObservedEntry>();
        for (; low < sorted.Length && prefix.Contains(sorted[low].Range.First); low++)
        {
            if (prefix.Contains(sorted[low].Range))
                inside.Add(sorted[low]);
        }

        return inside;
    }

    public bool IsLeased(IpAddr address) => _leased.Contains(address);

    /// <summary>What leases and reservations give a MAC.</summary>
    public IEnumerable<IpAddr> AddressesOf(MacAddress mac) => _byMac[mac];

    /// <summary>Prefixes that become segments, in their order: what is served, and what a book has, less what only holds others.</summary>
    public IEnumerable<(IpPrefix Prefix, string? Space)> Segments(List<ObservationNote> notes)
    {
        var all = new SortedDictionary<(string Space, IpPrefix Prefix), string>();
        foreach (var (_, subnet) in _served)
            all.TryAdd(("", subnet.Prefix), subnet.Where);
        foreach (var (_, entry) in _entries)
        {
            if (entry.Kind == EntryKind.Prefix && entry.Range.TryToPrefix(out var prefix) && entry.Status != "container")
                all.TryAdd((entry.AddressSpace ?? "", prefix), entry.Where);
        }

        var keys = all.Keys.ToList();
        for (var i = 0; i < keys.Count; i++)
        {
            // Sorted by network and then by length: whatever a prefix holds comes right after it.
            if (i + 1 < keys.Count && keys[i].Space == keys[i + 1].Space && keys[i].Prefix != keys[i + 1].Prefix && keys[i].Prefix.Contains(keys[i + 1].Prefix))
                notes.Add(new(all[keys[i]], $"{keys[i].Prefix} holds {keys[i + 1].Prefix} and becomes no segment of its own."));
            else
                yield return (keys[i].Prefix, keys[i].Space.Length == 0 ? null : keys[i].Space);
        }
    }

    public string? NameOf(IpPrefix prefix, string? space)
    {
        var subnet = space is null ? _served.Select(served => served.Subnet).FirstOrDefault(subnet => subnet.Prefix == prefix) : null;
        var entry = EntryOf(prefix, space);
        return (subnet?.Name?.Any(char.IsLetter) == true ? subnet.Name : null) ?? entry?.Name ?? entry?.VlanName ?? subnet?.SharedNetwork;
    }

    public string? WhereOf(IpPrefix prefix, string? space) =>
        (space is null ? _served.Select(served => served.Subnet).FirstOrDefault(subnet => subnet.Prefix == prefix)?.Where : null) ?? EntryOf(prefix, space)?.Where;

    public ObservedEntry? EntryOf(IpPrefix prefix, string? space) => _byPrefix.GetValueOrDefault((space ?? "", prefix.Range));

    /// <summary>What a book still lists and nobody has.</summary>
    private static bool IsGone(ObservedEntry entry) => entry.Status is "deprecated" or "free" or "available" or "frei" or "libre";
}
