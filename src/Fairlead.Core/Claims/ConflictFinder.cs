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
        var pods = claims.Where(claim => claim.Kind == ClaimKind.PodCidr && serviceNetworks.Overlaps(claim.Range)).ToLookup(claim => claim.Owner, ReferenceEqualityComparer.Instance);
        foreach (var service in claims)
        {
            if (service.Kind != ClaimKind.ServiceCidr)
                continue;
            foreach (var pod in pods[service.Owner])
            {
                if (pod.Range.TryIntersect(service.Range, out var overlap))
                    conflicts.Add(new(new Party([pod]), new Party([service]), IpSet.Of(overlap)));
            }
        }
    }
}
