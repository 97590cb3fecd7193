using System.Buffers.Binary;

namespace Fairlead.Probes.Dhcp;

/// <summary>The ones' complement sum of RFC 1071 over 16-bit words; an odd last octet is padded with zero.</summary>
internal static class InternetChecksum
{
    public static ulong Sum(ReadOnlySpan<byte> octets)
    {
        var sum = 0UL;
        for (; octets.Length >= 2; octets = octets[2..])
            sum += BinaryPrimitives.ReadUInt16BigEndian(octets);
        return octets.IsEmpty ? sum : sum + ((ulong)octets[0] << 8);
    }

    /// <returns>What is written into the header; over octets that hold a right checksum it is 0.</returns>
    public static ushort Fold(ulong sum)
    {
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)(~sum & ushort.MaxValue);
    }
}
