using System.Buffers.Binary;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Arp;

/// <summary>An ARP packet for IPv4 over Ethernet (RFC 826) with the frame around it.</summary>
/// <remarks>
/// <code>
///  0        6        12   14   16   18  19  20  22       28       32       38       42
///  | to     | from   |0806| 1  |0800| 6 | 4 | op| sender MAC, IPv4| target MAC, IPv4|
/// </code>
/// </remarks>
/// <param name="FrameSource">Who put the frame on the wire; for a virtual router not always the sender.</param>
internal readonly record struct ArpPacket(
    ushort Operation, MacAddress Sender, IpAddr SenderAddress, MacAddress Target, IpAddr TargetAddress, MacAddress FrameSource, MacAddress FrameTarget)
{
    public const int FrameLength = 42;
    public const ushort Request = 1;
    public const ushort Reply = 2;

    private const ushort Ethernet = 1;
    private const ushort Lengths = 6 << 8 | 4;

    private static readonly IpAddr Nobody = IpAddr.FromV4(0);

    /// <summary>RFC 5227 section 1.1: nothing to put into a cache, so that asking harms nobody.</summary>
    public static ArpPacket Probe(MacAddress own, IpAddr target) => new(Request, own, Nobody, default, target, own, MacAddress.Broadcast);

    /// <param name="ownAddress">An address of the interface; any other would poison the caches of all who hear it.</param>
    public static ArpPacket PlainRequest(MacAddress own, IpAddr ownAddress, IpAddr target) => new(Request, own, ownAddress, default, target, own, MacAddress.Broadcast);

    /// <summary>Without a sender's address: it asks whether somebody holds the target, without saying who asks.</summary>
    public bool IsFromNobody => SenderAddress == Nobody;

    /// <summary>It is directed at somebody who has no address yet: the answer to a probe.</summary>
    public bool IsToNobody => TargetAddress == Nobody;

    /// <param name="frame">At least <see cref="FrameLength"/> octets.</param>
    public void Write(Span<byte> frame)
    {
        FrameTarget.Write(frame);
        FrameSource.Write(frame[6..]);
        BinaryPrimitives.WriteUInt16BigEndian(frame[12..], (ushort)EtherType.Arp);
        BinaryPrimitives.WriteUInt16BigEndian(frame[14..], Ethernet);
        BinaryPrimitives.WriteUInt16BigEndian(frame[16..], (ushort)EtherType.Ipv4);
        BinaryPrimitives.WriteUInt16BigEndian(frame[18..], Lengths);
        BinaryPrimitives.WriteUInt16BigEndian(frame[20..], Operation);
        Sender.Write(frame[22..]);
        SenderAddress.Write(frame[28..]);
        Target.Write(frame[32..]);
        TargetAddress.Write(frame[38..]);
    }

    /// <summary>Reads what the wire brought; false for anything that is no ARP for IPv4 over Ethernet.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out ArpPacket packet)
    {
        packet = default;
        if (frame.Length < FrameLength
            || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != (ushort)EtherType.Arp
            || BinaryPrimitives.ReadUInt16BigEndian(frame[14..]) != Ethernet
            || BinaryPrimitives.ReadUInt16BigEndian(frame[16..]) != (ushort)EtherType.Ipv4
            || BinaryPrimitives.ReadUInt16BigEndian(frame[18..]) != Lengths)
        {
            return false;
        }

        packet = new(
            BinaryPrimitives.ReadUInt16BigEndian(frame[20..]),
            MacAddress.Read(frame[22..]),
            NetAddress.ReadV4(frame[28..32]),
            MacAddress.Read(frame[32..]),
            NetAddress.ReadV4(frame[38..42]),
            MacAddress.Read(frame[6..]),
            MacAddress.Read(frame));
        return packet.Operation is Request or Reply;
    }
}
