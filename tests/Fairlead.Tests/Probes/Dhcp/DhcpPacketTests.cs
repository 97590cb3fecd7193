using Fairlead.Core.Addressing;
using Fairlead.Probes.Dhcp;
using Xunit;

namespace Fairlead.Tests.Probes.Dhcp;

public sealed class DhcpPacketTests
{
    [Fact]
    public void A_discover_is_what_RFC_2131_says()
    {
        var packet = DhcpPacket.Discover(Replies.Client, 0x01020304, [0, 1, 2, 3], seconds: 15);

        Assert.Equal([1, 1, 6, 0, 1, 2, 3, 4, 0, 15, 0x80, 0], packet[..12]);
        Assert.All(packet[12..28], octet => Assert.Equal(0, octet)); // no address is known, wanted or relayed
        Assert.Equal(Replies.Client, MacAddress.Read(packet.AsSpan(28)));
        Assert.Equal([0x63, 0x82, 0x53, 0x63, 53, 1, 1, 61, 4, 0, 1, 2, 3], packet[236..249]);
        Assert.Equal(300, packet.Length);
        Assert.True(DhcpPacket.TryRead(packet, out var read));
        Assert.False(read.IsReply);
        Assert.Equal(0x01020304u, read.TransactionId);
        Assert.Equal(DhcpPacketTypeDiscover, read.Options.Octet(DhcpOption.MessageType));
        Assert.False(read.Options.Has((DhcpOption)50)); // no address is asked for
    }

    [Fact]
    public void An_offer_is_read_whole()
    {
        var offer = Read(Replies.Offer(7, "10.20.1.7", "10.20.0.1", Replies.UsualOptions));

        Assert.Equal(IpAddr.Parse("10.20.0.67"), offer.Server);
        Assert.Equal(IpAddr.Parse("10.20.1.7"), offer.Offered);
        Assert.Equal(IpAddr.Parse("10.20.0.1"), offer.Relay);
        Assert.Equal(IpAddr.Parse("255.255.252.0"), offer.Mask);
        Assert.Equal([IpAddr.Parse("10.20.0.1")], offer.Routers);
        Assert.Equal([IpAddr.Parse("10.10.0.53"), IpAddr.Parse("10.10.0.54")], offer.DnsServers);
        Assert.Equal(TimeSpan.FromHours(8), offer.LeaseTime);
        Assert.Equal("contoso.com", offer.Domain);
        Assert.Equal(["k8s.com", "a.com"], offer.DomainSearch);
        Assert.Equal("http://wpad.contoso.com/wpad.dat", offer.ProxyAutoConfig);
    }

    [Fact]
    public void Without_relay_and_identifier_the_source_is_the_server()
    {
        var offer = Read(Replies.Offer(7, "10.20.1.7", null, 53, 1, 2, 255));

        Assert.Null(offer.Relay);
        Assert.Null(offer.Identifier);
        Assert.Equal(offer.Source, offer.Server);
        Assert.Empty(offer.Routers);
        Assert.Null(offer.LeaseTime);
    }

    [Fact]
    public void Options_in_file_and_sname_are_read_when_overloaded_alone()
    {
        byte[] packet = Replies.Offer(7, "10.20.1.7", null, 53, 1, 2, 52, 1, 3, 3, 4, 10, 20, 0, 1, 255);
        Replies.Option(DhcpOption.ServerIdentifier, "10.20.0.67").CopyTo(packet, 108);
        packet[114] = 255;
        Replies.Option(DhcpOption.SubnetMask, "255.255.0.0").CopyTo(packet, 44);
        packet[50] = 255;

        Assert.Equal("10.20.0.67", Read(packet).Identifier.ToString());
        Assert.Equal("255.255.0.0", Read(packet).Mask.ToString());
        packet[245] = 1; // file alone
        Assert.Null(Read(packet).Mask);
        packet[245] = 0;
        Assert.Null(Read(packet).Identifier);
    }

