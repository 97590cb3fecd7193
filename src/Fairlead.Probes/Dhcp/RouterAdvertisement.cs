using System.Buffers.Binary;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Dhcp;

/// <summary>A router advertisement (RFC 4861 section 4.2, RDNSS by RFC 8106).</summary>
internal sealed record RouterAdvertisement
{
    private const byte SolicitationType = 133;
    private const byte AdvertisementType = 134;
    private const int HeaderLength = 16;
    private const int OptionUnit = 8;
    private const int MostValues = 32;

    private const byte ManagedFlag = 0x80;
    private const byte OtherFlag = 0x40;
    private const byte OnLinkFlag = 0x80;
    private const byte AutonomousFlag = 0x40;

    /// <summary>M: addresses come by DHCPv6.</summary>
    public required bool IsManaged { get; init; }

    /// <summary>O: other settings come by DHCPv6.</summary>
    public required bool HasOtherConfiguration { get; init; }

    /// <summary>How long it may be a default router; zero: it is none.</summary>
    public required TimeSpan RouterLifetime { get; init; }

    public IReadOnlyList<AdvertisedPrefix> Prefixes { get; private init; } = [];

    public IReadOnlyList<IpAddr> DnsServers { get; private init; } = [];

    /// <summary>Null when it names none.</summary>
    public uint? Mtu { get; private init; }

    /// <returns>The ICMPv6 message that asks for one, with the sender's MAC (section 4.1).</returns>
    public static byte[] Solicit(MacAddress mac, IpAddr source, IpAddr destination)
    {
        var message = new byte[2 * OptionUnit];
        message[0] = SolicitationType;
        message[OptionUnit] = (byte)NeighbourOption.SourceLinkAddress;
        message[OptionUnit + 1] = 1;
        mac.Write(message.AsSpan(OptionUnit + 2));
        BinaryPrimitives.WriteUInt16BigEndian(message.AsSpan(2), InternetChecksum.Fold(IpFrame.PseudoSum(source, destination, IpProtocol.IcmpV6, message)));
        return message;
    }

    /// <summary>Section 6.1.2: from a link-local address, hop limit 255, a right checksum, and no option of length 0.</summary>
    public static bool TryRead(in IpFrame frame, out RouterAdvertisement advertisement)
    {
        advertisement = null!;
        var message = frame.Payload;
        if (frame.Protocol != IpProtocol.IcmpV6 || frame.Hops != IpFrame.LinkHopLimit || !frame.Source.IsLinkLocal || message.Length < HeaderLength)
            return false;
        if (message[0] != AdvertisementType || message[1] != 0 || InternetChecksum.Fold(IpFrame.PseudoSum(frame.Source, frame.Destination, IpProtocol.IcmpV6, message)) != 0)
            return false;
        var read = new RouterAdvertisement
        {
            IsManaged = (message[5] & ManagedFlag) != 0,
            HasOtherConfiguration = (message[5] & OtherFlag) != 0,
            RouterLifetime = TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt16BigEndian(message[6..])),
        };
        for (var rest = message[HeaderLength..]; !rest.IsEmpty;)
        {
            var length = rest.Length < 2 ? 0 : rest[1] * OptionUnit;
            if (length == 0 || length > rest.Length)
                return false;
            read = read.With((NeighbourOption)rest[0], rest[..length]);
            rest = rest[length..];
        }

        advertisement = read;
        return true;
    }

    private RouterAdvertisement With(NeighbourOption option, ReadOnlySpan<byte> octets) => option switch
    {
        NeighbourOption.Prefix when octets.Length == 32 && octets[2] <= 128 && Prefixes.Count < MostValues => this with { Prefixes = [.. Prefixes, PrefixOf(octets)] },
        NeighbourOption.Mtu when octets.Length == OptionUnit => this with { Mtu = BinaryPrimitives.ReadUInt32BigEndian(octets[4..]) },
        // A lifetime of zero takes the servers back.
        NeighbourOption.DnsServers when octets.Length >= 24 && BinaryPrimitives.ReadUInt32BigEndian(octets[4..]) > 0 => this with { DnsServers = [.. DnsServers, .. ServersOf(octets[OptionUnit..], MostValues - DnsServers.Count)] },
        _ => this,
    };

    private static AdvertisedPrefix PrefixOf(ReadOnlySpan<byte> octets) =>
        new(IpPrefix.Of(NetAddress.ReadV6(octets[16..]), octets[2]), (octets[3] & OnLinkFlag) != 0, (octets[3] & AutonomousFlag) != 0, BinaryPrimitives.ReadUInt32BigEndian(octets[4..]));

    private static List<IpAddr> ServersOf(ReadOnlySpan<byte> octets, int most)
    {
        var servers = new List<IpAddr>();
        for (; octets.Length >= 16 && servers.Count < most; octets = octets[16..])
            servers.Add(NetAddress.ReadV6(octets[..16]));
        return servers;
    }

    private enum NeighbourOption : byte
    {
        SourceLinkAddress = 1,
        Prefix = 3,
        Mtu = 5,
        DnsServers = 25,
    }
}

/// <param name="IsOnLink">L: its addresses are reached without a router.</param>
/// <param name="IsAutonomous">A: hosts make addresses of their own in it.</param>
/// <param name="ValidSeconds">0: it is taken back.</param>
internal sealed record AdvertisedPrefix(IpPrefix Prefix, bool IsOnLink, bool IsAutonomous, uint ValidSeconds);
