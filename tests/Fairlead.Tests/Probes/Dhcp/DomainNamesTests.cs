using Fairlead.Probes.Dhcp;
using Xunit;

namespace Fairlead.Tests.Probes.Dhcp;

public sealed class DomainNamesTests
{
    [Fact]
    public void The_example_of_RFC_3397_is_read()
    {
        byte[] octets = [3, .. "eng"u8, 5, .. "apple"u8, 3, .. "com"u8, 0, 9, .. "marketing"u8, 0xC0, 4];

        Assert.Equal(["eng.apple.com", "marketing.apple.com"], DomainNames.Read(octets));
    }

    [Fact]
    public void A_pointer_to_itself_or_ahead_ends_the_list()
    {
        Assert.Empty(DomainNames.Read([0xC0, 0]));
        Assert.Empty(DomainNames.Read([0xC0, 2, 1, (byte)'a', 0]));
        Assert.Equal(["a"], DomainNames.Read([1, (byte)'a', 0, 0xC0, 3]));
    }

    [Fact]
    public void A_circle_through_a_label_ends() => Assert.Empty(DomainNames.Read([1, (byte)'a', 0xC0, 0]));

    [Fact]
    public void A_label_that_is_longer_than_any_is_none()
    {
        byte[] octets = [64, .. Enumerable.Repeat((byte)'a', 64), 0];
        Assert.Empty(DomainNames.Read(octets));
        Assert.Single(DomainNames.Read([63, .. octets[1..64], 0]));
    }

    [Theory]
    [InlineData(new byte[] { 3, 1, 2 })] // cut in a label
    [InlineData(new byte[] { 1, 65 })] // without an end
    [InlineData(new byte[] { 0x80, 0 })] // a kind of label that nobody has
    [InlineData(new byte[] { 1, 65, 0xC0 })] // half a pointer
    public void What_is_cut_is_left_out(byte[] octets) => Assert.Empty(DomainNames.Read(octets));
}
