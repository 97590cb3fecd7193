using System.Buffers.Binary;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Neighbours;

/// <summary>A neighbour solicitation or advertisement (RFC 4861 sections 4.3 and 4.4) with the IPv6 packet and the frame around it.</summary>
/// <remarks>
/// <code>
///  0    6      12   14  18     20  21  22     38          54   55   56       58    62       78
///  | to | from |86DD| 6 |length| 58|255|source|destination|type|code|checksum|flags|target| options: type, length in 8 octets, MAC
/// </code>
/// </remarks>
/// <param name="LinkLayer">Of the option that says it; else the frame's source.</param>
/// <param name="FrameSource">Who put the frame on the wire.</param>
internal readonly record struct NeighbourPacket(
    byte Type, IpAddr Source, IpAddr Destination, IpAddr Target, bool IsSolicited, MacAddress LinkLayer, MacAddress FrameSource)
{
    public const byte Solicitation = 135;
    public const byte Advertisement = 136;

    /// <summary>With the sender's link-layer address as an option.</summary>
    public const int LongestFrame = ShortestFrame + OptionLength;

    private const int Ipv6Header = 14;
    private const int Icmp = Ipv6Header + 40;
    private const int Body = 24;
    private const int ShortestFrame = Icmp + Body;
    private const int OptionLength = 8;
    private const byte Icmpv6 = 58;
    private const byte OnLinkHops = 255;
    private const byte SourceOption = 1;
    private const byte TargetOption = 2;
    private const byte SolicitedFlag = 0x40;

    private static readonly IpAddr Unspecified = IpAddr.FromV6(0);
    private static readonly IpAddr SolicitedNodes = IpAddr.Parse("ff02::1:ff00:0");

    public bool IsFromNobody => Source == Unspecified;

    /// <summary>The question of duplicate address detection (RFC 4862 section 5.4.2): from nobody, so that no cache learns from it.</summary>
    /// <returns>Octets written.</returns>
    public static int WriteProbe(Span<byte> frame, MacAddress own, IpAddr target) => Write(frame, own, Unspecified, target);

    /// <param name="ownAddress">An address of the interface, link-local or of the target's prefix.</param>
    /// <returns>Octets written.</returns>
    public static int WriteRequest(Span<byte> frame, MacAddress own, IpAddr ownAddress, IpAddr target) => Write(frame, own, ownAddress, target);

    /// <summary>Reads what the wire brought; false for anything that RFC 4861 sections 7.1.1 and 7.1.2 say to drop.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out NeighbourPacket packet)
    {
        packet = default;
        if (frame.Length < ShortestFrame || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != (ushort)EtherType.Ipv6 || frame[14] >> 4 != 6)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(frame[18..]);
        if (frame[20] != Icmpv6 || frame[21] != OnLinkHops || length < Body || frame.Length < Icmp + length)
            return false;
        // What follows the packet is the frame's padding.
        frame = frame[..(Icmp + length)];
        var type = frame[Icmp];
        if (type is not (Solicitation or Advertisement) || frame[Icmp + 1] != 0 || Checksum(frame) != 0)
            return false;
        var frameSource = MacAddress.Read(frame[6..]);
        if (!TryReadLinkLayer(frame[ShortestFrame..], type == Solicitation ? SourceOption : TargetOption, out var linkLayer))
            return false;
        // A machine's own is neither a group's nor nothing; what says so is broken or a lie.
        if ((linkLayer ?? frameSource) is { IsGroup: true } or { Bits: 0 })
            return false;
        packet = new(
            type,
            NetAddress.ReadV6(frame[22..38]),
            NetAddress.ReadV6(frame[38..54]),
            NetAddress.ReadV6(frame[62..78]),
            type == Advertisement && (frame[58] & SolicitedFlag) != 0,
            linkLayer ?? frameSource,
            frameSource);
        return true;
    }

    private static int Write(Span<byte> frame, MacAddress own, IpAddr source, IpAddr target)
    {
        // A solicitation from nobody must not say a link-layer address (RFC 4861 section 4.3).
        var hasOption = source != Unspecified;
        var length = hasOption ? LongestFrame : ShortestFrame;
        frame = frame[..length];
        frame.Clear();
        WriteMulticastMac(frame, target);
        own.Write(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], (ushort)EtherType.Ipv6);
        frame[14] = 6 << 4;
        BinaryPrimitives.WriteUInt16BigEndian(frame[18..], (ushort)(length - Icmp));
        frame[20] = Icmpv6;
        frame[21] = OnLinkHops;
        source.Write(frame[22..]);
        SolicitedNodeOf(target).Write(frame[38..]);
        frame[Icmp] = Solicitation;
        target.Write(frame[62..]);
        if (hasOption)
        {
            frame[ShortestFrame] = SourceOption;
            frame[ShortestFrame + 1] = OptionLength / 8;
            own.Write(frame[(ShortestFrame + 2)..]);
        }

        BinaryPrimitives.WriteUInt16BigEndian(frame[(Icmp + 2)..], Checksum(frame));
        return length;
    }

    /// <summary>RFC 4291 section 2.7.1: the last 24 bits, so that few others hear the question.</summary>
    private static IpAddr SolicitedNodeOf(IpAddr target) => IpAddr.FromV6(SolicitedNodes.Bits | (target.Bits & 0xFF_FFFF));

    /// <summary>RFC 2464 section 7: 33:33 and the last 32 bits.</summary>
    private static void WriteMulticastMac(Span<byte> frame, IpAddr target)
    {
        BinaryPrimitives.WriteUInt16BigEndian(frame, 0x3333);
        BinaryPrimitives.WriteUInt32BigEndian(frame[2..], 0xFF00_0000 | (uint)(target.Bits & 0xFF_FFFF));
    }

    /// <returns>False when an option has no length, or reaches beyond the packet.</returns>
    private static bool TryReadLinkLayer(ReadOnlySpan<byte> options, byte wanted, out MacAddress? linkLayer)
    {
        linkLayer = null;
        while (options.Length > 0)
        {
            if (options.Length < 2 || options[1] == 0 || options[1] * 8 > options.Length)
                return false;
            if (options[0] == wanted)
                linkLayer = MacAddress.Read(options[2..]);
            options = options[(options[1] * 8)..];
        }

        return true;
    }

    /// <summary>RFC 4443 section 2.3: over the pseudo-header and the message; 0 when the sum that stands in it is right.</summary>
    private static ushort Checksum(ReadOnlySpan<byte> frame)
    {
        var message = frame[Icmp..];
        var sum = (uint)message.Length + Icmpv6;
        Add(frame[22..54]);
        Add(message);
        while (sum >> 16 != 0)
            sum = (sum & 0xFFFF) + (sum >> 16);
        return (ushort)(~sum & 0xFFFF);

        void Add(ReadOnlySpan<byte> octets)
        {
            for (; octets.Length > 1; octets = octets[2..])
                sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
            if (octets.Length == 1)
                sum += (uint)octets[0] << 8;
        }
    }
}
