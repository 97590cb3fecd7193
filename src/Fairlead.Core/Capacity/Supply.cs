using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Capacity;

/// <summary>What a network has to give to nodes.</summary>
internal static class Supply
{
    /// <summary>
    /// The union of scopes (less exclusions) and pools as written, less the leases of others, at least 0; where both families have a
    /// scope or pool, the scarcer.
    /// </summary>
    public static UInt128 Of(IReadOnlyList<Segment> twins)
    {
        var addresses = AddressesOf(twins);
        // Twins write the same leases of others, not further ones.
        UInt128 others = (uint)twins.Max(twin => twin.Spec.Dhcp.TryGet(out var dhcp) ? dhcp.OtherLeases.Or(0) : 0);
        UInt128? scarcest = null;
        foreach (var family in (ReadOnlySpan<IpFamily>)[IpFamily.V4, IpFamily.V6])
        {
            if (!HasSource(twins, family))
                continue;
            var count = addresses.Count(family);
            var left = count > others ? count - others : 0;
            scarcest = scarcest is { } least ? UInt128.Min(least, left) : left;
        }

        return scarcest ?? 0;
    }

    /// <summary>Every address that nodes may get on the network.</summary>
    public static IpSet AddressesOf(IEnumerable<Segment> twins)
    {
        var builder = new IpSetBuilder();
        foreach (var segment in twins)
        {
            foreach (var scope in segment.Scopes)
            {
                foreach (var range in ScopeAddresses.Of(scope).Ranges)
                    builder.Add(range);
            }

            foreach (var pool in segment.Pool)
                builder.Add(pool.Value);
        }

        return builder.ToSet();
    }

    private static bool HasSource(IEnumerable<Segment> twins, IpFamily family) =>
        twins.Any(segment => segment.Scopes.Any(scope => scope.Range.Value.Family == family) || segment.Pool.Any(pool => pool.Value.Family == family));
}
