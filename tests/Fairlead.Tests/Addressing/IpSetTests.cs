using Fairlead.Core.Addressing;
using Xunit;

namespace Fairlead.Tests.Addressing;

public sealed class IpSetTests
{
    private const string LastV6 = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

    public static TheoryData<SmallUniverse> Universes => [.. SmallUniverse.Edges(64)];

    [Fact]
    public void Empty_contains_nothing()
    {
        Assert.True(IpSet.Empty.IsEmpty);
        Assert.Equal("", IpSet.Empty.ToString());
        Assert.False(IpSet.Empty.Contains(IpAddr.FromV4(0)) || IpSet.Empty.Overlaps(IpRange.Parse("::/0")) || IpSet.Empty.Overlaps(IpSet.Empty));
        Assert.Equal(UInt128.Zero, IpSet.Empty.Count());
        Assert.Equal(IpSet.Empty, Set());
        Assert.Equal(IpSet.Empty, IpSet.Of((IEnumerable<IpRange>)[]));
    }

    [Fact]
    public void Ranges_are_sorted_joined_and_IPv4_comes_first()
    {
        var set = Set("::5-::9", "10.0.0.4-10.0.0.5", "::a", "10.0.0.0/30", "10.0.0.9", "10.0.0.5-10.0.0.7");
        Assert.Equal("10.0.0.0-10.0.0.7,10.0.0.9,::5-::a", set.ToString());
        Assert.Equal(set, IpSet.Of(set.Ranges.Reverse()));
        Assert.Equal(set, IpSet.Of(set.Ranges.AsSpan()));
    }

    [Fact]
    public void The_end_of_IPv4_is_not_joined_with_the_start_of_IPv6()
    {
        var set = Set("255.255.255.255", "::");
        Assert.Equal(2, set.Ranges.Length);
        Assert.Equal("255.255.255.255,::", set.ToString());
        Assert.Equal(UInt128.One, set.Count(IpFamily.V4));
        Assert.Equal(UInt128.One, set.Count(IpFamily.V6));
    }

    [Fact]
    public void A_range_inside_an_earlier_one_does_not_shorten_it() =>
        Assert.Equal("10.0.0.0-10.0.0.255", Set("10.0.0.0/24", "10.0.0.3", "10.0.0.7-10.0.0.9").ToString());

    [Fact]
    public void Count_saturates()
    {
        Assert.Equal(UInt128.MaxValue, Set("::/0").Count(IpFamily.V6));
        Assert.Equal(UInt128.MaxValue, Set("::/0", "0.0.0.0/0").Count());
        Assert.Equal((UInt128)1 << 32, Set("::/0", "0.0.0.0/0").Count(IpFamily.V4));
        Assert.Equal(UInt128.MaxValue, Set("::1-" + LastV6).Count());
        Assert.Equal(UInt128.MaxValue - 1, Set("::2-" + LastV6).Count());
        Assert.Equal(UInt128.MaxValue, Set("::2-" + LastV6, "0.0.0.0").Count());
        Assert.Equal(UInt128.Zero, Set("::1").Count(IpFamily.None));
    }

    [Fact]
    public void Default_values_are_refused_or_not_members()
    {
        var set = Set("0.0.0.0/0", "::/0");
        Assert.False(set.Contains(default(IpAddr)) || set.Contains(default(IpRange)) || set.Overlaps(default(IpRange)));
        Assert.Throws<ArgumentException>(() => IpSet.Of(default(IpRange)));
        Assert.Throws<ArgumentException>(() => IpSet.Of([IpRange.Parse("::1"), default]));
        Assert.Throws<ArgumentException>(() => new IpSetBuilder().Add(default(IpAddr)));
        Assert.Throws<ArgumentException>(() => new IpSetBuilder().Add(default(IpPrefix)));
        Assert.Throws<ArgumentException>(() => set.Union(default(IpRange)));
        Assert.Throws<ArgumentException>(() => set.Except(default(IpRange)));
        Assert.Throws<ArgumentException>(() => set.Intersect(default(IpRange)));
        Assert.Throws<ArgumentException>(() => set.Gaps(default(IpPrefix)));
    }

    [Fact]
    public void Equality_is_by_content()
    {
        var one = Set("10.0.0.0/31", "10.0.0.2");
        var same = Set("10.0.0.0-10.0.0.2");
        Assert.True(one == same && !(one != same) && one.Equals((object)same));
        Assert.Equal(one.GetHashCode(), same.GetHashCode());
        Assert.False(one == Set("10.0.0.0-10.0.0.1"));
        Assert.False(one == null);
        Assert.True(one != null);
    }

    [Fact]
    public void A_set_does_not_change_when_its_builder_goes_on()
    {
        var builder = new IpSetBuilder().Add(IpRange.Parse("10.0.0.0/30"));
        var before = builder.ToSet();
        var after = builder.Add(IpRange.Parse("10.0.0.4-10.0.0.7")).Add(before).ToSet();
        Assert.Equal("10.0.0.0-10.0.0.3", before.ToString());
        Assert.Equal("10.0.0.0-10.0.0.7", after.ToString());
        Assert.Equal(after, builder.ToSet());
    }

