using Fairlead.Core.Addressing;
using Fairlead.Core.Capacity;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Observations;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Joins;

/// <summary>Puts what DHCP servers really hand out in the place of what is written, so that every rule about scopes and capacity judges the real ones.</summary>
internal static class ServedScopes
{
    /// <summary>Changes the estate's specs, whose scopes then stand in the servers' configurations.</summary>
    /// <returns>In reading order.</returns>
    public static IReadOnlyList<ServedSegment> Apply(Estate estate, ObservedWorld world)
    {
        var served = new List<ServedSegment>();
        foreach (var segment in estate.Segments.Where(segment => segment.Spec.Addressing.Or(AddressingMode.Static) == AddressingMode.Dhcp))
        {
            var servers = world.ServedOn(segment);
            if (servers.Count == 0)
                continue;
            var dhcp = segment.Spec.Dhcp.TryGet(out var written) ? written : null;
            var dynamic = servers.Aggregate(IpSet.Empty, (all, server) => all.Union(server.Subnet.Dynamic));
            var leaseTime = servers.Select(server => server.Subnet.LeaseTime).Max();
            var hasLeases = servers.All(server => server.Observation.HasLeases);
            var one = new ServedSegment
            {
                Segment = segment,
                Servers = servers,
                Written = Supply.AddressesOf([segment]),
                WrittenLeaseTime = dhcp is not null && dhcp.LeaseTime.TryGet(out var time) ? time : null,
                Served = dynamic,
                ServedLeaseTime = leaseTime,
                Leases = hasLeases ? LeaseCounts.Of(world, segment, servers, dynamic) : null,
            };
            served.Add(one);
            segment.Spec.Dhcp = Replaced(segment, dhcp, one);
        }

        return served;
    }

    private static Field<DhcpSpec> Replaced(Segment segment, DhcpSpec? written, ServedSegment served)
    {
        var first = served.Servers[0];
        var (subject, at) = (segment.Subject.Field("dhcp"), ObservedWorld.PlaceOf(first.Observation.Source, first.Subnet.Where));
        var spec = new DhcpSpec
        {
            Subject = subject,
            At = at,
            Servers = written?.Servers ?? default,
            LeaseTime = served.ServedLeaseTime is { } time ? new(FieldState.Valid, time, subject.Field("leaseTime"), at) : written?.LeaseTime ?? default,
            Scopes = new(FieldState.Valid, ScopesOf(served, subject.Field("scopes")), subject.Field("scopes"), at),
            // Who has a lease and is no node of a cluster planned here is what the file calls the leases of others.
            OtherLeases = served.Leases is { } counts
                ? new(FieldState.Valid, (int)UInt128.Min(counts.Others + counts.Declined, int.MaxValue), subject.Field("otherLeases"), at)
                : written?.OtherLeases ?? default,
        };
        return new(FieldState.Valid, spec, subject, at);
    }

    /// <summary>Servers of a pair have one pool twice: it is one scope, out of which stays only what both leave out.</summary>
    private static List<ScopeSpec> ScopesOf(ServedSegment served, Subject subject)
    {
        var scopes = new List<ScopeSpec>();
        var pools = served.Servers.Where(server => server.Subnet.IsActive).SelectMany(server => server.Subnet.Pools, (server, pool) => (Server: server, Pool: pool));
        foreach (var same in pools.GroupBy(each => each.Pool.Range))
        {
            var (source, where, path) = (same.First().Server.Observation.Source, same.First().Pool.Where, subject.At(scopes.Count));
            var at = ObservedWorld.PlaceOf(source, where);
            var left = same.Select(each => LeftOut(each.Server.Subnet, same.Key)).Aggregate((one, other) => one.Intersect(other));
            scopes.Add(new ScopeSpec
            {
                Subject = path,
                At = at,
                Range = new(FieldState.Valid, same.Key, path.Field("range"), at),
                Exclude = new(FieldState.Valid, [.. left.Ranges.Select((range, i) => new Located<IpRange>(range, path.Field("exclude").At(i), at))], path.Field("exclude"), at),
            });
        }

        return scopes;
    }

    /// <summary>What a pool has and nobody gets who merely asks: exclusions, and what is kept for particular clients.</summary>
    private static IpSet LeftOut(ServedSubnet subnet, IpRange pool) =>
        IpSet.Of(subnet.Exclusions.Select(exclusion => exclusion.Range).Concat(subnet.Reservations.Select(each => each.Address).OfType<IpAddr>().Select(IpRange.Single))).Intersect(pool);
}
