using Fairlead.Core.Addressing;
using Xunit;

namespace Fairlead.Tests.Addressing;

public sealed class IpRangeTests
{
    public static TheoryData<SmallUniverse> Universes => [.. SmallUniverse.Edges(16)];

    public static TheoryData<AcceptedText> Accepted =>
    [
        new AcceptedText("10.0.0.1-10.0.0.9", "10.0.0.1-10.0.0.9"),
        new AcceptedText("10.0.0.1", "10.0.0.1"),
        new AcceptedText("10.0.0.1-10.0.0.1", "10.0.0.1"),
        new AcceptedText("10.0.0.0/30", "10.0.0.0-10.0.0.3"),
        new AcceptedText("10.0.0.1/32", "10.0.0.1"),
        new AcceptedText("0.0.0.0/0", "0.0.0.0-255.255.255.255"),
        new AcceptedText("::/0", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        new AcceptedText("2001:DB8::-2001:db8:0::FF", "2001:db8::-2001:db8::ff"),
        new AcceptedText("::1", "::1"),
    ];

    public static TheoryData<RefusedText> Refused =>
    [
        new RefusedText("", AddressErrorKind.Empty),
        new RefusedText("-", AddressErrorKind.Empty),
        new RefusedText("10.0.0.1-", AddressErrorKind.Empty),
        new RefusedText("-10.0.0.1", AddressErrorKind.Empty),
        new RefusedText("10.0.0.1 - 10.0.0.9", AddressErrorKind.Whitespace),
        new RefusedText("10.0.0.1- 10.0.0.9", AddressErrorKind.Whitespace),
        new RefusedText("10.0.0.9-10.0.0.1", AddressErrorKind.ReversedRange, "write 10.0.0.1-10.0.0.9"),
        new RefusedText("::2-::1", AddressErrorKind.ReversedRange, "write ::1-::2"),
        new RefusedText("10.0.0.1-::1", AddressErrorKind.MixedFamilies),
        new RefusedText("::1-10.0.0.1", AddressErrorKind.MixedFamilies),
        new RefusedText("10.0.0.1-20", AddressErrorKind.ShortForm, "write 10.0.0.1-10.0.0.20"),
        new RefusedText("10.0.0.30-20", AddressErrorKind.ShortForm),
        new RefusedText("10.0.0.1-0.20", AddressErrorKind.ShortForm),
        new RefusedText("10.0.0.1-10.0.0.09", AddressErrorKind.LeadingZero),
        new RefusedText("010.0.0.1-10.0.0.9", AddressErrorKind.LeadingZero),
        new RefusedText("10.0.0.0/24-10.0.1.0/24", AddressErrorKind.UnexpectedPrefix),
        new RefusedText("10.0.0.1-10.0.0.2-10.0.0.3", AddressErrorKind.UnexpectedRange),
        new RefusedText("10.0.0.1/24", AddressErrorKind.HostBitsSet),
        new RefusedText("10.0.0.0/33", AddressErrorKind.PrefixLengthOutOfRange),
        new RefusedText("fe80::1%eth0-fe80::2%eth0", AddressErrorKind.ZoneIndex),
        new RefusedText("::10.0.0.1-::10.0.0.2", AddressErrorKind.EmbeddedIpv4),
        new RefusedText("[::1]-[::2]", AddressErrorKind.Brackets),
        new RefusedText("10.0.0.1\u201310.0.0.9", AddressErrorKind.NotAnAddress),
        new RefusedText("10.0.0.1..10.0.0.9", AddressErrorKind.NotAnAddress),
        new RefusedText("my-host", AddressErrorKind.NotAnAddress),
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void TryParse_accepts_and_ToString_round_trips(AcceptedText text)
    {
        Assert.True(IpRange.TryParse(text.Text, out var range, out var error), error.ToString());
        Assert.Equal(default, error);
        Assert.Equal(text.Canonical, range.ToString());
        Assert.Equal(range, IpRange.Parse(text.Canonical));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void TryParse_refuses_with_the_reason_and_the_mend(RefusedText text)
    {
        Assert.False(IpRange.TryParse(text.Text, out var range, out var error));
        Assert.True(range.IsNone);
        Assert.Equal(text.Kind, error.Kind);
        Assert.NotEmpty(error.Message);
        Assert.NotEmpty(error.Hint);
        Assert.Contains(text.Hint, error.Hint, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => IpRange.Parse(text.Text));
    }

    [Fact]
    public void Constructor_refuses_reversed_mixed_and_missing_ends()
    {
        var (low, high, six) = (IpAddr.Parse("10.0.0.1"), IpAddr.Parse("10.0.0.2"), IpAddr.Parse("::1"));
        Assert.Throws<ArgumentException>(() => new IpRange(high, low));
        Assert.Throws<ArgumentException>(() => new IpRange(low, six));
        Assert.Throws<ArgumentException>(() => IpRange.Of(six, high));
        Assert.Throws<ArgumentException>(() => IpRange.Of(default, high));
        Assert.Throws<ArgumentException>(() => IpRange.Of(low, default));
        Assert.Throws<ArgumentException>(() => IpRange.Single(default));
    }

    [Fact]
    public void Default_is_no_range_and_every_relation_with_it_is_false()
    {
        IpRange none = default;
        var all = IpRange.Parse("0.0.0.0/0");
        Assert.True(none.IsNone && none.First.IsNone && none.Last.IsNone);
        Assert.False(none.IsSingle || none.TryToPrefix(out _));
        Assert.Equal(UInt128.Zero, none.Count);
        Assert.Equal("(none)", none.ToString());
        Assert.NotEqual(IpRange.Single(IpAddr.FromV4(0)), none);
        foreach (var (one, other) in ((IpRange, IpRange)[])[(none, none), (none, all), (all, none)])
        {
            Assert.False(one.Contains(other) || one.Overlaps(other) || one.IsAdjacentTo(other) || one.IsEntirelyBefore(other));
            Assert.False(one.TryIntersect(other, out var common));
            Assert.True(common.IsNone);
        }

        Assert.False(all.Contains(default(IpAddr)) || none.Contains(default(IpAddr)));
    }

    [Fact]
    public void Count_saturates_only_for_all_of_IPv6()
    {
        Assert.Equal((UInt128)1 << 32, IpRange.Parse("0.0.0.0/0").Count);
        Assert.Equal(UInt128.MaxValue, IpRange.Parse("::/0").Count);
        Assert.Equal(UInt128.MaxValue, IpRange.Parse("::1-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").Count);
        Assert.Equal(UInt128.MaxValue - 1, IpRange.Parse("::2-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff").Count);
        Assert.Equal(UInt128.One, IpRange.Parse("255.255.255.255").Count);
    }

    [Theory]
    [MemberData(nameof(Universes))]
    public void Relations_of_all_pairs_agree_with_counting_addresses(SmallUniverse universe)
    {
        var ranges = universe.AllRanges().ToArray();
        foreach (var (a, b, one) in ranges)
        {
            Assert.Equal((UInt128)(b - a + 1), one.Count);
            Assert.Equal(a == b, one.IsSingle);
            for (var i = 0; i < universe.Size; i++) Assert.Equal(a <= i && i <= b, one.Contains(universe.At(i)));
            var members = Enumerable.Range(a, b - a + 1).ToHashSet();
            foreach (var (c, d, other) in ranges) AssertRelations(universe, members, one, Enumerable.Range(c, d - c + 1).ToArray(), other);
        }
    }

    private static void AssertRelations(SmallUniverse universe, HashSet<int> members, IpRange one, int[] others, IpRange other)
    {
        var common = others.Where(members.Contains).ToArray();
        // Ranges meet without a gap exactly when their union is as long as its span.
        var isTogetherOnePiece = members.Union(others).Count() == Math.Max(members.Max(), others[^1]) - Math.Min(members.Min(), others[0]) + 1;
        Assert.Equal(common.Length == others.Length, one.Contains(other));
        Assert.Equal(common.Length > 0, one.Overlaps(other));
        Assert.Equal(members.Max() < others[0], one.IsEntirelyBefore(other));
        Assert.Equal(common.Length == 0 && isTogetherOnePiece, one.IsAdjacentTo(other));
        Assert.Equal(common.Length > 0, one.TryIntersect(other, out var intersection));
        Assert.Equal(common.Length > 0 ? universe.Between(common[0], common[^1]) : default, intersection);
        Assert.Equal(members.SetEquals(others), one == other);
        Assert.Equal(Math.Sign(one.First != other.First ? one.First.CompareTo(other.First) : one.Last.CompareTo(other.Last)), Math.Sign(one.CompareTo(other)));
        Assert.Equal(one.CompareTo(other) < 0, one < other);
        Assert.Equal(one.CompareTo(other) >= 0, one >= other);
    }

    [Theory]
    [MemberData(nameof(Universes))]
    public void TryToPrefix_finds_exactly_the_aligned_powers_of_two(SmallUniverse universe)
    {
        var width = IpAddr.Parse(universe.Lowest).IsV4 ? 32 : 128;
        foreach (var (first, last, range) in universe.AllRanges())
        {
            // All universes start at a multiple of 16, or, across the middle of IPv6, of 8.
            var size = last - first + 1;
            var expected = int.IsPow2(size) && range.First.Bits % (UInt128)size == 0;
            Assert.Equal(expected, range.TryToPrefix(out var prefix));
            Assert.Equal(expected ? range : default, prefix.Range);
            if (expected) Assert.Equal(width - int.Log2(size), prefix.Length);
        }
    }

    [Fact]
    public void Relations_are_false_across_families_except_the_order()
    {
        var four = IpRange.Parse("0.0.0.0-0.0.0.9");
        var six = IpRange.Parse("::-::9");
        Assert.False(four.Overlaps(six) || six.Overlaps(four));
        Assert.False(four.Contains(six) || four.Contains(six.First) || six.Contains(four.First));
        Assert.False(four.TryIntersect(six, out _));
        Assert.True(four.IsEntirelyBefore(six));
        Assert.False(six.IsEntirelyBefore(four));
        Assert.False(IpRange.Parse("255.255.255.255").IsAdjacentTo(IpRange.Parse("::")));
        Assert.False(IpRange.Parse("::").IsAdjacentTo(IpRange.Parse("255.255.255.255")));
        Assert.NotEqual(four, six);
        Assert.True(four < six);
    }

    [Fact]
    public void The_two_ends_of_a_family_are_not_adjacent()
    {
        Assert.False(IpRange.Parse("255.255.255.255").IsAdjacentTo(IpRange.Parse("0.0.0.0")));
        Assert.False(IpRange.Parse("::").IsAdjacentTo(IpRange.Parse("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")));
    }
}
