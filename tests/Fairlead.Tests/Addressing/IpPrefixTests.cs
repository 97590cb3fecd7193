using Fairlead.Core.Addressing;
using Xunit;

namespace Fairlead.Tests.Addressing;

public sealed class IpPrefixTests
{
    public static TheoryData<AcceptedText> Accepted =>
    [
        new AcceptedText("10.0.0.0/8", "10.0.0.0/8"),
        new AcceptedText("0.0.0.0/0", "0.0.0.0/0"),
        new AcceptedText("255.255.255.255/32", "255.255.255.255/32"),
        new AcceptedText("10.0.0.2/31", "10.0.0.2/31"),
        new AcceptedText("::/0", "::/0"),
        new AcceptedText("2001:DB8:0::/48", "2001:db8::/48"),
        new AcceptedText("::1/128", "::1/128"),
        new AcceptedText("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff/128"),
    ];

    public static TheoryData<RefusedText> Refused =>
    [
        new RefusedText("", AddressErrorKind.Empty),
        new RefusedText("/8", AddressErrorKind.Empty),
        new RefusedText("10.0.0.0/", AddressErrorKind.Empty),
        new RefusedText("10.0.0.1/8", AddressErrorKind.HostBitsSet, "write 10.0.0.0/8 or the single address 10.0.0.1"),
        new RefusedText("0.0.0.1/0", AddressErrorKind.HostBitsSet, "0.0.0.0/0"),
        new RefusedText("2001:db8::1/64", AddressErrorKind.HostBitsSet, "2001:db8::/64"),
        new RefusedText("10.0.0.0/33", AddressErrorKind.PrefixLengthOutOfRange, "0 to 32"),
        new RefusedText("10.0.0.0/99999999999", AddressErrorKind.PrefixLengthOutOfRange),
        new RefusedText("::/129", AddressErrorKind.PrefixLengthOutOfRange, "0 to 128"),
        new RefusedText("10.0.0.0/08", AddressErrorKind.LeadingZero, "write 8 instead of 08"),
        new RefusedText("0.0.0.0/00", AddressErrorKind.LeadingZero),
        new RefusedText("10.0.0.0/+8", AddressErrorKind.PrefixLengthNotANumber),
        new RefusedText("10.0.0.0/-8", AddressErrorKind.PrefixLengthNotANumber),
        new RefusedText("10.0.0.0/8/8", AddressErrorKind.PrefixLengthNotANumber),
        new RefusedText("10.0.0.0/x", AddressErrorKind.PrefixLengthNotANumber),
        new RefusedText("10.0.0.0/\u0668", AddressErrorKind.PrefixLengthNotANumber),
        new RefusedText("10.1.2.0/255.255.255.0", AddressErrorKind.PrefixLengthNotANumber, "write 10.1.2.0/24"),
        new RefusedText("10.1.2.0/0.0.0.0", AddressErrorKind.PrefixLengthNotANumber, "write 0.0.0.0/0"),
        new RefusedText("10.1.2.0/255.0.255.0", AddressErrorKind.PrefixLengthNotANumber, "0 to 32"),
        new RefusedText("10.0.0.0 /8", AddressErrorKind.Whitespace),
        new RefusedText("10.0.0.0/ 8", AddressErrorKind.Whitespace),
        new RefusedText("10.0.0.0", AddressErrorKind.MissingPrefixLength, "10.0.0.0/32"),
        new RefusedText("::1", AddressErrorKind.MissingPrefixLength, "::1/128"),
        new RefusedText("10.0.0.0-10.0.0.9", AddressErrorKind.UnexpectedRange),
        new RefusedText("10/8", AddressErrorKind.ShortForm),
        new RefusedText("010.0.0.0/8", AddressErrorKind.LeadingZero),
        new RefusedText("fe80::%eth0/64", AddressErrorKind.ZoneIndex),
        new RefusedText("[::]/0", AddressErrorKind.Brackets),
        new RefusedText("::ffff:10.0.0.0/104", AddressErrorKind.EmbeddedIpv4, "::ffff:a00:0"),
        new RefusedText("localhost", AddressErrorKind.NotAnAddress),
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void TryParse_accepts_and_ToString_round_trips(AcceptedText text)
    {
        Assert.True(IpPrefix.TryParse(text.Text, out var prefix, out var error), error.ToString());
        Assert.Equal(default, error);
        Assert.Equal(text.Canonical, prefix.ToString());
        Assert.Equal(prefix, IpPrefix.Parse(text.Canonical));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void TryParse_refuses_with_the_reason_and_the_mend(RefusedText text)
    {
        Assert.False(IpPrefix.TryParse(text.Text, out var prefix, out var error));
        Assert.True(prefix.IsNone);
        Assert.Equal(text.Kind, error.Kind);
        Assert.NotEmpty(error.Message);
        Assert.Contains(text.Hint, error.Hint, StringComparison.Ordinal);
        Assert.Throws<FormatException>(() => IpPrefix.Parse(text.Text));
    }

    [Fact]
    public void Default_is_no_prefix()
    {
        IpPrefix none = default;
        Assert.True(none.IsNone);
        Assert.True(none.First.IsNone && none.Last.IsNone && none.Range.IsNone);
        Assert.Equal(UInt128.Zero, none.Count);
        Assert.False(none.Contains(default(IpAddr)) || none.Contains(default(IpRange)) || none.Contains(none) || none.Overlaps(none));
        Assert.False(none.HasNetworkAndBroadcast);
        Assert.Equal("(none)", none.ToString());
        Assert.NotEqual(IpPrefix.Parse("0.0.0.0/0"), none);
        Assert.False(IpPrefix.Parse("0.0.0.0/0").Contains(none));
        Assert.False(IpPrefix.Parse("0.0.0.0/0").Contains(default(IpRange)));
        Assert.False(IpPrefix.Parse("0.0.0.0/0").Overlaps(none));
    }

    [Theory]
    [InlineData("0.0.0.0", 32)]
    [InlineData("10.20.30.41", 32)]
    [InlineData("255.255.255.255", 32)]
    [InlineData("::", 128)]
    [InlineData("2001:db8::dead:beef", 128)]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", 128)]
    public void Of_masks_to_the_block_that_holds_the_address(string text, int width)
    {
        var address = IpAddr.Parse(text);
        for (var length = 0; length <= width; length++)
        {
            var prefix = IpPrefix.Of(address, length);
            Assert.True(prefix.Contains(address));
            Assert.Equal(length, prefix.Length);
            Assert.Equal(prefix.Network, prefix.First);
            Assert.Equal(prefix, IpPrefix.Parse(prefix.ToString()));
            Assert.True(prefix.Range.TryToPrefix(out var back));
            Assert.Equal(prefix, back);
            Assert.Equal(length == 0 && width == 128 ? UInt128.MaxValue : UInt128.One << (width - length), prefix.Count);
        }

        Assert.Equal(address, IpPrefix.Of(address, width).Network);
        Assert.Equal(UInt128.Zero, IpPrefix.Of(address, 0).Network.Bits);
    }

    [Fact]
    public void Of_refuses_a_length_out_of_range_and_no_address()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => IpPrefix.Of(IpAddr.FromV4(0), 33));
        Assert.Throws<ArgumentOutOfRangeException>(() => IpPrefix.Of(IpAddr.FromV4(0), -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => IpPrefix.Of(IpAddr.FromV6(0), 129));
        Assert.Throws<ArgumentException>(() => IpPrefix.Of(default, 0));
    }

    [Theory]
    [InlineData("10.0.0.0/24", true)]
    [InlineData("0.0.0.0/0", true)]
    [InlineData("10.0.0.0/30", true)]
    [InlineData("10.0.0.0/31", false)]
    [InlineData("10.0.0.0/32", false)]
    [InlineData("2001:db8::/64", false)]
    public void Network_and_broadcast_exist_in_IPv4_up_to_30(string text, bool expected)
    {
        var prefix = IpPrefix.Parse(text);
        Assert.Equal(expected, prefix.HasNetworkAndBroadcast);
        Assert.Equal(expected, prefix.IsNetworkOrBroadcast(prefix.First));
        Assert.Equal(expected, prefix.IsNetworkOrBroadcast(prefix.Last));
        if (prefix.First.TryNext(out var second) && second != prefix.Last) Assert.False(prefix.IsNetworkOrBroadcast(second));
    }

    [Fact]
    public void Contains_and_Overlaps_agree_with_ranges_for_all_prefixes_of_small_blocks()
    {
        var prefixes = SmallPrefixes("0.0.0.0", 32).Concat(SmallPrefixes("255.255.255.240", 32))
            .Concat(SmallPrefixes("::", 128)).Concat(SmallPrefixes("ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff0", 128)).ToArray();
        foreach (var one in prefixes)
        {
            foreach (var other in prefixes)
            {
                Assert.Equal(one.Range.Contains(other.Range), one.Contains(other));
                Assert.Equal(one.Range.Contains(other.Range), one.Contains(other.Range));
                Assert.Equal(one.Range.Overlaps(other.Range), one.Overlaps(other));
                Assert.Equal(one.Range.Contains(other.Last), one.Contains(other.Last));
            }
        }
    }

    [Fact]
    public void Order_is_by_network_then_the_larger_block_first()
    {
        var ascending = "0.0.0.0/0 10.0.0.0/8 10.0.0.0/24 10.0.1.0/24 ::/0 ::/128".Split(' ').Select(IpPrefix.Parse).ToArray();
        Assert.Equal(ascending, ascending.Reverse().Order());
        Assert.True(ascending[1] < ascending[2] && ascending[2] > ascending[1] && ascending[1] <= ascending[2] && ascending[2] >= ascending[1]);
        Assert.True(ascending[1] != ascending[2]);
    }

    private static IEnumerable<IpPrefix> SmallPrefixes(string first, int width)
    {
        var lowest = IpAddr.Parse(first);
        yield return IpPrefix.Of(lowest, 0);
        for (var bits = 0; bits <= 4; bits++)
        {
            for (var offset = 0; offset < 16; offset += 1 << bits)
            {
                lowest.TryAdd((UInt128)offset, out var network);
                yield return IpPrefix.Of(network, width - bits);
            }
        }
    }
}
