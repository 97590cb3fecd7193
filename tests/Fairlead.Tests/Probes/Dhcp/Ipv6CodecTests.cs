using Fairlead.Core.Addressing;
using Fairlead.Probes.Dhcp;
using Xunit;

namespace Fairlead.Tests.Probes.Dhcp;

public sealed class Ipv6CodecTests
{
    [Fact]
    public void A_solicit_asks_for_an_address_and_for_nothing_at_once()
    {
        var solicit = Dhcp6Packet.Solicit(0x010203, [0, 4, 9, 8, 7, 6], TimeSpan.FromSeconds(15));

        Assert.Equal([1, 1, 2, 3], solicit[..4]);
        Assert.Equal([0, 1, 0, 6, 0, 4, 9, 8, 7, 6], solicit[4..14]); // client identifier
        Assert.Equal([0, 3, 0, 12, 9, 8, 7, 6, 0, 0, 0, 0, 0, 0, 0, 0], solicit[14..30]); // IA_NA
        Assert.Equal([0, 6, 0, 4, 0, 23, 0, 24, 0, 8, 0, 2, 0x05, 0xDC], solicit[30..]); // DNS, search, 1,500 hundredths: no rapid commit
    }

    [Fact]
    public void An_advertise_is_read_whole()
    {
        Assert.True(Dhcp6Packet.TryReadAdvertise(Replies.UsualAdvertise(0x010203), out var packet));

        Assert.Equal(0x010203, packet.TransactionId);
        Assert.Equal([0, 3, 0, 1, 2, 0, 0, 0, 0, 0x67], packet.ServerIdentifier);
        Assert.Equal([IpAddr.Parse("2001:db8:20::1000")], packet.Offered);
        Assert.Equal([IpAddr.Parse("2001:db8:10::53")], packet.DnsServers);
        Assert.Equal(["k8s"], packet.DomainSearch);
        Assert.Equal(0, packet.Status);
    }

    [Fact]
    public void The_status_of_an_association_is_read()
    {
        var refusal = Replies.Advertise(1, [.. Replies.Option6(Dhcp6Option.Association, [.. new byte[12], .. Replies.Option6(Dhcp6Option.StatusCode, 0, 2)])]);

        Assert.True(Dhcp6Packet.TryReadAdvertise(refusal, out var packet));
        Assert.Equal(Dhcp6Packet.NoAddressesAvailable, packet.Status);
        Assert.Empty(packet.Offered);
    }

    [Fact]
    public void An_option_that_reaches_beyond_the_message_ends_it()
    {
        byte[] advertise = [.. Replies.Advertise(1), 0, 23, 0, 32, .. Replies.Octets("2001:db8::53")];

        Assert.True(Dhcp6Packet.TryReadAdvertise(advertise, out var packet));
        Assert.Empty(packet.DnsServers);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(13)] // what relays say to each other
    public void Other_messages_are_refused(byte type)
    {
        var packet = Replies.UsualAdvertise(1);
        packet[0] = type;

        Assert.False(Dhcp6Packet.TryReadAdvertise(packet, out _));
    }

    [Fact]
    public void An_advertisement_is_read_whole()
    {
        var frame = Replies.RouterFrame(0xC0, 1800, [.. Replies.PrefixOption("2001:db8:20::", 64, 0x80), .. Replies.DnsOption("2001:db8:10::53"), 5, 1, 0, 0, 0, 0, 0x05, 0xAA, 99, 1, 0, 0, 0, 0, 0, 0]);

        var said = Read(frame)!;

        Assert.True(said.IsManaged && said.HasOtherConfiguration);
        Assert.Equal(TimeSpan.FromMinutes(30), said.RouterLifetime);
        Assert.Equal([new(IpPrefix.Parse("2001:db8:20::/64"), IsOnLink: true, IsAutonomous: false, 1)], said.Prefixes);
        Assert.Equal([IpAddr.Parse("2001:db8:10::53")], said.DnsServers);
        Assert.Equal(1450u, said.Mtu);
    }

    [Fact]
    public void Host_bits_of_a_prefix_are_left_out() =>
        Assert.Equal(IpPrefix.Parse("2001:db8:20::/64"), Read(Replies.RouterFrame(0, 0, Replies.PrefixOption("2001:db8:20::7", 64)))!.Prefixes[0].Prefix);

    [Fact]
    public void DNS_servers_that_are_taken_back_are_none() => Assert.Empty(Read(Replies.RouterFrame(0, 0, Replies.DnsOption("2001:db8::53", lifetime: 0)))!.DnsServers);

    [Fact]
    public void What_RFC_4861_says_to_drop_is_dropped()
    {
        Assert.NotNull(Read(Replies.RouterFrame(0, 0, [])));
        Assert.Null(Read(Replies.RouterFrame(0, 0, [], hops: 254))); // it came through a router
        Assert.Null(Read(Replies.RouterFrame(0, 0, [], source: "2001:db8::1")));
        Assert.Null(Read(Replies.RouterFrame(0, 0, [3, 0, 0, 0, 0, 0, 0, 0]))); // an option without length
        Assert.Null(Read(Replies.RouterFrame(0, 0, [3, 4, 0, 0, 0, 0, 0, 0]))); // longer than the message
        Assert.Null(Read(Replies.RouterFrame(0, 0, [3])));
        var wrong = Replies.RouterFrame(0, 0, []);
        wrong[56] ^= 1;
        Assert.Null(Read(wrong));
    }

    [Fact]
    public void A_prefix_longer_than_an_address_is_left_out() => Assert.Empty(Read(Replies.RouterFrame(0, 0, Replies.PrefixOption("2001:db8::", 129)))!.Prefixes);

    [Fact]
    public void A_solicitation_bears_the_MAC()
    {
        var (own, all) = (IpAddr.Parse("fe80::5"), IpAddr.Parse("ff02::2"));
        var message = RouterAdvertisement.Solicit(Replies.Client, own, all);

        Assert.Equal([133, 0], message[..2]);
        Assert.Equal([1, 1, 2, 0, 0, 0, 0, 5], message[8..]);
        Assert.Equal(0, InternetChecksum.Fold(IpFrame.PseudoSum(own, all, IpProtocol.IcmpV6, message)));
    }

    private static RouterAdvertisement? Read(byte[] octets)
    {
        Assert.True(IpFrame.TryRead(octets, out var frame));
        return RouterAdvertisement.TryRead(frame, out var said) ? said : null;
    }
}
