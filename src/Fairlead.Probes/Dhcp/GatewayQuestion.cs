using System.Buffers.Binary;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Dhcp;

/// <summary>Asks for the MACs of gateways by ARP with sender 0.0.0.0 (RFC 5227 section 2.1), which changes nobody's cache.</summary>
internal static class GatewayQuestion
{
    /// <summary>To each gateway.</summary>
    public const int Requests = 2;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int EthernetHeader = 14;
    private const int Length = 28;
    private const ushort EthernetType = 1;
    private const ushort Request = 1;
    private const ushort Reply = 2;

    /// <returns>Of those that answered.</returns>
    public static async Task<IReadOnlyDictionary<IpAddr, MacAddress>> AskAsync(CheckRequest request, LinkInterface link, IReadOnlyList<IpAddr> gateways, CancellationToken ct)
    {
        var found = new Dictionary<IpAddr, MacAddress>();
        if (gateways.Count == 0)
            return found;
        var exchange = FrameExchange.TryOpen(link, EtherType.Arp, request.Tap, request.Time, Saw);
        if (exchange is null)
            return found;
        await using (exchange)
        {
            for (var i = 0; i < Requests && !exchange.IsBroken; i++)
            {
                foreach (var gateway in gateways)
                {
                    await request.Broadcasts.WaitAsync(ct);
                    await exchange.SendAsync(Frame(link.Mac, gateway), ct);
                }

                await Task.Delay(Patience, request.Time, ct);
            }
        }

        return found;

        void Saw(ReadOnlySpan<byte> frame, DateTimeOffset at)
        {
            if (TryReadReply(frame, out var address, out var mac) && mac != link.Mac && gateways.Contains(address))
                found[address] = mac;
        }
    }

    internal static byte[] Frame(MacAddress mac, IpAddr gateway)
    {
        var frame = new byte[EthernetHeader + Length];
        MacAddress.Broadcast.Write(frame);
        mac.Write(frame.AsSpan(6));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(12), (ushort)EtherType.Arp);
        var arp = frame.AsSpan(EthernetHeader);
        BinaryPrimitives.WriteUInt16BigEndian(arp, EthernetType);
        BinaryPrimitives.WriteUInt16BigEndian(arp[2..], (ushort)EtherType.Ipv4);
        (arp[4], arp[5]) = (MacAddress.Length, 4);
        BinaryPrimitives.WriteUInt16BigEndian(arp[6..], Request);
        mac.Write(arp[8..]);
        gateway.Write(arp[24..]);
        return frame;
    }

    internal static bool TryReadReply(ReadOnlySpan<byte> frame, out IpAddr address, out MacAddress mac)
    {
        (address, mac) = (default, default);
        if (frame.Length < EthernetHeader + Length || BinaryPrimitives.ReadUInt16BigEndian(frame[12..]) != (ushort)EtherType.Arp)
            return false;
        var arp = frame[EthernetHeader..];
        if (BinaryPrimitives.ReadUInt16BigEndian(arp) != EthernetType || BinaryPrimitives.ReadUInt16BigEndian(arp[2..]) != (ushort)EtherType.Ipv4 || BinaryPrimitives.ReadUInt16BigEndian(arp[6..]) != Reply)
            return false;
        mac = MacAddress.Read(arp[8..]);
        address = NetAddress.ReadV4(arp[14..]);
        return true;
    }
}
