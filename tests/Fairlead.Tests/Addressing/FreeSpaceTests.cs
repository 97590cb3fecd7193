using Fairlead.Core.Addressing;
using Xunit;

namespace Fairlead.Tests.Addressing;

public sealed class FreeSpaceTests
{
    private const string LastV6 = "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff";

    public static TheoryData<SmallUniverse> Universes => [.. SmallUniverse.Edges(256)];

    [Fact]
    public void An_empty_universe_of_claims_is_one_gap()
    {
        var space = Space("10.0.0.0/24");
        Assert.Equal(1, space.GapCount);
        Assert.Equal(IpRange.Parse("10.0.0.0/24"), space.Universe);
        Assert.True(space.TryFindNext(256, out var all));
        Assert.Equal("10.0.0.0-10.0.0.255", all.ToString());
        Assert.False(space.TryFindNext(257, out var none));
        Assert.True(none.IsNone);
        Assert.False(space.TryFindNextBlock(23, out _));
    }

    [Fact]
    public void A_full_universe_has_nothing()
    {
        var space = Space("10.0.0.0/24", "10.0.0.0/8", "::1");
        Assert.Equal(0, space.GapCount);
        Assert.False(space.TryFindNext(1, out _));
        Assert.False(space.TryFindNextBlock(32, out var none));
        Assert.True(none.IsNone);
    }

    [Fact]
    public void Alignment_is_of_the_address_not_of_the_universe()
    {
        var space = Space("10.0.0.3-10.0.0.200", "10.0.0.64");
        Assert.True(space.TryFindNext(64, 64, IpAddr.Parse("10.0.0.3"), out var found));
        Assert.Equal("10.0.0.128-10.0.0.191", found.ToString());
        Assert.True(space.TryFindNext(5, 16, IpAddr.Parse("10.0.0.17"), out found));
        Assert.Equal("10.0.0.32-10.0.0.36", found.ToString());
    }

    [Fact]
    public void From_may_lie_outside_of_the_universe()
    {
        var space = Space("10.0.0.0/24");
        Assert.True(space.TryFindNext(1, 1, IpAddr.Parse("1.2.3.4"), out var found));
        Assert.Equal("10.0.0.0", found.ToString());
        Assert.False(space.TryFindNext(1, 1, IpAddr.Parse("10.0.1.0"), out _));
        Assert.True(space.TryFindNextBlock(25, IpAddr.Parse("10.0.0.1"), out var block));
        Assert.Equal("10.0.0.128/25", block.ToString());
    }

    [Fact]
    public void All_of_IPv4_and_all_of_IPv6_are_one_block()
    {
        Assert.True(Space("0.0.0.0/0").TryFindNextBlock(0, out var v4));
        Assert.Equal("0.0.0.0/0", v4.ToString());
        Assert.True(Space("::/0").TryFindNextBlock(0, out var v6));
        Assert.Equal("::/0", v6.ToString());
        Assert.False(Space("::/0", "8000::").TryFindNextBlock(0, out _));
        Assert.False(Space("0.0.0.0/0", "128.0.0.0").TryFindNextBlock(0, out _));
        Assert.True(Space("0.0.0.0/0", "128.0.0.0").TryFindNextBlock(1, out v4));
        Assert.Equal("0.0.0.0/1", v4.ToString());
        Assert.False(Space("0.0.0.0/0", "128.0.0.0", "0.0.0.0").TryFindNextBlock(1, out _));
        Assert.True(Space("::/0").TryFindNext(UInt128.MaxValue, out var most));
        Assert.Equal(UInt128.MaxValue, most.Count);
    }

    [Fact]
    public void An_alignment_beyond_the_family_leaves_only_its_first_address()
    {
        var alignment = UInt128.One << 100;
        Assert.True(Space("0.0.0.0/0").TryFindNext(7, alignment, IpAddr.FromV4(0), out var found));
        Assert.Equal("0.0.0.0-0.0.0.6", found.ToString());
        Assert.False(Space("0.0.0.0/0").TryFindNext(7, alignment, IpAddr.FromV4(1), out _));
        Assert.False(Space("0.0.0.0/0", "0.0.0.0").TryFindNext(7, alignment, IpAddr.FromV4(0), out _));
        Assert.True(Space("::/0", "::").TryFindNext(7, alignment, IpAddr.FromV6(0), out found));
        Assert.Equal(alignment, found.First.Bits);
        Assert.False(Space("0.0.0.0/0").TryFindNext(UInt128.MaxValue, out _));
    }

