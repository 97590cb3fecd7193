using Fairlead.Core.Deliverables.Dhcp;
using Fairlead.Core.Planning;

namespace Fairlead.Core.Changes;

/// <summary>What the subnets of a plan are to hand out.</summary>
public static class KeaWishes
{
    /// <returns>One for each prefix of a segment that has a scope, in reading order.</returns>
    public static IReadOnlyList<KeaWish> Of(Plan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return [.. HandedOut.Of(plan.Estate.Segments, plan).Select(each => new KeaWish(each.Segment.ToString(), each.Prefix, each.Pools))];
    }
}