    [Fact]
    public void Pieces_of_a_long_option_are_joined_in_the_order_of_RFC_3396()
    {
        byte[] packet = Replies.Offer(7, "10.20.1.7", null, 53, 1, 2, 52, 1, 3, 6, 4, 10, 10, 0, 53, 6, 2, 10, 10, 255);
        new byte[] { 6, 2, 0, 54, 255 }.CopyTo(packet, 108);

        Assert.Equal("10.10.0.53 10.10.0.54", DhcpWords.List(Read(packet).DnsServers));
    }

    [Theory]
    [InlineData("3,3,10,20,0")] // no whole address
    [InlineData("3,5,10,20,0,1,9")]
    [InlineData("3,0")]
    [InlineData("3,4,10,20")] // cut
    [InlineData("3")]
    public void A_router_of_the_wrong_length_counts_as_not_given(string octets)
    {
        byte[] options = [53, 1, 2, .. octets.Split(',').Select(octet => byte.Parse(octet, System.Globalization.CultureInfo.InvariantCulture))];

        Assert.Empty(Read(Replies.Offer(7, "10.20.1.7", null, options)).Routers);
    }

    [Fact]
    public void Classless_routes_win_over_the_router_option()
    {
        byte[] both = [53, 1, 2, 3, 4, 10, 20, 0, 9, 121, 5, 0, 10, 20, 0, 1, 255];
        byte[] withoutDefault = [53, 1, 2, 3, 4, 10, 20, 0, 9, 121, 8, 24, 10, 30, 0, 10, 20, 0, 1, 255];
        byte[] cut = [53, 1, 2, 121, 3, 0, 10, 20, 255];

        Assert.Equal("10.20.0.1", DhcpWords.List(Read(Replies.Offer(7, "10.20.1.7", null, both)).Routers));
        Assert.Empty(Read(Replies.Offer(7, "10.20.1.7", null, withoutDefault)).Routers);
        Assert.Empty(Read(Replies.Offer(7, "10.20.1.7", null, cut)).Routers);
    }

    [Fact]
    public void Text_can_not_break_a_report()
    {
        byte[] options = [53, 1, 2, .. Replies.Option(DhcpOption.ProxyAutoConfig, [.. "http://a/\u001b[2J\n\0x"u8]), 255];

        var shown = Read(Replies.Offer(7, "10.20.1.7", null, options)).ProxyAutoConfig!;

        Assert.DoesNotContain(shown, char.IsControl);
        Assert.StartsWith("http://a/", shown, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 3)] // neither request nor reply
    [InlineData(1, 6)] // not Ethernet
    [InlineData(2, 8)]
    [InlineData(236, 0)] // another cookie
    public void What_is_no_DHCP_over_Ethernet_is_refused(int at, byte octet)
    {
        var packet = Replies.Offer(7, "10.20.1.7", null, Replies.UsualOptions);
        packet[at] = octet;

        Assert.False(DhcpPacket.TryRead(packet, out _));
    }

    [Fact]
    public void A_lease_without_end_is_said_so() =>
        Assert.Equal("without end", DhcpWords.Span(Read(Replies.Offer(7, "10.20.1.7", null, 53, 1, 2, 51, 4, 255, 255, 255, 255, 255)).LeaseTime));

    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(90, "90 s")]
    [InlineData(600, "10 min")]
    [InlineData(28800, "8 h")]
    [InlineData(172800, "2 d")]
    public void Spans_are_written_in_the_largest_whole_unit(int seconds, string text) => Assert.Equal(text, DhcpWords.Span(TimeSpan.FromSeconds(seconds)));

    private const byte DhcpPacketTypeDiscover = 1;

    private static DhcpOffer Read(byte[] dhcp)
    {
        Assert.True(IpFrame.TryRead(Replies.FrameOf(dhcp), out var frame));
        Assert.True(UdpDatagram.TryRead(frame, out var datagram));
        Assert.True(DhcpPacket.TryRead(datagram.Payload, out var packet));
        Assert.True(packet.IsOffer);
        return DhcpOffer.Of(packet, frame, DateTimeOffset.UnixEpoch);
    }
}
