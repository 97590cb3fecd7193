using Fairlead.Core.Addressing;

namespace Fairlead.Core.Claims;

/// <summary>
/// The one conflict engine: of any number of claims, every pair that the table of pairs forbids, once, with the exact addresses shared.
/// Address spaces and families never meet.
/// </summary>
public static class ConflictFinder
{
    /// <param name="claims">In reading order, which decides who is the earlier and who the later.</param>
    public static IReadOnlyList<Conflict> Find(IReadOnlyList<Claim> claims)
    {
        ArgumentNullException.ThrowIfNull(claims);
        using var spaces = new ClaimsBySpace(claims);
        var conflicts = new List<Conflict>();
        foreach (var space in spaces.All)
            space.V4.FindInto(conflicts);
        foreach (var space in spaces.All)
            space.V6.FindInto(conflicts);
        if (spaces.PodNetworks.Overlaps(spaces.ServiceNetworks))
            FindWithinClusters(claims, spaces.ServiceNetworks, conflicts);
        return conflicts;
    }

    /// <summary>A cluster's pod network may meet its neighbours' (they are never routed), but not its own service network.</summary>
    private static void FindWithinClusters(IReadOnlyList<Claim> claims, IpSet serviceNetworks, List<Conflict> conflicts)
    {
        var services = Indices(claims, ClaimKind.ServiceCidr).ToLookup(index => claims[index].Owner, ReferenceEqualityComparer.Instance);
        foreach (var pod in Indices(claims, ClaimKind.PodCidr).Where(pod => serviceNetworks.Overlaps(claims[pod].Range)))
        {
            foreach (var service in services[claims[pod].Owner])
            {
                var (earlier, later) = (claims[Math.Min(pod, service)], claims[Math.Max(pod, service)]);
                if (earlier.AddressSpace == later.AddressSpace && earlier.Range.TryIntersect(later.Range, out var overlap))
                    conflicts.Add(new(new Party([earlier]), new Party([later]), IpSet.Of(overlap)));
            }
        }
    }

    private static IEnumerable<int> Indices(IReadOnlyList<Claim> claims, ClaimKind kind)
    {
        for (var i = 0; i < claims.Count; i++)
        {
            if (claims[i].Kind == kind)
                yield return i;
        }
    }
}
