using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Links;

/// <summary>Between Fairlead's addresses and the platform's, which only sockets see.</summary>
public static class NetAddress
{
    public static IPAddress ToNet(this IpAddr address) => new(ToOctets(address));

    /// <summary>4 or 16 octets in wire order.</summary>
    public static byte[] ToOctets(this IpAddr address)
    {
        var octets = new byte[address.IsV4 ? 4 : 16];
        address.Write(octets);
        return octets;
    }

    /// <summary>Writes 4 or 16 octets in wire order.</summary>
    public static void Write(this IpAddr address, Span<byte> octets)
    {
        if (address.IsV4)
            BinaryPrimitives.WriteUInt32BigEndian(octets, (uint)address.Bits);
        else
            BinaryPrimitives.WriteUInt128BigEndian(octets, address.Bits);
    }

    public static IpAddr ReadV4(ReadOnlySpan<byte> octets) => IpAddr.FromV4(BinaryPrimitives.ReadUInt32BigEndian(octets));

    public static IpAddr ReadV6(ReadOnlySpan<byte> octets) => IpAddr.FromV6(BinaryPrimitives.ReadUInt128BigEndian(octets));

    /// <summary>A scope id is left behind.</summary>
    public static IpAddr ToIpAddr(this IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var octets = address.GetAddressBytes();
        return address.AddressFamily == AddressFamily.InterNetwork ? ReadV4(octets) : ReadV6(octets);
    }
}
