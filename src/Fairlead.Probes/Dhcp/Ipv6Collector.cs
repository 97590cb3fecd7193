using Fairlead.Core.Addressing;
using Fairlead.Probes.Neighbours;

namespace Fairlead.Probes.Dhcp;

/// <summary>Keeps what servers, routers and neighbours answer.</summary>
internal sealed class Ipv6Collector(MacAddress mac, int transaction)
{
    private const int MostAnswers = 256;

    private readonly Lock _lock = new();
    private readonly List<Dhcp6Advertise> _advertises = [];
    private readonly Dictionary<(IpAddr, MacAddress), RouterSeen> _routers = [];
    private readonly Dictionary<IpAddr, MacAddress> _neighbours = [];

    public IReadOnlyList<Dhcp6Advertise> Advertises
    {
        get
        {
            lock (_lock)
                return [.. _advertises];
        }
    }

    /// <summary>In order of address.</summary>
    public IReadOnlyList<RouterSeen> Routers
    {
        get
        {
            lock (_lock)
                return [.. _routers.Values.OrderBy(router => router.Source).ThenBy(router => router.SourceMac)];
        }
    }

    public IReadOnlyDictionary<IpAddr, MacAddress> Neighbours
    {
        get
        {
            lock (_lock)
                return _neighbours.ToDictionary();
        }
    }

    /// <summary>How many servers have answered, by their identifiers.</summary>
    public int Servers => Advertises.DistinctBy(advertise => advertise.Server).Count();

    public void Saw(ReadOnlySpan<byte> octets, DateTimeOffset at)
    {
        if (!IpFrame.TryRead(octets, out var frame) || frame.SourceMac == mac)
            return;
        if (UdpDatagram.TryRead(frame, out var datagram))
            SawDatagram(frame, datagram, at);
        else if (RouterAdvertisement.TryRead(frame, out var advertisement))
            Keep(_routers, (frame.Source, frame.SourceMac), new RouterSeen(advertisement, frame.Source, frame.SourceMac, at));
        else if (NeighbourPacket.TryRead(octets, out var neighbour) && neighbour.Type == NeighbourPacket.Advertisement)
            Keep(_neighbours, neighbour.Target, neighbour.LinkLayer);
    }

    private void SawDatagram(in IpFrame frame, in UdpDatagram datagram, DateTimeOffset at)
    {
        if (datagram.DestinationPort != Dhcp6Packet.ClientPort || frame.DestinationMac != mac || !Dhcp6Packet.TryReadAdvertise(datagram.Payload, out var packet))
            return;
        if (((packet.TransactionId - transaction) & 0xFF_FFFF) >= Ipv6Question.MostSolicits)
            return;
        lock (_lock)
        {
            if (_advertises.Count < MostAnswers)
                _advertises.Add(new(packet, frame.Source, frame.SourceMac, at));
        }
    }

    private void Keep<TKey, TValue>(Dictionary<TKey, TValue> kept, TKey key, TValue value)
        where TKey : notnull
    {
        lock (_lock)
        {
            if (kept.Count < MostAnswers || kept.ContainsKey(key))
                kept[key] = value;
        }
    }
}
