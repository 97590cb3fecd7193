using System.Buffers.Binary;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Dhcp;
using Fairlead.Probes.Links;

namespace Fairlead.Tests.Probes.Dhcp;

/// <summary>What servers and routers put on the wire.</summary>
internal static class Replies
{
    public static readonly MacAddress Client = Mac("02:00:00:00:00:05");
    public static readonly MacAddress Server = Mac("02:00:00:00:00:67");
    public static readonly IpAddr Nobody = IpAddr.Parse("0.0.0.0");
    public static readonly IpAddr Everybody = IpAddr.Parse("255.255.255.255");

    public static MacAddress Mac(string text) => MacAddress.TryParse(text, out var mac) ? mac : throw new FormatException(text);

    /// <param name="options">From behind the cookie on.</param>
    public static byte[] Offer(uint transaction, string offered, string? relay, params byte[] options)
    {
        var packet = new byte[240 + options.Length];
        (packet[0], packet[1], packet[2]) = (2, 1, 6);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), transaction);
        IpAddr.Parse(offered).Write(packet.AsSpan(16));
        IpAddr.Parse(relay ?? "0.0.0.0").Write(packet.AsSpan(24));
        Client.Write(packet.AsSpan(28));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(236), 0x63825363);
        options.CopyTo(packet.AsSpan(240));
        return packet;
    }

    public static byte[] Option(DhcpOption option, params byte[] value) => [(byte)option, (byte)value.Length, .. value];

    public static byte[] Option(DhcpOption option, params string[] addresses) => Option(option, [.. addresses.SelectMany(address => IpAddr.Parse(address).ToOctets())]);

    /// <summary>An offer as most servers make it.</summary>
    public static byte[] UsualOptions { get; } =
    [
        .. Option(DhcpOption.MessageType, 2),
        .. Option(DhcpOption.ServerIdentifier, "10.20.0.67"),
        .. Option(DhcpOption.SubnetMask, "255.255.252.0"),
        .. Option(DhcpOption.Router, "10.20.0.1"),
        .. Option(DhcpOption.DnsServers, "10.10.0.53", "10.10.0.54"),
        .. Option(DhcpOption.LeaseTime, 0, 0, 0x70, 0x80),
        .. Option(DhcpOption.DomainName, [.. "contoso.com"u8]),
        .. Option(DhcpOption.DomainSearch, 3, (byte)'k', (byte)'8', (byte)'s', 3, (byte)'c', (byte)'o', (byte)'m', 0, 1, (byte)'a', 0xC0, 4),
        .. Option(DhcpOption.ClasslessRoutes, 0, 10, 20, 0, 1, 24, 10, 30, 0, 10, 20, 0, 9),
        .. Option(DhcpOption.ProxyAutoConfig, [.. "http://wpad.contoso.com/wpad.dat"u8]),
        255,
    ];

    public static byte[] FrameOf(byte[] dhcp)
    {
        var source = IpAddr.Parse("10.20.0.67");
        return IpFrame.WriteV4(Server, MacAddress.Broadcast, source, Everybody, IpProtocol.Udp, UdpDatagram.Write(source, 67, Everybody, 68, dhcp));
    }

    public static byte[] Advertise(int transaction, params byte[] options) => [2, (byte)(transaction >> 16 & 0xFF), (byte)(transaction >> 8 & 0xFF), (byte)(transaction & 0xFF), .. options];

    public static byte[] Option6(Dhcp6Option option, params byte[] value) => [0, (byte)option, 0, (byte)value.Length, .. value];

    public static byte[] Octets(string address) => IpAddr.Parse(address).ToOctets();

    public static byte[] UsualAdvertise(int transaction) => Advertise(transaction,
    [
        .. Option6(Dhcp6Option.ClientIdentifier, 0, 4, 1, 2),
        .. Option6(Dhcp6Option.ServerIdentifier, 0, 3, 0, 1, 2, 0, 0, 0, 0, 0x67),
        .. Option6(Dhcp6Option.Association, [.. new byte[12], .. Option6(Dhcp6Option.AssociatedAddress, [.. Octets("2001:db8:20::1000"), .. new byte[8]])]),
        .. Option6(Dhcp6Option.DnsServers, [.. Octets("2001:db8:10::53")]),
        .. Option6(Dhcp6Option.DomainSearch, 3, (byte)'k', (byte)'8', (byte)'s', 0),
    ]);

    public static byte[] FrameOf6(byte[] dhcp)
    {
        var (source, destination) = (IpAddr.Parse("fe80::67"), IpAddr.Parse("fe80::5"));
        return IpFrame.WriteV6(Server, Client, source, destination, IpProtocol.Udp, 64, UdpDatagram.Write(source, 547, destination, 546, dhcp));
    }

    /// <param name="options">Behind the fixed 16 octets.</param>
    public static byte[] RouterFrame(byte flags, ushort lifetime, byte[] options, string source = "fe80::1", byte hops = 255)
    {
        byte[] message = [134, 0, 0, 0, 64, flags, (byte)(lifetime >> 8), (byte)(lifetime & 0xFF), .. new byte[8], .. options];
        var (from, to) = (IpAddr.Parse(source), IpAddr.Parse("ff02::1"));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), InternetChecksum.Fold(IpFrame.PseudoSum(from, to, IpProtocol.IcmpV6, message)));
        return IpFrame.WriteV6(Server, Mac("33:33:00:00:00:01"), from, to, IpProtocol.IcmpV6, hops, message);
    }

    public static byte[] PrefixOption(string prefix, byte length, byte flags = 0xC0, byte valid = 1) => [3, 4, length, flags, 0, 0, 0, valid, 0, 0, 0, 1, 0, 0, 0, 0, .. Octets(prefix)];

    public static byte[] DnsOption(string server, byte lifetime = 1) => [25, 3, 0, 0, 0, 0, 0, lifetime, .. Octets(server)];
}
