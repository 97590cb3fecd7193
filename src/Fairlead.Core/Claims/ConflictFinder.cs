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
        var conflicts = new List<Conflict>();
        foreach (var indices in BySpaceAndFamily(claims, IpFamily.V4))
            new FamilyOfOneSpace<uint>(claims, indices).FindInto(conflicts);
        foreach (var indices in BySpaceAndFamily(claims, IpFamily.V6))
            new FamilyOfOneSpace<UInt128>(claims, indices).FindInto(conflicts);
        FindWithinClusters(claims, conflicts);
        return conflicts;
    }

    private static Dictionary<string, List<int>>.ValueCollection BySpaceAndFamily(IReadOnlyList<Claim> claims, IpFamily family)
    {
        var spaces = new Dictionary<string, List<int>>();
        string? lastSpace = null;
        List<int>? last = null;
        for (var i = 0; i < claims.Count; i++)
        {
            var claim = claims[i];
            if (claim.Range.Family != family)
                continue;
            if (last is null || !ReferenceEquals(claim.AddressSpace, lastSpace))
            {
                lastSpace = claim.AddressSpace;
                if (!spaces.TryGetValue(lastSpace, out last))
                    spaces.Add(lastSpace, last = []);
            }

            last.Add(i);
        }

        return spaces.Values;
    }

    /// <summary>A cluster's pod network may meet its neighbours' (they are never routed), but not its own service network.</summary>
    private static void FindWithinClusters(IReadOnlyList<Claim> claims, List<Conflict> conflicts)
    {
        var services = Indices(claims, ClaimKind.ServiceCidr).ToLookup(index => claims[index].Owner, ReferenceEqualityComparer.Instance);
        foreach (var pod in Indices(claims, ClaimKind.PodCidr))
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
