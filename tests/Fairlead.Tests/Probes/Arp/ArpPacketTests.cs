using Fairlead.Core.Addressing;
using Fairlead.Probes.Arp;
using Fairlead.Probes.Neighbours;
using Xunit;

namespace Fairlead.Tests.Probes.Arp;

public sealed class ArpPacketTests
{
    /// <summary>As tcpdump captured it: Linux answers an RFC 5227 probe, directed at 0.0.0.0.</summary>
    private const string ReplyToProbe = "02aa00000001" + "02bb00000002" + "0806" + "0001080006040002" + "02bb00000002" + "0a4d0014" + "02aa00000001" + "00000000";

    private static readonly MacAddress Own = MacOf("02:aa:00:00:00:01");
    private static readonly MacAddress Other = MacOf("02:bb:00:00:00:02");

    [Fact]
    public void Writes_the_probe_of_RFC_5227()
    {
        Span<byte> frame = stackalloc byte[ArpPacket.FrameLength];
        ArpPacket.Probe(Own, IpAddr.Parse("10.77.0.20")).Write(frame);

        Assert.Equal("ffffffffffff" + "02aa00000001" + "0806" + "0001080006040001" + "02aa00000001" + "00000000" + "000000000000" + "0a4d0014", Convert.ToHexStringLower(frame));
    }

    [Fact]
    public void Writes_a_plain_request_from_the_interface_s_own_address()
    {
        Span<byte> frame = stackalloc byte[ArpPacket.FrameLength];
        ArpPacket.PlainRequest(Own, IpAddr.Parse("10.77.0.50"), IpAddr.Parse("10.77.0.20")).Write(frame);

        Assert.Equal("ffffffffffff" + "02aa00000001" + "0806" + "0001080006040001" + "02aa00000001" + "0a4d0032" + "000000000000" + "0a4d0014", Convert.ToHexStringLower(frame));
    }

    [Fact]
    public void Reads_a_reply_with_padding_behind_it()
    {
        Assert.True(ArpPacket.TryRead(Convert.FromHexString(ReplyToProbe + new string('0', 36)), out var packet));

        Assert.Equal(new ArpPacket(ArpPacket.Reply, Other, IpAddr.Parse("10.77.0.20"), Own, IpAddr.FromV4(0), Other, Own), packet);
        Assert.True(packet.IsToNobody);
    }

    [Theory]
    [InlineData("")]
    [InlineData("02aa00000001")]
    [InlineData("02aa0000000102bb000000020806000108000604000202bb000000020a4d001402aa00000001000000")] // one octet short
    [InlineData("02aa0000000102bb000000020800000108000604000202bb000000020a4d001402aa0000000100000000")] // IPv4
    [InlineData("02aa0000000102bb000000020806000608000604000202bb000000020a4d001402aa0000000100000000")] // IEEE 802 hardware
    [InlineData("02aa0000000102bb0000000208060001080006100002" + "02bb000000020a4d001402aa0000000100000000")] // sixteen octets of address
    [InlineData("02aa0000000102bb000000020806000108000604000302bb000000020a4d001402aa0000000100000000")] // RARP's operation
    public void Refuses_what_is_no_ARP_for_IPv4(string hex) => Assert.False(ArpPacket.TryRead(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData(2, "10.77.0.20", "0.0.0.0", SeenAs.AnsweredProbe, "10.77.0.20")]
    [InlineData(2, "10.77.0.20", "10.77.0.50", SeenAs.AnsweredRequest, "10.77.0.20")]
    [InlineData(2, "10.77.0.20", "10.77.0.99", SeenAs.Announced, "10.77.0.20")] // to somebody else
    [InlineData(2, "10.77.0.20", "10.77.0.20", SeenAs.Announced, "10.77.0.20")] // gratuitous
    [InlineData(1, "10.77.0.20", "10.77.0.1", SeenAs.Announced, "10.77.0.20")] // it asks for its gateway
    [InlineData(1, "0.0.0.0", "10.77.0.20", SeenAs.Probing, "10.77.0.20")] // it is about to take it
    public void Tells_what_a_packet_says_of_an_address(ushort operation, string sender, string target, SeenAs kind, string about)
    {
        var protocol = new ArpProtocol(Links.Of("10.77.0.50/24"));
        var frame = new byte[ArpPacket.FrameLength];
        new ArpPacket(operation, Other, IpAddr.Parse(sender), Own, IpAddr.Parse(target), Other, Own).Write(frame);

        Assert.True(protocol.TryRead(frame, out var reply));
        Assert.Equal(new NeighbourReply(IpAddr.Parse(about), Other, Other, kind), reply);
    }

    [Theory]
    [InlineData("00:00:00:00:00:00")]
    [InlineData("ff:ff:ff:ff:ff:ff")]
    [InlineData("01:00:5e:00:00:01")]
    public void No_machine_has_such_a_MAC(string mac)
    {
        var frame = new byte[ArpPacket.FrameLength];
        new ArpPacket(ArpPacket.Reply, MacOf(mac), IpAddr.Parse("10.77.0.20"), Own, IpAddr.FromV4(0), Other, Own).Write(frame);

        Assert.False(new ArpProtocol(Links.Of("10.77.0.50/24")).TryRead(frame, out _));
    }

    [Theory]
    [InlineData("10.77.0.20", "10.77.0.50")]
    [InlineData("10.88.1.1", "10.88.0.7")]
    [InlineData("10.99.0.1", null)]
    public void Asks_from_the_address_of_that_link_and_from_no_other(string target, string? source) =>
        Assert.Equal(source is null ? null : IpAddr.Parse(source), new ArpProtocol(Links.Of("10.77.0.50/24", "10.88.0.7/16", "fe80::1/64")).SourceFor(IpAddr.Parse(target)));

    private static MacAddress MacOf(string text) => MacAddress.TryParse(text, out var mac) ? mac : throw new FormatException(text);
}
