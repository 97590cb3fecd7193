using Fairlead.Core.Addressing;
using Fairlead.Probes.Arp;
using Fairlead.Probes.Links;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Dhcp;

/// <summary>Asks for the MACs of gateways by ARP with sender 0.0.0.0, which changes nobody's cache and works without an address.</summary>
internal static class GatewayQuestion
{
    /// <summary>To each gateway.</summary>
    public const int Requests = 2;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <returns>Of those that answered.</returns>
    public static async Task<IReadOnlyDictionary<IpAddr, MacAddress>> AskAsync(CheckRequest request, LinkInterface link, IReadOnlyList<IpAddr> gateways, CancellationToken ct)
    {
        var found = new Dictionary<IpAddr, MacAddress>();
        var exchange = gateways.Count == 0 ? null : FrameExchange.TryOpen(link, EtherType.Arp, request.Tap, request.Time, Saw);
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
            if (ArpPacket.TryRead(frame, out var packet) && packet.Operation == ArpPacket.Reply && packet.FrameSource != link.Mac && gateways.Contains(packet.SenderAddress))
                found[packet.SenderAddress] = packet.Sender;
        }
    }

    private static byte[] Frame(MacAddress mac, IpAddr gateway)
    {
        var frame = new byte[ArpPacket.FrameLength];
        ArpPacket.Probe(mac, gateway).Write(frame);
        return frame;
    }
}
