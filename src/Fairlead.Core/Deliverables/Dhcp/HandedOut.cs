using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Deliverables.Dhcp;

/// <summary>What a DHCP server is to hand out on a prefix of a segment: its scopes less everything that must stay out.</summary>
/// <param name="Kept">Of the scopes, what stays out because somebody claims it or it is excluded.</param>
internal sealed record HandedOut(Segment Segment, IpPrefix Prefix, IpSet Pools, IpSet Kept)
{
    /// <summary>Of IPv4 in four octets, of IPv6 its length.</summary>
    public string Mask => Prefix.Family == IpFamily.V4
        ? IpAddr.FromV4(Prefix.Length == 0 ? 0 : uint.MaxValue << (32 - Prefix.Length)).ToString()
        : Prefix.Length.ToString(System.Globalization.CultureInfo.InvariantCulture);

    /// <summary>Leases and reservations, as far as servers were read, at addresses that stay out of the pools: whoever applies this has to know them first.</summary>
    public static IEnumerable<string> InTheWay(IEnumerable<HandedOut> all, Plan plan)
    {
        const int Most = 20;
        var found = (from each in all
                     from range in each.Kept.Ranges
                     from sighting in plan.Observed.SeenAt(range, each.Segment.AddressSpace)
                     where sighting.Kind is "lease" or "reservation"
                     select $"{each.Segment}: {sighting.Range} stays out of the pools, and {sighting.Source} has a {sighting.Kind} there: {sighting.Text}. Free it first.").ToList();
        return found.Count <= Most ? found : [.. found.Take(Most), $"and {found.Count - Most} more leases and reservations at addresses that stay out of the pools."];
    }

    /// <summary>One for each prefix that has a scope, in reading order.</summary>
    public static IEnumerable<HandedOut> Of(IEnumerable<Segment> segments, Plan plan) =>
        from segment in segments
        where segment.Scopes.Count > 0
        from prefix in segment.Prefixes
        where segment.Scopes.Any(scope => scope.Range.Value.Family == prefix.Value.Family)
        select Of(segment, prefix.Value, plan);

    /// <summary>Whoever else claims an address of a scope keeps it: control plane IPs, load balancer ranges, hosts, reserved ranges, whichever segment or site they stand in.</summary>
    private static HandedOut Of(Segment segment, IpPrefix prefix, Plan plan)
    {
        var scopes = IpSet.Of(segment.Scopes.Select(scope => scope.Range.Value)).Intersect(prefix.Range);
        var excluded = IpSet.Of(segment.Scopes.SelectMany(scope => scope.Exclude.Or([])).Select(range => range.Value));
        var claimed = IpSet.Of(plan.Claims.Where(claim => claim.AddressSpace == segment.AddressSpace && claim.Kind.GroupOf() is ClaimGroup.Exclusive or ClaimGroup.Host or ClaimGroup.Reserved).Select(claim => claim.Range));
        var pools = scopes.Except(excluded).Except(claimed);
        return new(segment, prefix, pools, scopes.Except(pools));
    }
}
