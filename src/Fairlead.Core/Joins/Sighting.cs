using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Core.Joins;

/// <summary>Something that was seen at an address.</summary>
/// <param name="Kind"><c>lease</c>, <c>reservation</c>, <c>pool</c>, <c>vm</c>, <c>vm-before</c> (of one that is off), <c>esxi-host</c> or <c>entry</c> (of an address book).</param>
/// <param name="Text">Who and what, in a few words.</param>
/// <param name="AsOf">How old the knowledge is.</param>
public sealed record Sighting(string Kind, IpRange Range, string Text, ObservedSource Source, DateTimeOffset AsOf, bool IsUse);

internal static class Sightings
{
    public static IReadOnlyList<Sighting> Of(ObservedWorld world, IpRange range, string addressSpace)
    {
        var found = new List<Sighting>();
        foreach (var held in world.LeasesIn(range, addressSpace))
            found.Add(new("lease", IpRange.Single(held.Lease.Address), TextOf(held), held.Observation.Source, held.Observation.AsOf, IsUse: true));
        foreach (var observation in world.Of(addressSpace))
        {
            Sighting Seen(string kind, IpRange at, string text, bool isUse) => new(kind, at, text, observation.Source, observation.AsOf, isUse);
            foreach (var subnet in observation.Subnets)
            {
                foreach (var reservation in subnet.Reservations.Where(each => each.Address is { } address && range.Contains(address)))
                    found.Add(Seen("reservation", IpRange.Single(reservation.Address!.Value), $"{reservation.HostName ?? "no name"}, {reservation.Mac?.ToString() ?? reservation.Client ?? "no client"} ({reservation.Where})", isUse: true));
                foreach (var pool in subnet.Pools.Where(pool => pool.Range.Overlaps(range) && subnet.Dynamic.Overlaps(range)))
                    found.Add(Seen("pool", pool.Range, $"handed out{(pool.ClientClass is { } narrow ? $" to class {narrow}" : "")} ({pool.Where})", isUse: false));
            }

            foreach (var machine in observation.Machines)
            {
                foreach (var address in machine.Adapters.SelectMany(adapter => adapter.Addresses).Where(range.Contains))
                    found.Add(Seen("vm", IpRange.Single(address), machine.Name, isUse: true));
                foreach (var past in world.PastOf(machine).Where(past => past.AddressSpace == addressSpace && range.Contains(past.Address)))
                    found.Add(new("vm-before", IpRange.Single(past.Address), $"{machine.Name}, not running; {past.Mac} had it", past.Source, past.LastAt, IsUse: false));
            }

            foreach (var host in observation.Hosts)
            {
                foreach (var address in host.Addresses.Where(range.Contains))
                    found.Add(Seen("esxi-host", IpRange.Single(address), host.Name, isUse: true));
            }

            foreach (var entry in observation.Entries.Where(entry => entry.Kind != EntryKind.Prefix && entry.Range.Overlaps(range)))
                found.Add(Seen("entry", entry.Range, string.Join(", ", new[] { entry.Name, entry.Description, entry.Status, entry.Role }.Where(text => text is { Length: > 0 })), isUse: entry.Kind == EntryKind.Address));
        }

        return found;
    }

    private static string TextOf(HeldLease held)
    {
        var lease = held.Lease;
        var end = lease.ExpiresAt == Lease.Never ? "without end" : string.Create(CultureInfo.InvariantCulture, $"until {DateTimeOffset.FromUnixTimeSeconds(Math.Min(lease.ExpiresAt, DateTimeOffset.MaxValue.ToUnixTimeSeconds())):yyyy-MM-dd HH:mm}Z");
        return $"{held.Holder}{(lease.Mac is { } mac && held.Holder != $"MAC {mac}" ? $", {mac}" : "")}, {end}";
    }
}
