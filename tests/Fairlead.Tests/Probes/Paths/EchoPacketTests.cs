using Fairlead.Probes.Paths;
using FsCheck.Xunit;
using Xunit;

namespace Fairlead.Tests.Probes.Paths;

public sealed class EchoPacketTests
{
    [Fact]
    public void A_request_of_IPv4_has_its_checksum_and_one_of_IPv6_leaves_it_to_the_kernel()
    {
        Assert.Equal("0800E5CA12340001", Convert.ToHexString(EchoPacket.Request(true, 0x1234, 1, 8)));
        Assert.Equal("80000000123400010000", Convert.ToHexString(EchoPacket.Request(false, 0x1234, 1, 10)));
    }

    [Property]
    public bool A_packet_with_its_checksum_sums_up_to_zero(ushort id, ushort sequence, byte more) =>
        EchoPacket.Checksum(EchoPacket.Request(true, id, sequence, EchoPacket.HeaderLength + more)) == 0;

    [Theory]
    [InlineData("0000FFFF12340001", true, false, true)]
    [InlineData("0000FFFF12350001", true, false, false)]
    [InlineData("0000FFFF12340002", true, false, false)]
    [InlineData("0800FFFF12340001", true, false, false)]
    [InlineData("8100FFFF12340001", true, false, false)]
    [InlineData("8100FFFF12340001", false, false, true)]
    [InlineData("0001FFFF12340001", true, false, false)]
    [InlineData("0000FFFF123400", true, false, false)]
    [InlineData("45000000000000000000000000000000000000000000FFFF12340001", true, true, true)]
    [InlineData("4600000000000000000000000000000000000000000000000000FFFF12340001", true, true, true)]
    [InlineData("4F000000000000000000000000000000000000000000FFFF12340001", true, true, false)]
    [InlineData("41000000000000000000000000000000000000000000FFFF12340001", true, true, false)]
    [InlineData("", true, true, false)]
    public void A_reply_is_one_of_this_very_request(string hex, bool isV4, bool withIpHeader, bool isReply) =>
        Assert.Equal(isReply, EchoPacket.IsReply(Convert.FromHexString(hex), isV4, withIpHeader, 0x1234, 1));

    [Fact]
    public void The_kernel_may_have_sorted_by_identifier() => Assert.True(EchoPacket.IsReply(Convert.FromHexString("0000FFFF99990001"), true, false, null, 1));
}
