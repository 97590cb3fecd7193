using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Core.Importing;

/// <summary>Fills a segment with what DHCP servers and address books say about one of its prefixes.</summary>
internal static class PlaceDrafts
{
    /// <summary>Roles of NetBox's for the address that routers share.</summary>
    private static readonly string[] s_gatewayRoles = ["gateway", "vrrp", "hsrp", "glbp", "carp"];

    public static void Fill(SegmentDraft segment, IpPrefix prefix, ObservedPlaces places, List<ObservationNote> notes, string? space = null)
    {
        if (space is null)
        {
            foreach (var (_, subnet) in places.Served.Where(served => served.Subnet.Prefix == prefix))
                OfSubnet(segment, prefix, subnet, notes);
        }

        OfEntries(segment, prefix, places.EntriesIn(prefix, space), notes);
        if (segment.Addressing.From is null)
            segment.Addressing = new("dhcp", SegmentDraft.NotSaid);
    }

    private static void OfSubnet(SegmentDraft segment, IpPrefix prefix, ServedSubnet subnet, List<ObservationNote> notes)
    {
        if (segment.Addressing.From is null)
            segment.Addressing = new("dhcp", subnet.Where);
        if (subnet.Routers.FirstOrDefault(router => prefix.Contains(router)) is { IsNone: false } router)
            AddGateway(segment, router, subnet.Where);
        else if (subnet.Routers is [var outside, ..])
            notes.Add(new(subnet.Where, $"the router {outside} lies outside of {prefix} and is left out."));
        AddNew(segment.DnsServers, subnet.DnsServers.Select(server => new Drafted(server.ToString(), subnet.Where)));
        if (subnet.LeaseTime is { } time && TextOf(time) is { } text)
        {
            if (segment.LeaseTime is { } other && other.Text != text)
                notes.Add(new(subnet.Where, $"the lease time {text} is not the {other.Text} of {other.From}; that one is kept."));
            else
                segment.LeaseTime ??= new(text, subnet.Where);
        }

        if (subnet.IsActive)
        {
            foreach (var pool in subnet.Pools)
                AddScope(segment, prefix, pool.Range, pool.Where, notes);
        }

        foreach (var exclusion in subnet.Exclusions)
            Exclude(segment, exclusion.Range, exclusion.Where);
        var pools = IpSet.Of(subnet.IsActive ? subnet.Pools.Select(pool => pool.Range) : []);
        foreach (var reservation in subnet.Reservations)
        {
            if (reservation.Address is not { } address || pools.Contains(address))
                continue; // one of the scope's own addresses, or options alone
            if (prefix.Contains(address))
                Reserve(segment, IpRange.Single(address), reservation.Where, reservation.HostName ?? reservation.Mac?.ToString() ?? reservation.Client ?? "a DHCP reservation");
            else
                notes.Add(new(reservation.Where, $"the reservation of {address} lies outside of {prefix} and is left out."));
        }
    }

    private static void OfEntries(SegmentDraft segment, IpPrefix prefix, IReadOnlyList<ObservedEntry> entries, List<ObservationNote> notes)
    {
        foreach (var own in entries.Where(entry => entry.Kind == EntryKind.Prefix && entry.Range == prefix.Range))
        {
            segment.Description ??= own.Description;
            if (own.Vlan is { } vlan)
                segment.Vlan ??= new(vlan.ToString(CultureInfo.InvariantCulture), own.Where);
        }

        foreach (var scope in entries.Where(entry => entry.Kind == EntryKind.Range && IsDhcp(entry)))
        {
            if (segment.Addressing.From is null)
                segment.Addressing = new("dhcp", scope.Where);
            AddScope(segment, prefix, scope.Range, scope.Where, notes);
        }

        var gateways = entries.Where(entry => entry.Kind == EntryKind.Address && s_gatewayRoles.Contains(entry.Role?.ToLowerInvariant())).ToList();
        if (gateways.Select(gateway => gateway.Range).Distinct().Count() == 1)
            AddGateway(segment, gateways[0].Range.First, gateways[0].Where);
        else if (gateways.Count > 1)
            notes.Add(new(gateways[0].Where, $"{prefix} has several addresses that could be its gateway ({string.Join(", ", gateways.Select(gateway => gateway.Range).Distinct())}); none is taken."));
        foreach (var entry in entries.Where(entry => entry.Kind == EntryKind.Range && !IsDhcp(entry)))
            Reserve(segment, entry.Range, entry.Where, WhatOf(entry));
        // Of single addresses there may be many: the ranges are looked at once.
        var known = IpSet.Of(segment.Reserved.Concat(segment.Scopes).Select(each => IpRange.Parse(each.Text)).Concat(segment.Gateways.Select(each => IpRange.Single(IpAddr.Parse(each.Text)))));
        var met = new HashSet<IpAddr>();
        foreach (var entry in entries.Where(entry => entry.Kind == EntryKind.Address && !IsDhcp(entry)))
        {
            if (!known.Contains(entry.Range) && met.Add(entry.Range.First))
                segment.Reserved.Add(new(entry.Range.ToString(), entry.Where, WhatOf(entry)));
        }
    }

