using System.Security.Cryptography;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Neighbours;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Dhcp;

/// <summary>Asks a link which routers and DHCPv6 servers it has, from the interface's link-local address. No REQUEST is ever sent.</summary>
internal static class Ipv6Question
{
    /// <summary>At most: one per identity, and one that says it has been trying for long.</summary>
    public const int MostSolicits = ClientIdentities.Count + 1;

    public const int RouterSolicits = 2;

    /// <summary>A router may wait half a second, and up to three where it advertised just before (RFC 4861 section 6.2.6).</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(4);

    private const int FewestSolicits = 2;
    private static readonly TimeSpan LongWait = TimeSpan.FromSeconds(15);
    private static readonly IpAddr AllServers = IpAddr.Parse("ff02::1:2");
    private static readonly IpAddr AllRouters = IpAddr.Parse("ff02::2");

    /// <param name="source">Link-local.</param>
    /// <param name="servers">How many DHCPv6 servers should answer: asking ends early when so many have; 0: none is asked.</param>
    /// <param name="gateways">Whose MACs are wanted.</param>
    public static async Task<Ipv6Observation> AskAsync(CheckRequest request, LinkInterface link, IpAddr source, int servers, IReadOnlyList<IpAddr> gateways, CancellationToken ct)
    {
        var transaction = RandomNumberGenerator.GetInt32(1 << 24);
        var collector = new Ipv6Collector(link.Mac, transaction);
        var exchange = FrameExchange.TryOpen(link, EtherType.Ipv6, request.Tap, request.Time, collector.Saw);
        if (exchange is null)
            return Ipv6Observation.Broken;
        await using (exchange)
        {
            var asking = new Asking(request, link, source, exchange);
            var solicited = SolicitServersAsync(asking, collector, transaction, servers, ct);
            await Task.WhenAll(solicited, SolicitRoutersAsync(asking, ct), SolicitGatewaysAsync(asking, gateways, ct));
            return new(collector.Advertises, await solicited, collector.Routers, collector.Neighbours, exchange.IsBroken);
        }
    }

    private static async Task<int> SolicitServersAsync(Asking asking, Ipv6Collector collector, int transaction, int servers, CancellationToken ct)
    {
        if (servers == 0)
            return 0;
        var identities = ClientIdentities.OfV6(asking.Link.Mac);
        var asked = 0;
        while (asked < MostSolicits && !asking.Exchange.IsBroken && !(asked >= FewestSolicits && collector.Servers >= servers))
        {
            var elapsed = asked == ClientIdentities.Count ? LongWait : TimeSpan.Zero;
            var solicit = Dhcp6Packet.Solicit((transaction + asked) & 0xFF_FFFF, identities[asked % identities.Count], elapsed);
            var datagram = UdpDatagram.Write(asking.Source, Dhcp6Packet.ClientPort, AllServers, Dhcp6Packet.ServerPort, solicit);
            await asking.SendAsync(AllServers, IpProtocol.Udp, hops: 1, datagram, ct);
            asked++;
            await Task.Delay(Patience, asking.Request.Time, ct);
        }

        return asked;
    }

    private static async Task SolicitRoutersAsync(Asking asking, CancellationToken ct)
    {
        for (var i = 0; i < RouterSolicits && !asking.Exchange.IsBroken; i++)
        {
            await asking.SendAsync(AllRouters, IpProtocol.IcmpV6, IpFrame.LinkHopLimit, RouterAdvertisement.Solicit(asking.Link.Mac, asking.Source, AllRouters), ct);
            await Task.Delay(Patience, asking.Request.Time, ct);
        }
    }

    private static async Task SolicitGatewaysAsync(Asking asking, IReadOnlyList<IpAddr> gateways, CancellationToken ct)
    {
        foreach (var gateway in gateways)
        {
            var frame = new byte[NeighbourPacket.LongestFrame];
            var length = NeighbourPacket.WriteRequest(frame, asking.Link.Mac, asking.Source, gateway);
            await asking.SendAsync(frame.AsMemory(0, length), ct);
        }
    }

    private sealed record Asking(CheckRequest Request, LinkInterface Link, IpAddr Source, FrameExchange Exchange)
    {
        /// <summary>To a group of the link, in its turn among all broadcasts.</summary>
        public Task SendAsync(IpAddr group, IpProtocol protocol, byte hops, byte[] payload, CancellationToken ct) =>
            SendAsync(IpFrame.WriteV6(Link.Mac, MacOf(group), Source, group, protocol, hops, payload), ct);

        public async Task SendAsync(ReadOnlyMemory<byte> frame, CancellationToken ct)
        {
            await Request.Broadcasts.WaitAsync(ct);
            await Exchange.SendAsync(frame, ct);
        }

        /// <summary>33:33 and the last four octets (RFC 2464 section 7).</summary>
        private static MacAddress MacOf(IpAddr group)
        {
            var octets = group.ToOctets().AsSpan(10);
            (octets[0], octets[1]) = (0x33, 0x33);
            return MacAddress.Read(octets);
        }
    }
}
