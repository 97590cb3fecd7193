using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;

namespace Fairlead.Core.Importing;

/// <summary>The prefix of a network of vCenter's, which vCenter itself does not know: from the user, from leases of its machines, from its VLAN, or from inside its machines.</summary>
internal sealed class NetworkPrefixes(ObservedPlaces places, Observation observation, ObservedNetwork network, IReadOnlyList<ObservedMachine> machines)
{
    /// <summary>One per family, each with how it came about.</summary>
    /// <param name="said">What the user says about this network; of <paramref name="candidates"/> only what its machines are in counts.</param>
    public IReadOnlyList<(IpPrefix Prefix, string Why)> Find(IReadOnlyList<IpPrefix> said, IReadOnlyList<IpPrefix> candidates)
    {
        var found = new List<(IpPrefix Prefix, string Why)>();
        foreach (var family in (ReadOnlySpan<IpFamily>)[IpFamily.V4, IpFamily.V6])
        {
            var addresses = Addresses().Where(address => address.Family == family && !address.IsLinkLocal).Distinct().ToList();
            var prefix = Said(said, family) ?? ByAddresses(candidates.Select(each => (each, "--prefix")), addresses, family)
                ?? ByAddresses(places.Served.Select(served => (served.Subnet.Prefix, served.Subnet.Where)), addresses, family)
                ?? ByVlan(family) ?? ByAddresses(Books(), addresses, family) ?? FromInside(family);
            if (prefix is { } known)
                found.Add(known);
        }

        return found;
    }

    private static (IpPrefix, string)? Said(IReadOnlyList<IpPrefix> said, IpFamily family)
    {
        var own = said.Where(prefix => prefix.Family == family).Distinct().ToList();
        return own.Count switch
        {
            0 => null,
            1 => (own[0], "--prefix"),
            _ => throw new UnusableInputException($"--prefix says {string.Join(" and ", own)} for one network; it has one prefix per family."),
        };
    }

    /// <summary>Where its machines are, as guests report it and as leases and reservations of their MACs say.</summary>
    private IEnumerable<IpAddr> Addresses()
    {
        foreach (var adapter in machines.SelectMany(machine => machine.Adapters).Where(adapter => adapter.NetworkId == network.Id))
        {
            foreach (var address in adapter.Addresses)
                yield return address;
            if (adapter.Mac is not { } mac)
                continue;
            foreach (var address in places.AddressesOf(mac))
                yield return address;
        }
    }

    private IEnumerable<(IpPrefix, string)> Books() => places.Entries.Select(each => each.Entry)
        .Where(entry => entry.Kind == EntryKind.Prefix && entry.Status != "container")
        .Select(entry => (Prefix: entry.Range.TryToPrefix(out var prefix) ? prefix : default, entry.Where))
        .Where(each => !each.Prefix.IsNone);

    /// <summary>The narrowest prefix around each address; machines in two networks at once leave it open.</summary>
    private (IpPrefix, string)? ByAddresses(IEnumerable<(IpPrefix Prefix, string Where)> candidates, List<IpAddr> addresses, IpFamily family)
    {
        var own = candidates.Where(each => each.Prefix.Family == family).OrderByDescending(each => each.Prefix.Length).ToList();
        var hits = addresses.Select(address => own.FirstOrDefault(each => each.Prefix.Contains(address))).Where(each => !each.Prefix.IsNone).GroupBy(each => each.Prefix).ToList();
        if (hits.Count > 1)
            throw new UnusableInputException($"Machines on the network '{network.Name}' have addresses in {string.Join(" and ", hits.Select(hit => $"{hit.Key} ({hit.First().Where})"))}. Say with --prefix which one is the network's.");
        return hits.Count == 1 ? (hits[0].Key, hits[0].First().Where) : null;
    }

    private (IpPrefix, string)? ByVlan(IpFamily family)
    {
        if (network.Vlan is not > 0)
            return null;
        var own = places.Entries.Select(each => each.Entry)
            .Where(entry => entry.Kind == EntryKind.Prefix && entry.Vlan == network.Vlan && entry.Range.Family == family && entry.Status != "container")
            .Select(entry => (Prefix: entry.Range.TryToPrefix(out var prefix) ? prefix : default, entry.Where)).Where(each => !each.Prefix.IsNone)
            .DistinctBy(each => each.Prefix).ToList();
        return own.Count == 1 ? (own[0].Prefix, $"{own[0].Where}, by VLAN {network.Vlan}") : null;
    }

    private (IpPrefix, string)? FromInside(IpFamily family)
    {
        var own = machines.SelectMany(machine => machine.Adapters).Where(adapter => adapter.NetworkId == network.Id).SelectMany(adapter => adapter.Prefixes)
            .Where(prefix => prefix.Family == family && !prefix.First.IsLinkLocal && prefix.Length < (family == IpFamily.V4 ? 31 : 127)).Distinct().ToList();
        return own.Count == 1 ? (own[0], $"{observation.Source}, as its machines report") : null;
    }
}
