using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Joins;

/// <summary>A segment whose DHCP server was read: what is written of it, what is served, and who has it now.</summary>
public sealed record ServedSegment
{
    public required Segment Segment { get; init; }

    /// <summary>In the order of the sources; both servers of a pair.</summary>
    public required IReadOnlyList<ServedBy> Servers { get; init; }

    /// <summary>Scopes less exclusions as the site file has them; empty where none is written.</summary>
    public required IpSet Written { get; init; }

    public required TimeSpan? WrittenLeaseTime { get; init; }

    /// <summary>Pools less exclusions, whatever any server of the segment hands out.</summary>
    public required IpSet Served { get; init; }

    /// <summary>The longest of its servers; null where none says.</summary>
    public required TimeSpan? ServedLeaseTime { get; init; }

    /// <summary>Who has which of the served addresses; null where no source of leases was read.</summary>
    public required LeaseCounts? Leases { get; init; }

    /// <summary>The age of the oldest knowledge that went into it.</summary>
    public DateTimeOffset AsOf => Servers.Min(server => server.Observation.AsOf);
}

/// <summary>The addresses of a served segment, each counted once. All figures count addresses.</summary>
/// <param name="Nodes">Leased by nodes of the clusters planned here, as their names say (Cluster API names machines after their cluster).</param>
/// <param name="Others">Leased by anybody else, also by VMs that are powered off or gone while their leases last.</param>
/// <param name="Declined">Kept back because somebody else was found at them.</param>
/// <param name="Reserved">Kept for particular clients that have no lease now.</param>
/// <param name="Free">Left for whoever asks next.</param>
public sealed record LeaseCounts(UInt128 Nodes, UInt128 Others, UInt128 Declined, UInt128 Reserved, UInt128 Free)
{
    internal static LeaseCounts Of(ObservedWorld world, Segment segment, IReadOnlyList<ServedBy> servers, IpSet served)
    {
        var (nodes, others, declined, taken) = (0u, 0u, 0u, 0u);
        var reserved = IpSet.Of(servers.SelectMany(server => server.Subnet.Reservations).Select(each => each.Address).OfType<IpAddr>().Select(IpRange.Single)).Intersect(served);
        var names = segment.Clusters.Concat(segment.NodePools.Select(pool => pool.Cluster)).Select(cluster => cluster.Name + '-').Distinct().ToArray();
        foreach (var range in served.Ranges)
        {
            foreach (var lease in world.LeasesIn(range, segment.AddressSpace))
            {
                taken += reserved.Contains(lease.Lease.Address) ? 1u : 0u;
                if (lease.Lease.State == LeaseState.Declined)
                    declined++;
                else if (IsNode(lease, names))
                    nodes++;
                else
                    others++;
            }
        }

        var kept = reserved.Count() - taken;
        return new(nodes, others, declined, kept, served.Count() - nodes - others - declined - kept);
    }

    /// <param name="names">How names of the clusters' machines begin.</param>
    private static bool IsNode(in HeldLease lease, string[] names)
    {
        if ((lease.Machine?.Name ?? lease.Lease.HostName) is not { } name)
            return false;
        foreach (var start in names)
        {
            if (name.StartsWith(start, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
