using System.Buffers.Binary;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Dhcp;

/// <summary>A DHCPv4 message (RFC 2131 section 2) as far as an observer needs it. Nothing but a DISCOVER can be written.</summary>
internal sealed record DhcpPacket
{
    public const int ClientPort = 68;
    public const int ServerPort = 67;

    private const int FixedLength = 236;
    private const int CookieLength = 4;

    /// <summary>What a BOOTP relay may insist on (RFC 1542 section 2.1).</summary>
    private const int SmallestLength = 300;

    private const byte Request = 1;
    private const byte Reply = 2;
    private const byte Ethernet = 1;
    private const uint MagicCookie = 0x63825363;
    private const ushort BroadcastFlag = 0x8000;
    private const byte DiscoverType = 1;
    private const byte OfferType = 2;
    private const ushort LargestReply = 1472;

    private static readonly DhcpOption[] Asked =
    [
        DhcpOption.SubnetMask, DhcpOption.Router, DhcpOption.DnsServers, DhcpOption.DomainName, DhcpOption.LeaseTime, DhcpOption.ServerIdentifier,
        DhcpOption.DomainSearch, DhcpOption.ClasslessRoutes, DhcpOption.ProxyAutoConfig,
    ];

    public required bool IsReply { get; init; }

    public required uint TransactionId { get; init; }

    /// <summary>The address that is offered (<c>yiaddr</c>).</summary>
    public required IpAddr Offered { get; init; }

    /// <summary>The relay that the question came through (<c>giaddr</c>); null when it is 0.0.0.0.</summary>
    public required IpAddr? Relay { get; init; }

    public required MacAddress Client { get; init; }

    public required DhcpOptions Options { get; init; }

    public bool IsOffer => IsReply && Options.Octet(DhcpOption.MessageType) == OfferType;

    /// <param name="clientId">Option 61, at most 255 octets: a type and what it identifies by.</param>
    /// <param name="seconds">How long the client says it has been trying.</param>
    public static byte[] Discover(MacAddress mac, uint transactionId, ReadOnlySpan<byte> clientId, ushort seconds)
    {
        var packet = new byte[SmallestLength];
        packet[0] = Request;
        packet[1] = Ethernet;
        packet[2] = MacAddress.Length;
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), transactionId);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(8), seconds);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), BroadcastFlag);
        mac.Write(packet.AsSpan(28));
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(FixedLength), MagicCookie);
        byte[] options =
        [
            (byte)DhcpOption.MessageType, 1, DiscoverType,
            (byte)DhcpOption.ClientIdentifier, (byte)clientId.Length, .. clientId,
            (byte)DhcpOption.LargestMessage, 2, LargestReply >> 8, LargestReply & 0xFF,
            (byte)DhcpOption.ParameterList, (byte)Asked.Length, .. Asked.Select(option => (byte)option),
            255,
        ];
        options.CopyTo(packet.AsSpan(FixedLength + CookieLength));
        return packet;
    }

    public static bool TryRead(ReadOnlySpan<byte> octets, out DhcpPacket packet)
    {
        packet = null!;
        if (octets.Length < FixedLength + CookieLength || octets[1] != Ethernet || octets[2] != MacAddress.Length)
            return false;
        if (octets[0] is not (Request or Reply) || BinaryPrimitives.ReadUInt32BigEndian(octets[FixedLength..]) != MagicCookie)
            return false;
        packet = new DhcpPacket
        {
            IsReply = octets[0] == Reply,
            TransactionId = BinaryPrimitives.ReadUInt32BigEndian(octets[4..]),
            Offered = NetAddress.ReadV4(octets[16..]),
            Relay = NetAddress.ReadV4(octets[24..]) is var relay && relay.Bits != 0 ? relay : null,
            Client = MacAddress.Read(octets[28..]),
            Options = DhcpOptions.Read(octets[(FixedLength + CookieLength)..], octets[108..FixedLength], octets[44..108]),
        };
        return true;
    }
}
