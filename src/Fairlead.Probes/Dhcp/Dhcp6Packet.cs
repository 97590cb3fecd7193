using System.Buffers.Binary;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Dhcp;

/// <summary>A DHCPv6 ADVERTISE (RFC 8415) as far as an observer needs it. Nothing but a SOLICIT without "rapid commit" can be written.</summary>
/// <remarks>A relay's own messages never reach a client: it takes them apart, so they are not read here.</remarks>
internal sealed record Dhcp6Packet
{
    public const int ClientPort = 546;
    public const int ServerPort = 547;

    /// <summary>"No addresses available" (section 21.13).</summary>
    public const int NoAddressesAvailable = 2;

    private const byte SolicitType = 1;
    private const byte AdvertiseType = 2;
    private const int HeaderLength = 4;
    private const int OptionHeader = 4;
    private const int AssociationHeader = 12;
    private const int AddressHeader = 24;
    private const int TransactionMask = 0xFF_FFFF;
    private const int MostValues = 32;

    /// <summary>24 bits.</summary>
    public required int TransactionId { get; init; }

    public byte[] ClientIdentifier { get; private init; } = [];

    /// <summary>The server's DUID; empty when it is missing.</summary>
    public byte[] ServerIdentifier { get; private init; } = [];

    public IReadOnlyList<IpAddr> Offered { get; private init; } = [];

    public IReadOnlyList<IpAddr> DnsServers { get; private init; } = [];

    public IReadOnlyList<string> DomainSearch { get; private init; } = [];

    /// <summary>The address that the server takes unicast at; null when it names none.</summary>
    public IpAddr? Unicast { get; private init; }

    /// <summary>The first status that is not success, of the message or of the address association; 0 when all is well.</summary>
    public int Status { get; private init; }

    /// <param name="elapsed">How long the client says it has been trying.</param>
    public static byte[] Solicit(int transactionId, ReadOnlySpan<byte> duid, TimeSpan elapsed)
    {
        var association = new byte[AssociationHeader];
        duid[^4..].CopyTo(association);
        var hundredths = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(hundredths, (ushort)Math.Min(elapsed.TotalMilliseconds / 10, ushort.MaxValue));
        return
        [
            SolicitType, (byte)(transactionId >> 16 & 0xFF), (byte)(transactionId >> 8 & 0xFF), (byte)(transactionId & 0xFF),
            .. Option(Dhcp6Option.ClientIdentifier, duid),
            .. Option(Dhcp6Option.Association, association),
            .. Option(Dhcp6Option.OptionRequest, [0, (byte)Dhcp6Option.DnsServers, 0, (byte)Dhcp6Option.DomainSearch]),
            .. Option(Dhcp6Option.ElapsedTime, hundredths),
        ];
    }

    public static bool TryReadAdvertise(ReadOnlySpan<byte> octets, out Dhcp6Packet packet)
    {
        packet = null!;
        if (octets.Length < HeaderLength || octets[0] != AdvertiseType)
            return false;
        packet = new Dhcp6Packet { TransactionId = (int)(BinaryPrimitives.ReadUInt32BigEndian(octets) & TransactionMask) };
        var rest = octets[HeaderLength..];
        while (TryTake(ref rest, out var option, out var value))
            packet = packet.With(option, value);
        return true;
    }

    private Dhcp6Packet With(Dhcp6Option option, ReadOnlySpan<byte> value) => option switch
    {
        Dhcp6Option.ClientIdentifier => this with { ClientIdentifier = value.ToArray() },
        Dhcp6Option.ServerIdentifier => this with { ServerIdentifier = value.ToArray() },
        Dhcp6Option.Association => WithAssociation(value),
        Dhcp6Option.DnsServers => this with { DnsServers = [.. DnsServers, .. AddressesOf(value, MostValues - DnsServers.Count)] },
        Dhcp6Option.DomainSearch => this with { DomainSearch = DomainNames.Read(value) },
        Dhcp6Option.Unicast when value.Length == 16 => this with { Unicast = NetAddress.ReadV6(value) },
        Dhcp6Option.StatusCode => WithStatus(value),
        _ => this,
    };

    private Dhcp6Packet WithAssociation(ReadOnlySpan<byte> value)
    {
        var packet = this;
        if (value.Length < AssociationHeader)
            return packet;
        var rest = value[AssociationHeader..];
        while (TryTake(ref rest, out var option, out var inner))
        {
            if (option == Dhcp6Option.AssociatedAddress && inner.Length >= AddressHeader && packet.Offered.Count < MostValues)
                packet = packet with { Offered = [.. packet.Offered, NetAddress.ReadV6(inner[..16])] };
            else if (option == Dhcp6Option.StatusCode)
                packet = packet.WithStatus(inner);
        }

        return packet;
    }

    private Dhcp6Packet WithStatus(ReadOnlySpan<byte> value) =>
        Status == 0 && value.Length >= 2 ? this with { Status = BinaryPrimitives.ReadUInt16BigEndian(value) } : this;

    private static bool TryTake(ref ReadOnlySpan<byte> rest, out Dhcp6Option option, out ReadOnlySpan<byte> value)
    {
        option = default;
        value = default;
        if (rest.Length < OptionHeader)
            return false;
        int length = BinaryPrimitives.ReadUInt16BigEndian(rest[2..]);
        if (length > rest.Length - OptionHeader)
            return false;
        option = (Dhcp6Option)BinaryPrimitives.ReadUInt16BigEndian(rest);
        value = rest.Slice(OptionHeader, length);
        rest = rest[(OptionHeader + length)..];
        return true;
    }

    private static List<IpAddr> AddressesOf(ReadOnlySpan<byte> value, int most)
    {
        var addresses = new List<IpAddr>();
        for (; value.Length >= 16 && addresses.Count < most; value = value[16..])
            addresses.Add(NetAddress.ReadV6(value[..16]));
        return addresses;
    }

    private static byte[] Option(Dhcp6Option option, ReadOnlySpan<byte> value) => [0, (byte)option, 0, (byte)value.Length, .. value];
}

/// <summary>The options that are asked for or read (IANA numbers).</summary>
internal enum Dhcp6Option : ushort
{
    ClientIdentifier = 1,
    ServerIdentifier = 2,
    Association = 3,
    AssociatedAddress = 5,
    OptionRequest = 6,
    ElapsedTime = 8,
    Unicast = 12,
    StatusCode = 13,
    DnsServers = 23,
    DomainSearch = 24,
}
