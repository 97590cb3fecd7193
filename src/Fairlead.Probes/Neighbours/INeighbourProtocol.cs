using Fairlead.Core.Addressing;
using Fairlead.Probes.Arp;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Neighbours;

/// <summary>How one family asks who holds an address, and reads the answers.</summary>
internal interface INeighbourProtocol
{
    EtherType EtherType { get; }

    /// <summary>The address that an ordinary question comes from; null when the interface has none that fits, so that only probes are possible.</summary>
    IpAddr? SourceFor(IpAddr target);

    /// <returns>Octets written.</returns>
    int WriteProbe(Span<byte> frame, IpAddr target);

    /// <returns>Octets written.</returns>
    int WriteRequest(Span<byte> frame, IpAddr source, IpAddr target);

    /// <summary>False for what says nothing about a holder.</summary>
    bool TryRead(ReadOnlySpan<byte> frame, out NeighbourReply reply);
}

/// <summary>ARP, with RFC 5227's probes.</summary>
internal sealed class ArpProtocol(LinkInterface link) : INeighbourProtocol
{
    private readonly LinkAddress[] _own = [.. link.Addresses.Where(own => own.Address.IsV4)];

    public EtherType EtherType => EtherType.Arp;

    public IpAddr? SourceFor(IpAddr target) => Array.Find(_own, own => own.Prefix.Contains(target))?.Address;

    public int WriteProbe(Span<byte> frame, IpAddr target)
    {
        ArpPacket.Probe(link.Mac, target).Write(frame);
        return ArpPacket.FrameLength;
    }

    public int WriteRequest(Span<byte> frame, IpAddr source, IpAddr target)
    {
        ArpPacket.PlainRequest(link.Mac, source, target).Write(frame);
        return ArpPacket.FrameLength;
    }

    public bool TryRead(ReadOnlySpan<byte> frame, out NeighbourReply reply)
    {
        reply = default;
        if (!ArpPacket.TryRead(frame, out var packet) || packet.Sender.Bits == 0 || packet.Sender.IsGroup)
            return false;
        // RFC 5227 section 2.1.1: whoever sends from an address holds it, whatever it says; whoever probes for it is about to.
        reply = packet.IsFromNobody
            ? new(packet.TargetAddress, packet.Sender, packet.FrameSource, SeenAs.Probing)
            : new(packet.SenderAddress, packet.Sender, packet.FrameSource, KindOf(packet));
        return true;
    }

    private SeenAs KindOf(ArpPacket packet)
    {
        if (packet.Operation != ArpPacket.Reply)
            return SeenAs.Announced;
        if (packet.IsToNobody)
            return SeenAs.AnsweredProbe;
        return Array.Exists(_own, own => own.Address == packet.TargetAddress) ? SeenAs.AnsweredRequest : SeenAs.Announced;
    }
}

/// <summary>Neighbour discovery, with the question of duplicate address detection as its probe.</summary>
internal sealed class NeighbourDiscovery(LinkInterface link) : INeighbourProtocol
{
    private readonly LinkAddress[] _own = [.. link.Addresses.Where(own => own.Address.IsV6)];

    public EtherType EtherType => EtherType.Ipv6;

    public IpAddr? SourceFor(IpAddr target) =>
        (Array.Find(_own, own => own.Prefix.Contains(target)) ?? Array.Find(_own, own => own.Address.IsLinkLocal))?.Address;

    public int WriteProbe(Span<byte> frame, IpAddr target) => NeighbourPacket.WriteProbe(frame, link.Mac, target);

    public int WriteRequest(Span<byte> frame, IpAddr source, IpAddr target) => NeighbourPacket.WriteRequest(frame, link.Mac, source, target);

    public bool TryRead(ReadOnlySpan<byte> frame, out NeighbourReply reply)
    {
        reply = default;
        if (!NeighbourPacket.TryRead(frame, out var packet))
            return false;
        if (packet.Type == NeighbourPacket.Advertisement)
        {
            reply = new(packet.Target, packet.LinkLayer, packet.FrameSource, packet.IsSolicited ? SeenAs.AnsweredRequest : SeenAs.AnsweredProbe);
            return true;
        }

        reply = packet.IsFromNobody
            ? new(packet.Target, packet.LinkLayer, packet.FrameSource, SeenAs.Probing)
            : new(packet.Source, packet.LinkLayer, packet.FrameSource, SeenAs.Announced);
        return true;
    }
}
