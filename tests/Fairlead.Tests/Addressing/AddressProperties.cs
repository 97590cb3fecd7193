using Fairlead.Core.Addressing;
using FsCheck.Xunit;

namespace Fairlead.Tests.Addressing;

[Properties(Arbitrary = [typeof(AddressGenerators)], MaxTest = 200)]
public sealed class AddressProperties
{
    [Property]
    public bool Address_text_round_trips(IpAddr address) => IpAddr.Parse(address.ToString()) == address;

    [Property]
    public bool Address_text_in_upper_case_means_the_same(IpAddr address) => IpAddr.Parse(address.ToString().ToUpperInvariant()) == address;

    [Property]
    public bool Prefix_text_round_trips(IpPrefix prefix) => IpPrefix.Parse(prefix.ToString()) == prefix && IpRange.Parse(prefix.ToString()) == prefix.Range;

    [Property]
    public bool Range_text_round_trips(IpRange range) => IpRange.Parse(range.ToString()) == range;

    [Property]
    public bool Any_text_is_read_or_explained(string? text)
    {
        var isRange = IpRange.TryParse(text, out var range, out var error);
        return isRange ? !range.IsNone && error == default : range.IsNone && error.Kind != AddressErrorKind.None && error.Hint.Length > 0;
    }

    [Property]
    public bool Adding_and_subtracting_cancel(IpAddr address, uint steps) =>
        !address.TryAdd(steps, out var sum) || (sum.TrySubtract(steps, out var back) && back == address);

    [Property]
    public bool Address_order_is_that_of_family_then_number(IpAddr one, IpAddr other) =>
        Math.Sign(one.CompareTo(other)) == Math.Sign((one.Family, one.Bits).CompareTo((other.Family, other.Bits)));

    [Property]
    public bool Ranges_overlap_exactly_when_neither_is_before_the_other(IpRange one, IpRange other) =>
        one.Overlaps(other) == (!one.IsEntirelyBefore(other) && !other.IsEntirelyBefore(one));

    [Property]
    public bool Range_intersection_is_that_of_sets(IpRange one, IpRange other) =>
        IpSet.Of(one).Intersect(other) == (one.TryIntersect(other, out var common) ? IpSet.Of(common) : IpSet.Empty);

    [Property]
    public bool Operations_keep_sets_normalised(IpSet one, IpSet other)
    {
        foreach (var set in (IpSet[])[one, one.Union(other), one.Except(other), one.Intersect(other)]) SmallUniverse.AssertNormalised(set);
        return true;
    }

    [Property]
    public bool Union_and_intersection_commute(IpSet one, IpSet other) =>
        one.Union(other) == other.Union(one) && one.Intersect(other) == other.Intersect(one);

    [Property]
    public bool Union_and_intersection_associate(IpSet one, IpSet two, IpSet three) =>
        one.Union(two).Union(three) == one.Union(two.Union(three)) && one.Intersect(two).Intersect(three) == one.Intersect(two.Intersect(three));

    [Property]
    public bool Intersection_distributes_over_union(IpSet one, IpSet two, IpSet three) =>
        one.Intersect(two.Union(three)) == one.Intersect(two).Union(one.Intersect(three));

    [Property]
    public bool Except_obeys_de_Morgan(IpSet one, IpSet two, IpSet three) =>
        one.Except(two.Union(three)) == one.Except(two).Intersect(one.Except(three))
        && one.Except(two.Intersect(three)) == one.Except(two).Union(one.Except(three));

    [Property]
    public bool A_set_is_its_common_and_its_own_part(IpSet one, IpSet other) =>
        one.Intersect(other).Union(one.Except(other)) == one && !one.Except(other).Overlaps(other);

    [Property]
    public bool Sets_overlap_exactly_when_they_have_addresses_in_common(IpSet one, IpSet other) =>
        one.Overlaps(other) == !one.Intersect(other).IsEmpty && one.Overlaps(other) == other.Overlaps(one);

    [Property]
    public bool Contains_of_a_range_means_that_nothing_is_left_of_it(IpSet set, IpRange range) =>
        set.Contains(range) == IpSet.Of(range).Except(set).IsEmpty && set.Contains(range) == set.Gaps(range).IsEmpty;

    [Property]
    public bool Membership_follows_the_operations(IpSet one, IpSet other, IpAddr address) =>
        one.Union(other).Contains(address) == (one.Contains(address) || other.Contains(address))
        && one.Intersect(other).Contains(address) == (one.Contains(address) && other.Contains(address))
        && one.Except(other).Contains(address) == (one.Contains(address) && !other.Contains(address));

    [Property]
    public bool The_first_block_found_is_free_and_nothing_lower_is(IpSet taken, IpPrefix universe, byte longer)
    {
        var width = universe.Family == IpFamily.V4 ? 32 : 128;
        var length = Math.Min(width, universe.Length + (longer % 40));
        var space = FreeSpace.Of(universe.Range, taken);
        var lowest = taken.Gaps(universe).Ranges.Select(gap => LowestBlock(gap, length)).FirstOrDefault(block => !block.IsNone);
        return space.TryFindNextBlock(length, out var found) == !lowest.IsNone && found == lowest;
    }

    private static IpPrefix LowestBlock(IpRange gap, int length)
    {
        var block = IpPrefix.Of(gap.First, length);
        if (block.Network < gap.First) block = block.Last.TryNext(out var next) ? IpPrefix.Of(next, length) : default;
        return gap.Contains(block.Range) ? block : default;
    }
}
