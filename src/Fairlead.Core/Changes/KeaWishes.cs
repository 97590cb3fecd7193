using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Changes;

/// <summary>What the subnets of a plan are to hand out: their scopes less everything that must stay out.</summary>
public static class KeaWishes
{
    /// <returns>One for each prefix of a DHCP segment that has a scope, in reading order.</returns>
    public static IReadOnlyList<KeaWish> Of(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return
        [
            .. from segment in plan.Estate.Segments
               where segment.Scopes.Count > 0
               from prefix in segment.Prefixes
               let scopes = segment.Scopes.Where(scope => scope.Range.Value.Family == prefix.Value.Family).ToList()
               where scopes.Count > 0
               select new KeaWish(segment.ToString(), prefix.Value, PoolsOf(segment, prefix.Value, plan)),
        ];
    }

    /// <summary>Whoever else claims an address of the scope keeps it: control plane IPs, load balancer ranges, hosts, reserved ranges, whichever segment or site they stand in.</summary>
    private static IpSet PoolsOf(Segment segment, IpPrefix prefix, Plan plan)
    {
        var handedOut = IpSet.Of(segment.Scopes.Select(scope => scope.Range.Value)).Except(IpSet.Of(segment.Scopes.SelectMany(scope => scope.Exclude.Or([])).Select(range => range.Value)));
        var others = plan.Claims.Where(claim => claim.AddressSpace == segment.AddressSpace && claim.Kind.GroupOf() is ClaimGroup.Exclusive or ClaimGroup.Host or ClaimGroup.Reserved).Select(claim => claim.Range);
        return handedOut.Intersect(prefix.Range).Except(IpSet.Of(others));
    }
}
