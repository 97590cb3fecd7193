using System.Buffers.Binary;
using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Dhcp;

/// <summary>A UDP datagram (RFC 768) inside an <see cref="IpFrame"/>.</summary>
/// <remarks>
/// The checksum of what is received is not verified: between virtual machines of one host it is left to the adapter and never filled in, and a packet
/// socket sees it so. What a DHCP message says is checked by its own transaction id and hardware address.
/// </remarks>
internal readonly ref struct UdpDatagram
{
    private const int Header = 8;

    public int SourcePort { get; private init; }

    public int DestinationPort { get; private init; }

    public ReadOnlySpan<byte> Payload { get; private init; }

    public static bool TryRead(in IpFrame frame, out UdpDatagram value)
    {
        value = default;
        var octets = frame.Payload;
        if (frame.Protocol != IpProtocol.Udp || octets.Length < Header)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        if (length < Header || length > octets.Length)
            return false;
        value = new UdpDatagram
        {
            SourcePort = BinaryPrimitives.ReadUInt16BigEndian(octets),
            DestinationPort = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]),
            Payload = octets[Header..length],
        };
        return true;
    }

    /// <returns>Header and payload, with the checksum for these addresses.</returns>
    public static byte[] Write(IpAddr source, int sourcePort, IpAddr destination, int destinationPort, ReadOnlySpan<byte> payload)
    {
        const ushort ZeroWritten = 0xFFFF; // 0 says that there is no checksum
        var octets = new byte[Header + payload.Length];
        BinaryPrimitives.WriteUInt16BigEndian(octets, (ushort)sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(2), (ushort)destinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(4), (ushort)octets.Length);
        payload.CopyTo(octets.AsSpan(Header));
        var checksum = InternetChecksum.Fold(IpFrame.PseudoSum(source, destination, IpProtocol.Udp, octets));
        BinaryPrimitives.WriteUInt16BigEndian(octets.AsSpan(6), checksum == 0 ? ZeroWritten : checksum);
        return octets;
    }
}