    private static string? WhatOf(ObservedEntry entry) => entry.Name ?? entry.Description ?? entry.Role ?? entry.Status;

    /// <summary>NetBox has a status for addresses; for ranges, its owners write it somewhere.</summary>
    private static bool IsDhcp(ObservedEntry entry) =>
        entry.Status == "dhcp" || (entry.Kind == EntryKind.Range && (entry.Role?.Contains("dhcp", StringComparison.OrdinalIgnoreCase) == true || entry.Name?.Contains("dhcp", StringComparison.OrdinalIgnoreCase) == true || entry.Description?.Contains("dhcp", StringComparison.OrdinalIgnoreCase) == true));

    private static void AddGateway(SegmentDraft segment, IpAddr gateway, string where)
    {
        if (segment.Gateways.TrueForAll(known => IpAddr.Parse(known.Text).Family != gateway.Family))
            segment.Gateways.Add(new(gateway.ToString(), where));
    }

    private static void AddScope(SegmentDraft segment, IpPrefix prefix, IpRange range, string where, List<ObservationNote> notes)
    {
        if (!prefix.Contains(range))
            notes.Add(new(where, $"the range {range} lies outside of {prefix} and is left out."));
        else if (segment.Scopes.Find(known => IpRange.Parse(known.Text).Overlaps(range)) is not { } other)
            segment.Scopes.Add(new(range.ToString(), where));
        else if (!IpRange.Parse(other.Text).Contains(range))
            notes.Add(new(where, $"the range {range} overlaps {other.Text} of {other.From} and is left out."));
    }

    private static void Exclude(SegmentDraft segment, IpRange range, string where)
    {
        foreach (var scope in segment.Scopes)
        {
            if (IpRange.Parse(scope.Text).TryIntersect(range, out var common) && segment.Excluded.TrueForAll(known => !IpRange.Parse(known.Text).Contains(common)))
                segment.Excluded.Add(new(common.ToString(), where));
        }
    }

    /// <summary>Only what no scope hands out: there, a site file has no place for one client's address.</summary>
    private static void Reserve(SegmentDraft segment, IpRange range, string where, string? what)
    {
        var known = IpSet.Of(segment.Reserved.Select(each => IpRange.Parse(each.Text)).Concat(segment.Scopes.Select(each => IpRange.Parse(each.Text))));
        foreach (var rest in IpSet.Of(range).Except(known).Ranges)
            segment.Reserved.Add(new(rest.ToString(), where, what));
    }

    private static void AddNew(List<Drafted> to, IEnumerable<Drafted> values)
    {
        foreach (var value in values)
        {
            if (to.TrueForAll(known => known.Text != value.Text))
                to.Add(value);
        }
    }

    /// <summary>As a site file writes it, in the largest unit that is exact; null for more than it takes.</summary>
    private static string? TextOf(TimeSpan time)
    {
        var seconds = (long)time.TotalSeconds;
        if (seconds <= 0)
            return null;
        var (number, unit) = seconds % 86_400 == 0 ? (seconds / 86_400, 'd') : seconds % 3_600 == 0 ? (seconds / 3_600, 'h') : seconds % 60 == 0 ? (seconds / 60, 'm') : (seconds, 's');
        var text = string.Create(CultureInfo.InvariantCulture, $"{number}{unit}");
        return Sites.Text.Duration.TryParse(text, out _) ? text : null;
    }
}
