using System.Security.Cryptography;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Dhcp;

/// <summary>
/// Asks a link for DHCPv4 offers and takes none: no REQUEST is ever sent, so no lease comes to be. The interface need not have an address.
/// </summary>
internal static class DhcpQuestion
{
    /// <summary>At most: one per identity, and one that says it has been trying for long.</summary>
    public const int MostRounds = ClientIdentities.Count + 1;

    /// <summary>Servers that look first whether the address is taken answer within three seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    /// <summary>One round may be lost or answered by one half of a pair alone.</summary>
    private const int FewestRounds = 2;

    /// <summary>A partner answers a client of the other's that has waited so long (RFC 3074 section 5.3).</summary>
    private const ushort LongWait = 15;

    private const int MostOffers = 256;

    private static readonly IpAddr Nobody = IpAddr.Parse("0.0.0.0");
    private static readonly IpAddr Everybody = IpAddr.Parse("255.255.255.255");

    /// <param name="expected">Servers that should answer; asking ends early when all have. None: every round is asked.</param>
    public static async Task<DhcpObservation> AskAsync(CheckRequest request, LinkInterface link, IReadOnlyCollection<IpAddr> expected, CancellationToken ct)
    {
        var transaction = BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(sizeof(uint)));
        var collector = new Collector(link.Mac, transaction);
        var exchange = FrameExchange.TryOpen(link, EtherType.Ipv4, request.Tap, request.Time, collector.Saw);
        if (exchange is null)
            return new([], 0, IsBroken: true);
        await using (exchange)
        {
            var asked = 0;
            while (asked < MostRounds && !exchange.IsBroken && !(asked >= FewestRounds && expected.Count > 0 && expected.All(collector.HasAnswerOf)))
            {
                await request.Broadcasts.WaitAsync(ct);
                await exchange.SendAsync(Round(link.Mac, transaction, asked), ct);
                asked++;
                await Task.Delay(Patience, request.Time, ct);
            }

            return new(collector.Offers, asked, exchange.IsBroken);
        }
    }

    /// <summary>Each round has a transaction of its own: the first one's number and those that follow.</summary>
    private static byte[] Round(MacAddress mac, uint transaction, int round)
    {
        var identities = ClientIdentities.OfV4(mac);
        var isLast = round == ClientIdentities.Count;
        var discover = DhcpPacket.Discover(mac, unchecked(transaction + (uint)round), identities[round % identities.Count], isLast ? LongWait : (ushort)0);
        var datagram = UdpDatagram.Write(Nobody, DhcpPacket.ClientPort, Everybody, DhcpPacket.ServerPort, discover);
        return IpFrame.WriteV4(mac, MacAddress.Broadcast, Nobody, Everybody, IpProtocol.Udp, datagram);
    }

    /// <summary>Keeps the offers that answer this machine's questions.</summary>
    private sealed class Collector(MacAddress mac, uint transaction)
    {
        private readonly Lock _lock = new();
        private readonly List<DhcpOffer> _offers = [];

        public IReadOnlyList<DhcpOffer> Offers
        {
            get
            {
                lock (_lock)
                    return [.. _offers];
            }
        }

        public bool HasAnswerOf(IpAddr server) => Offers.Any(offer => offer.Server == server);

        public void Saw(ReadOnlySpan<byte> octets, DateTimeOffset at)
        {
            if (!IpFrame.TryRead(octets, out var frame) || frame.SourceMac == mac || (frame.DestinationMac != mac && frame.DestinationMac != MacAddress.Broadcast))
                return;
            if (!UdpDatagram.TryRead(frame, out var datagram) || datagram.DestinationPort != DhcpPacket.ClientPort || !DhcpPacket.TryRead(datagram.Payload, out var packet))
                return;
            if (!packet.IsOffer || packet.Client != mac || unchecked(packet.TransactionId - transaction) >= MostRounds)
                return;
            lock (_lock)
            {
                if (_offers.Count < MostOffers)
                    _offers.Add(DhcpOffer.Of(packet, frame, at));
            }
        }
    }
}