    [Fact]
    public void Gaps_are_what_is_left_of_the_range()
    {
        var set = Set("10.0.0.0-10.0.0.3", "10.0.0.8", "10.0.0.250-10.0.1.9", "::1");
        Assert.Equal("10.0.0.4-10.0.0.7,10.0.0.9-10.0.0.249", set.Gaps(IpPrefix.Parse("10.0.0.0/24")).ToString());
        Assert.Equal("0.0.0.0-9.255.255.255,10.0.0.4-10.0.0.7,10.0.0.9-10.0.0.249,10.0.1.10-255.255.255.255", set.Gaps(IpRange.Parse("0.0.0.0/0")).ToString());
        Assert.Equal($"::,::2-{LastV6}", set.Gaps(IpRange.Parse("::/0")).ToString());
        Assert.Equal(IpSet.Empty, Set("::/0").Gaps(IpRange.Parse("::/0")));
        Assert.Equal("0.0.0.0-255.255.255.255", Set("::/0").Gaps(IpRange.Parse("0.0.0.0/0")).ToString());
    }

    [Fact]
    public void Operations_that_change_nothing_return_the_same_set()
    {
        var set = Set("10.0.0.0/24");
        Assert.Same(set, set.Union(IpSet.Empty));
        Assert.Same(set, IpSet.Empty.Union(set));
        Assert.Same(set, set.Union(IpRange.Parse("10.0.0.7")));
        Assert.Same(set, set.Except(IpRange.Parse("10.0.1.7")));
    }

    [Theory]
    [MemberData(nameof(Universes))]
    public void Random_operations_agree_with_a_bool_array(SmallUniverse universe)
    {
        var random = new Random(7);
        for (var round = 0; round < 40; round++)
        {
            var expected = new bool[universe.Size];
            var set = IpSet.Empty;
            for (var step = 0; step < 12; step++)
            {
                var (operation, member) = RandomOperation(random, universe);
                for (var i = 0; i < universe.Size; i++) expected[i] = Combine(operation, expected[i], member[i]);
                set = Apply(operation, set, universe.SetOf(member));
                universe.AssertIs(expected, set);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Universes))]
    public void Relations_and_single_range_operations_agree_with_a_bool_array(SmallUniverse universe)
    {
        var random = new Random(11);
        for (var round = 0; round < 6; round++)
        {
            var density = random.NextDouble();
            var members = RandomMembers(random, universe.Size, density);
            var set = universe.SetOf(members);
            foreach (var (first, last, range) in universe.AllRanges())
            {
                var inside = members[first..(last + 1)];
                Assert.Equal(!inside.Contains(false), set.Contains(range));
                Assert.Equal(inside.Contains(true), set.Overlaps(range));
                if ((first + last) % 17 != round) continue;
                var mask = Enumerable.Range(0, universe.Size).Select(i => first <= i && i <= last).ToArray();
                universe.AssertIs([.. members.Zip(mask, (m, r) => m || r)], set.Union(range));
                universe.AssertIs([.. members.Zip(mask, (m, r) => m && !r)], set.Except(range));
                universe.AssertIs([.. members.Zip(mask, (m, r) => m && r)], set.Intersect(range));
                universe.AssertIs([.. members.Zip(mask, (m, r) => !m && r)], set.Gaps(range));
            }

            var other = RandomMembers(random, universe.Size, 0.05);
            Assert.Equal(members.Zip(other, (m, o) => m && o).Contains(true), set.Overlaps(universe.SetOf(other)));
            Assert.Equal(members.SequenceEqual(other), set == universe.SetOf(other));
        }
    }

    [Fact]
    public void Every_subset_of_eight_addresses_is_normalised_whatever_the_order()
    {
        var universe = new SmallUniverse("255.255.255.248", 8);
        for (var pattern = 0; pattern < 256; pattern++)
        {
            var members = Enumerable.Range(0, 8).Select(i => (pattern >> i & 1) == 1).ToArray();
            var ranges = Enumerable.Range(0, 8).Where(i => members[i]).Select(i => IpRange.Single(universe.At(i))).ToArray();
            universe.AssertIs(members, IpSet.Of(ranges));
            universe.AssertIs(members, IpSet.Of(ranges.Reverse()));
        }
    }

    private static (int Operation, bool[] Members) RandomOperation(Random random, SmallUniverse universe)
    {
        if (random.Next(2) == 0) return (random.Next(3), RandomMembers(random, universe.Size, random.NextDouble()));
        var first = random.Next(universe.Size);
        var last = random.Next(first, universe.Size);
        return (random.Next(3), [.. Enumerable.Range(0, universe.Size).Select(i => first <= i && i <= last)]);
    }

    private static bool[] RandomMembers(Random random, int size, double density) =>
        [.. Enumerable.Range(0, size).Select(_ => random.NextDouble() < density)];

    private static bool Combine(int operation, bool one, bool other) => operation switch { 0 => one || other, 1 => one && !other, _ => one && other };

    private static IpSet Apply(int operation, IpSet one, IpSet other) =>
        operation switch { 0 => one.Union(other), 1 => one.Except(other), _ => one.Intersect(other) };

    private static IpSet Set(params string[] ranges) => IpSet.Of(ranges.Select(IpRange.Parse));
}
