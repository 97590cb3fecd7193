using Fairlead.Core.Addressing;
using Fairlead.Probes.Neighbours;
using Xunit;

namespace Fairlead.Tests.Probes.Neighbours;

public sealed class NeighbourPacketTests
{
    private static readonly IpAddr Target = IpAddr.Parse("2001:db8:20::12:3456");

    /// <summary>A Linux host's answer to duplicate address detection: to all nodes, not solicited, with its address as an option. The sums here were worked out by another program.</summary>
    private const string AnswerToProbe =
        "333300000001" + "02bb00000002" + "86dd" + "60000000" + "0020" + "3a" + "ff"
        + "20010db8002000000000000000123456" + "ff020000000000000000000000000001"
        + "8800" + "8f60" + "20000000" + "20010db8002000000000000000123456" + "020102bb00000002";

    [Fact]
    public void Asks_as_duplicate_address_detection_does()
    {
        Span<byte> frame = stackalloc byte[NeighbourPacket.LongestFrame];
        var length = NeighbourPacket.WriteProbe(frame, TestLinks.Mac, Target);

        Assert.Equal(
            "3333ff123456" + "02aa00000001" + "86dd" + "60000000" + "0018" + "3a" + "ff"
            + "00000000000000000000000000000000" + "ff0200000000000000000001ff123456"
            + "8700" + "e3fe" + "00000000" + "20010db8002000000000000000123456",
            Convert.ToHexStringLower(frame[..length]));
    }

    [Fact]
    public void Asks_from_an_own_address_with_the_own_MAC()
    {
        Span<byte> frame = stackalloc byte[NeighbourPacket.LongestFrame];
        var length = NeighbourPacket.WriteRequest(frame, TestLinks.Mac, IpAddr.Parse("fe80::aa"), Target);

        Assert.Equal(NeighbourPacket.LongestFrame, length);
        Assert.Equal("010102aa00000001", Convert.ToHexStringLower(frame[78..]));
        Assert.True(NeighbourPacket.TryRead(frame, out var read));
        Assert.Equal(new NeighbourPacket(NeighbourPacket.Solicitation, IpAddr.Parse("fe80::aa"), IpAddr.Parse("ff02::1:ff12:3456"), Target, false, TestLinks.Mac, TestLinks.Mac), read);
    }

    [Theory]
    [InlineData("02bb00000002", "8f60", true)]
    [InlineData("01bb00000002", "9060", false)] // a group
    [InlineData("000000000000", "921d", false)] // nobody
    public void Nobody_s_own_MAC_is_a_group_s_or_nothing(string mac, string sum, bool expected) =>
        Assert.Equal(expected, NeighbourPacket.TryRead(Convert.FromHexString(AnswerToProbe.Replace("020102bb00000002", $"0201{mac}", StringComparison.Ordinal).Replace("8f60", sum, StringComparison.Ordinal)), out _));

    [Fact]
    public void Reads_who_answers()
    {
        Assert.True(NeighbourPacket.TryRead(Convert.FromHexString(AnswerToProbe), out var read));

        Assert.Equal(NeighbourPacket.Advertisement, read.Type);
        Assert.Equal(Target, read.Target);
        Assert.Equal(TestLinks.MacOf("02:bb:00:00:00:02"), read.LinkLayer);
        Assert.True(new NeighbourDiscovery(TestLinks.Of("fe80::aa/64")).TryRead(Convert.FromHexString(AnswerToProbe), out var reply));
        Assert.Equal(SeenAs.AnsweredProbe, reply.As);
    }

    [Theory]
    [InlineData(21, 64)] // from beyond a router
    [InlineData(57, 0x99)] // the sum is wrong
    [InlineData(55, 1)] // code
    [InlineData(54, 134)] // a router advertisement
    [InlineData(20, 17)] // UDP
    [InlineData(19, 0x21)] // longer than the frame
    [InlineData(19, 0x10)] // too short for a target
    [InlineData(79, 0)] // an option without length
    [InlineData(79, 2)] // an option beyond the end
    [InlineData(13, 0x00)] // another EtherType
    [InlineData(14, 0x40)] // IPv4 in it
    public void Refuses_what_RFC_4861_says_to_drop(int offset, byte value)
    {
        var frame = Convert.FromHexString(AnswerToProbe);
        frame[offset] = value;

        Assert.False(NeighbourPacket.TryRead(frame, out _));
    }

    [Fact]
    public void Refuses_every_cut_off_frame()
    {
        var frame = Convert.FromHexString(AnswerToProbe);
        for (var length = 0; length < frame.Length; length++)
            Assert.False(NeighbourPacket.TryRead(frame.AsSpan(0, length), out _));
        Assert.True(NeighbourPacket.TryRead([.. frame, 0, 0, 0, 0], out _)); // padding
    }

    [Theory]
    [InlineData("2001:db8:20::5", "2001:db8:20::aa")]
    [InlineData("2001:db8:99::5", "fe80::aa")]
    public void Asks_from_the_target_s_prefix_or_from_the_link_local_address(string target, string source) =>
        Assert.Equal(IpAddr.Parse(source), new NeighbourDiscovery(TestLinks.Of("10.77.0.50/24", "fe80::aa/64", "2001:db8:20::aa/64")).SourceFor(IpAddr.Parse(target)));
}
