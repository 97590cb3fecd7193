using System.Buffers.Binary;

namespace Fairlead.Probes.Paths;

/// <summary>ICMP echoes (RFC 792, RFC 4443 section 4): type, code, checksum, identifier, sequence number, data.</summary>
internal static class EchoPacket
{
    public const int HeaderLength = 8;

    private const byte RequestV4 = 8;
    private const byte ReplyV4 = 0;
    private const byte RequestV6 = 128;
    private const byte ReplyV6 = 129;
    private const int ShortestIpHeader = 20;

    /// <param name="length">Octets with this header, without that of IP.</param>
    public static byte[] Request(bool isV4, ushort id, ushort sequence, int length)
    {
        var packet = new byte[length];
        packet[0] = isV4 ? RequestV4 : RequestV6;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), id);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), sequence);
        // That of ICMPv6 covers addresses that only the kernel knows, which fills it in.
        if (isV4)
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), Checksum(packet));
        return packet;
    }

    /// <summary>Whether any octets are the reply to a request.</summary>
    /// <param name="withIpHeader">A raw IPv4 socket gives the header too.</param>
    /// <param name="id">Null where the kernel sorted the replies by it.</param>
    public static bool IsReply(ReadOnlySpan<byte> octets, bool isV4, bool withIpHeader, ushort? id, ushort sequence)
    {
        if (withIpHeader)
        {
            if (octets.Length < ShortestIpHeader)
                return false;
            var length = (octets[0] & 0x0F) * 4;
            if (length < ShortestIpHeader || length > octets.Length)
                return false;
            octets = octets[length..];
        }

        return octets.Length >= HeaderLength
            && octets[0] == (isV4 ? ReplyV4 : ReplyV6)
            && octets[1] == 0
            && (id is null || BinaryPrimitives.ReadUInt16BigEndian(octets[4..]) == id)
            && BinaryPrimitives.ReadUInt16BigEndian(octets[6..]) == sequence;
    }

    /// <summary>RFC 1071.</summary>
    public static ushort Checksum(ReadOnlySpan<byte> octets)
    {
        uint sum = 0;
        for (var i = 0; i + 1 < octets.Length; i += 2)
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets[i..]);
        if (octets.Length % 2 == 1)
            sum += (uint)octets[^1] << 8;
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)(~sum & ushort.MaxValue);
    }
}
