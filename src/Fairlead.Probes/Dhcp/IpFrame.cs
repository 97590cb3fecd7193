using System.Buffers.Binary;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Dhcp;

/// <summary>An Ethernet frame with one whole IP packet: where it comes from and goes to, and what it carries.</summary>
/// <remarks>Reading is total: a frame that is cut, a fragment, or one whose lengths or header checksum lie is no frame.</remarks>
internal readonly ref struct IpFrame
{
    private const int EthernetHeader = 14;
    private const int HeaderV4 = 20;
    private const int HeaderV6 = 40;
    private const byte HopLimit = 64;

    /// <summary>Neighbour discovery must come from the link itself: a router would have lowered it (RFC 4861 section 6.1).</summary>
    public const byte LinkHopLimit = 255;

    public MacAddress SourceMac { get; private init; }

    public MacAddress DestinationMac { get; private init; }

    public IpAddr Source { get; private init; }

    public IpAddr Destination { get; private init; }

    public IpProtocol Protocol { get; private init; }

    /// <summary>Of IPv4 the time to live.</summary>
    public byte Hops { get; private init; }

    /// <summary>Without padding.</summary>
    public ReadOnlySpan<byte> Payload { get; private init; }

    public static bool TryRead(ReadOnlySpan<byte> frame, out IpFrame value)
    {
        value = default;
        if (frame.Length < EthernetHeader)
            return false;
        return (EtherType)BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) switch
        {
            EtherType.Ipv4 => TryReadV4(frame, frame[EthernetHeader..], out value),
            EtherType.Ipv6 => TryReadV6(frame, frame[EthernetHeader..], out value),
            _ => false,
        };
    }

    public static byte[] WriteV4(MacAddress from, MacAddress to, IpAddr source, IpAddr destination, IpProtocol protocol, ReadOnlySpan<byte> payload)
    {
        var frame = Ethernet(from, to, EtherType.Ipv4, HeaderV4 + payload.Length);
        var packet = frame.AsSpan(EthernetHeader);
        packet[0] = 4 << 4 | HeaderV4 / 4;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)(HeaderV4 + payload.Length));
        packet[8] = HopLimit;
        packet[9] = (byte)protocol;
        source.Write(packet[12..]);
        destination.Write(packet[16..]);
        BinaryPrimitives.WriteUInt16BigEndian(packet[10..], InternetChecksum.Fold(InternetChecksum.Sum(packet[..HeaderV4])));
        payload.CopyTo(packet[HeaderV4..]);
        return frame;
    }

    public static byte[] WriteV6(MacAddress from, MacAddress to, IpAddr source, IpAddr destination, IpProtocol protocol, byte hops, ReadOnlySpan<byte> payload)
    {
        var frame = Ethernet(from, to, EtherType.Ipv6, HeaderV6 + payload.Length);
        var packet = frame.AsSpan(EthernetHeader);
        packet[0] = 6 << 4;
        BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)payload.Length);
        packet[6] = (byte)protocol;
        packet[7] = hops;
        source.Write(packet[8..]);
        destination.Write(packet[24..]);
        payload.CopyTo(packet[HeaderV6..]);
        return frame;
    }

    /// <summary>The sum over the pseudo header and the payload (RFC 768, RFC 8200 section 8.1).</summary>
    public static ulong PseudoSum(IpAddr source, IpAddr destination, IpProtocol protocol, ReadOnlySpan<byte> payload) =>
        InternetChecksum.Sum(source.ToOctets()) + InternetChecksum.Sum(destination.ToOctets()) + (ulong)payload.Length + (byte)protocol + InternetChecksum.Sum(payload);

    private static byte[] Ethernet(MacAddress from, MacAddress to, EtherType type, int length)
    {
        var frame = new byte[EthernetHeader + length];
        to.Write(frame);
        from.Write(frame.AsSpan(MacAddress.Length));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), (ushort)type);
        return frame;
    }

    private static bool TryReadV4(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> packet, out IpFrame value)
    {
        const int MoreFragmentsAndOffset = 0x3FFF;
        value = default;
        if (packet.Length < HeaderV4 || packet[0] >> 4 != 4)
            return false;
        var header = (packet[0] & 15) * 4;
        int length = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (header < HeaderV4 || header > length || length > packet.Length)
            return false;
        if ((BinaryPrimitives.ReadUInt16BigEndian(packet[6..]) & MoreFragmentsAndOffset) != 0 || InternetChecksum.Fold(InternetChecksum.Sum(packet[..header])) != 0)
            return false;
        value = Of(frame, NetAddress.ReadV4(packet[12..]), NetAddress.ReadV4(packet[16..]), packet[9], packet[8], packet[header..length]);
        return true;
    }

    private static bool TryReadV6(ReadOnlySpan<byte> frame, ReadOnlySpan<byte> packet, out IpFrame value)
    {
        value = default;
        if (packet.Length < HeaderV6 || packet[0] >> 4 != 6)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (length > packet.Length - HeaderV6)
            return false;
        value = Of(frame, NetAddress.ReadV6(packet[8..24]), NetAddress.ReadV6(packet[24..40]), packet[6], packet[7], packet.Slice(HeaderV6, length));
        return true;
    }

    private static IpFrame Of(ReadOnlySpan<byte> frame, IpAddr source, IpAddr destination, byte protocol, byte hops, ReadOnlySpan<byte> payload) => new()
    {
        DestinationMac = MacAddress.Read(frame),
        SourceMac = MacAddress.Read(frame[MacAddress.Length..]),
        Source = source,
        Destination = destination,
        Protocol = (IpProtocol)protocol,
        Hops = hops,
        Payload = payload,
    };
}

/// <summary>What an IP packet carries (IANA protocol numbers).</summary>
internal enum IpProtocol : byte
{
    Udp = 17,
    IcmpV6 = 58,
}