    [Fact]
    public void The_last_address_of_a_family_can_be_found()
    {
        Assert.True(Space("0.0.0.0/0", "0.0.0.0-255.255.255.254").TryFindNext(1, out var found));
        Assert.Equal("255.255.255.255", found.ToString());
        Assert.True(Space("::/0", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:fffe").TryFindNext(1, out found));
        Assert.Equal(LastV6, found.ToString());
        Assert.False(Space("0.0.0.0/0").TryFindNext(2, 2, IpAddr.FromV4(uint.MaxValue), out _));
        Assert.False(Space("::/0").TryFindNext(2, 2, IpAddr.Parse(LastV6), out _));
    }

    [Fact]
    public void Wrong_arguments_are_refused()
    {
        var space = Space("10.0.0.0/24");
        var from = space.Universe.First;
        Assert.Throws<ArgumentOutOfRangeException>(() => space.TryFindNext(0, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => space.TryFindNext(1, 0, from, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => space.TryFindNext(1, 3, from, out _));
        Assert.Throws<ArgumentException>(() => space.TryFindNext(1, 1, default, out _));
        Assert.Throws<ArgumentException>(() => space.TryFindNext(1, 1, IpAddr.FromV6(1), out _));
        Assert.Throws<ArgumentException>(() => space.TryFindNextBlock(32, default, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => space.TryFindNextBlock(33, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => space.TryFindNextBlock(-1, out _));
        Assert.Throws<ArgumentException>(() => FreeSpace.Of(default, IpSet.Empty));
        Assert.Throws<ArgumentNullException>(() => FreeSpace.Of(space.Universe, null!));
    }

    [Theory]
    [MemberData(nameof(Universes))]
    public void Answers_agree_with_a_linear_scan(SmallUniverse universe)
    {
        var random = new Random(3);
        for (var round = 0; round < 60; round++)
        {
            // From nearly empty to nearly full; a dense one has more gaps than a group of the index has members.
            var density = Math.Pow(random.NextDouble(), 2);
            var taken = Enumerable.Range(0, universe.Size).Select(_ => random.NextDouble() < density).ToArray();
            var (first, last) = Ordered(random.Next(universe.Size), random.Next(universe.Size));
            var space = FreeSpace.Of(universe.Between(first, last), universe.SetOf(taken));
            for (var query = 0; query < 60; query++)
            {
                var size = random.Next(1, random.Next(2, 70));
                var alignment = 1 << random.Next(0, 9);
                var from = random.Next(universe.Size);
                AssertFinds(universe, taken, (first, last), space, size, alignment, from);
            }
        }
    }

    [Fact]
    public void Every_gap_of_a_deep_index_is_found_from_every_start()
    {
        // 5000 gaps make four levels; every 7th is long, every 77th longer.
        var builder = new IpSetBuilder();
        var gaps = new List<IpRange>();
        var next = 0x0A00_0000u;
        for (var i = 0; i < 5000; i++)
        {
            var length = i % 77 == 76 ? 9u : i % 7 == 6 ? 4u : 1u;
            gaps.Add(new(IpAddr.FromV4(next), IpAddr.FromV4(next + length - 1)));
            builder.Add(IpAddr.FromV4(next + length));
            next += length + 1;
        }

        var space = FreeSpace.Of(new(IpAddr.FromV4(0x0A00_0000), IpAddr.FromV4(next - 1)), builder.ToSet());
        Assert.Equal(5000, space.GapCount);
        foreach (var size in (uint[])[1, 2, 4, 5, 9, 10])
        {
            IpRange? nearest = null;
            for (var i = gaps.Count - 1; i >= 0; i--)
            {
                if (gaps[i].Count >= size) nearest = gaps[i];
                Assert.Equal(nearest is not null, space.TryFindNext(size, 1, gaps[i].First, out var found));
                Assert.Equal(nearest?.First ?? default, found.First);
            }
        }
    }

    [Theory]
    [InlineData("10.0.0.0/13", 2, 1, "10.7.255.64/26")] // every second address is taken: all gaps are too short
    [InlineData("10.0.0.0/11", 8, 2, "10.31.255.60/30")] // gaps of six: long enough, but across the boundary of two blocks
    public void The_only_block_near_the_end_of_many_gaps_is_found(string within, int stride, int takenOfStride, string free)
    {
        var universe = IpPrefix.Parse(within);
        var only = IpPrefix.Parse(free);
        var builder = new IpSetBuilder();
        for (var last = (uint)universe.First.Bits; last <= (uint)universe.Last.Bits; last += (uint)stride)
        {
            var taken = new IpRange(IpAddr.FromV4(last - (uint)takenOfStride + 1), IpAddr.FromV4(last));
            if (!only.Range.Overlaps(taken)) builder.Add(taken);
        }

        var space = FreeSpace.Of(universe.Range, builder.ToSet());
        Assert.True(space.GapCount > 260_000);

        Assert.True(space.TryFindNextBlock(only.Length, out var found));
        Assert.Equal(only, found);
    }

    private static void AssertFinds(SmallUniverse universe, bool[] taken, (int First, int Last) within, FreeSpace space, int size, int alignment, int from)
    {
        var expected = Enumerable.Range(0, universe.Size)
            .Where(i => i >= from && i >= within.First && i + size - 1 <= within.Last)
            .Where(i => universe.At(i).Bits % (UInt128)alignment == 0)
            .Where(i => !taken.AsSpan(i, size).Contains(true))
            .Select(i => universe.Between(i, i + size - 1))
            .FirstOrDefault();
        var isFound = space.TryFindNext((UInt128)size, (UInt128)alignment, universe.At(from), out var found);
        Assert.Equal(!expected.IsNone, isFound);
        Assert.Equal(expected, found);
    }

    private static (int First, int Last) Ordered(int one, int other) => one <= other ? (one, other) : (other, one);

    private static FreeSpace Space(string universe, params string[] taken) =>
        FreeSpace.Of(IpRange.Parse(universe), IpSet.Of(taken.Select(IpRange.Parse)));
}
