using System.Buffers.Binary;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Dhcp;

/// <summary>Neighbour solicitations and advertisements (RFC 4861 sections 4.3 and 4.4), to learn a gateway's MAC.</summary>
internal static class NeighbourMessage
{
    private const byte SolicitationType = 135;
    private const byte AdvertisementType = 136;
    private const byte SourceLinkAddress = 1;
    private const int Length = 24;
    private static readonly UInt128 GroupPrefix = IpAddr.Parse("ff02::1:ff00:0").Bits;

    /// <summary>The group that the address listens to (RFC 4291 section 2.7.1).</summary>
    public static IpAddr GroupOf(IpAddr address) => IpAddr.FromV6(GroupPrefix | (address.Bits & 0xFF_FFFF));

    public static byte[] Solicit(MacAddress mac, IpAddr source, IpAddr target)
    {
        var message = new byte[Length + 8];
        message[0] = SolicitationType;
        target.Write(message.AsSpan(8));
        message[Length] = SourceLinkAddress;
        message[Length + 1] = 1;
        mac.Write(message.AsSpan(Length + 2));
        var sum = IpFrame.PseudoSum(source, GroupOf(target), IpProtocol.IcmpV6, message);
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), InternetChecksum.Fold(sum));
        return message;
    }

    /// <param name="target">Whose MAC the frame comes from.</param>
    public static bool TryReadAdvertisement(in IpFrame frame, out IpAddr target)
    {
        target = default;
        var message = frame.Payload;
        if (frame.Protocol != IpProtocol.IcmpV6 || frame.Hops != IpFrame.LinkHopLimit || message.Length < Length || message[0] != AdvertisementType || message[1] != 0)
            return false;
        target = NetAddress.ReadV6(message.Slice(8, 16));
        return true;
    }
}
