using Fairlead.Core.Addressing;
using Xunit;

namespace Fairlead.Tests.Addressing;

public sealed class IpAddrTests
{
    private static readonly IpAddr HighestV4 = IpAddr.FromV4(uint.MaxValue);
    private static readonly IpAddr HighestV6 = IpAddr.FromV6(UInt128.MaxValue);

    [Fact]
    public void Default_is_no_address()
    {
        IpAddr none = default;
        Assert.True(none.IsNone);
        Assert.Equal(IpFamily.None, none.Family);
        Assert.False(none.IsV4 || none.IsV6 || none.IsLinkLocal);
        Assert.False(none.TryNext(out _) || none.TryPrevious(out _) || none.TryAdd(0, out _) || none.TrySubtract(0, out _));
        Assert.Equal("(none)", none.ToString());
        Assert.False(IpAddr.TryParse(none.ToString(), out _, out _));
        Assert.NotEqual(IpAddr.FromV4(0), none);
        Assert.NotEqual(IpAddr.FromV6(0), none);
        Assert.Throws<InvalidOperationException>(() => none.LastOctet);
    }

    [Fact]
    public void Family_is_part_of_equality_and_order()
    {
        var ascending = (IpAddr[])[default, IpAddr.FromV4(0), IpAddr.FromV4(1), HighestV4, IpAddr.FromV6(0), IpAddr.FromV6(1), IpAddr.FromV6((UInt128)1 << 64), HighestV6];
        for (var i = 0; i < ascending.Length; i++)
        {
            for (var j = 0; j < ascending.Length; j++) AssertOrder(ascending[i], ascending[j], i.CompareTo(j));
        }
    }

    [Fact]
    public void Steps_stop_at_the_ends_of_the_family()
    {
        Assert.False(HighestV4.TryNext(out _));
        Assert.False(HighestV6.TryNext(out _));
        Assert.False(IpAddr.FromV4(0).TryPrevious(out _));
        Assert.False(IpAddr.FromV6(0).TryPrevious(out _));
        Assert.False(IpAddr.FromV4(1).TryAdd(uint.MaxValue, out var none));
        Assert.True(none.IsNone);
        Assert.False(IpAddr.FromV4(1).TryAdd(UInt128.MaxValue, out _));
        Assert.False(HighestV6.TryAdd(UInt128.MaxValue, out _));
        Assert.True(IpAddr.FromV4(0).TryAdd(uint.MaxValue, out var highest));
        Assert.Equal(HighestV4, highest);
        Assert.True(HighestV6.TrySubtract(UInt128.MaxValue, out var lowest));
        Assert.Equal(IpAddr.FromV6(0), lowest);
        Assert.False(IpAddr.FromV4(5).TrySubtract(6, out _));
    }

    [Fact]
    public void Steps_carry_across_the_halves_of_an_IPv6_address()
    {
        Assert.True(IpAddr.Parse("::ffff:ffff:ffff:ffff").TryNext(out var next));
        Assert.Equal("0:0:0:1::", next.ToString());
        Assert.True(next.TryPrevious(out var back));
        Assert.Equal("::ffff:ffff:ffff:ffff", back.ToString());
    }

    [Theory]
    [InlineData("169.254.0.0", true)]
    [InlineData("169.254.255.255", true)]
    [InlineData("169.253.255.255", false)]
    [InlineData("169.255.0.0", false)]
    [InlineData("fe80::", true)]
    [InlineData("febf:ffff::1", true)]
    [InlineData("fe7f:ffff::", false)]
    [InlineData("fec0::", false)]
    [InlineData("::a9fe:1", false)]
    public void IsLinkLocal_knows_its_bounds(string text, bool expected) => Assert.Equal(expected, IpAddr.Parse(text).IsLinkLocal);

    [Fact]
    public void LastOctet_is_for_IPv4_only()
    {
        Assert.Equal(213, IpAddr.Parse("10.1.2.213").LastOctet);
        Assert.Throws<InvalidOperationException>(() => IpAddr.Parse("::1").LastOctet);
    }

    [Fact]
    public void FromBits_refuses_what_does_not_fit()
    {
        Assert.Equal(HighestV4, IpAddr.FromBits(IpFamily.V4, uint.MaxValue));
        Assert.Equal(HighestV6, IpAddr.FromBits(IpFamily.V6, UInt128.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => IpAddr.FromBits(IpFamily.V4, (UInt128)uint.MaxValue + 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => IpAddr.FromBits(IpFamily.None, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => IpAddr.FromBits((IpFamily)5, 0));
    }

    private static void AssertOrder(IpAddr left, IpAddr right, int expected)
    {
        Assert.Equal(expected, Math.Sign(left.CompareTo(right)));
        Assert.Equal(expected == 0, left == right);
        Assert.Equal(expected != 0, left != right);
        Assert.Equal(expected < 0, left < right);
        Assert.Equal(expected > 0, left > right);
        Assert.Equal(expected <= 0, left <= right);
        Assert.Equal(expected >= 0, left >= right);
        Assert.Equal(expected == 0, left.Equals((object)right));
        if (expected == 0) Assert.Equal(left.GetHashCode(), right.GetHashCode());
    }
}
