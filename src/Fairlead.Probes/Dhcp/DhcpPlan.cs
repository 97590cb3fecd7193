using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Dhcp;

/// <summary>What a run asks on the interface that stands in a segment.</summary>
internal sealed record DhcpPlan(LinkInterface Link, DhcpExpectation Expected)
{
    /// <summary>The segment has an IPv4 prefix. A static one is asked too: nobody should answer there.</summary>
    public bool AsksV4 => Expected.Segment.PrefixOf(IpFamily.V4) is not null;

    /// <summary>Nodes take IPv6 addresses by DHCP. Routers are asked for everywhere: one may be where none should.</summary>
    public bool AsksV6 => Expected.IsDynamic && Expected.Segment.PrefixOf(IpFamily.V6) is not null && LinkLocal is not null;

    /// <summary>The address that IPv6 is asked from; null when the interface has none.</summary>
    public IpAddr? LinkLocal => Link.Addresses.Select(own => own.Address).Where(own => own.IsV6 && own.IsLinkLocal).Cast<IpAddr?>().FirstOrDefault();

    /// <summary>Whose MACs are wanted: an offer that comes from a gateway came through a relay.</summary>
    public IReadOnlyList<IpAddr> GatewaysV4 => AsksV4 && Expected.IsDynamic ? Expected.Gateways(IpFamily.V4) : [];

    /// <summary>Whose MACs are wanted; a link-local gateway is known by its address.</summary>
    public IReadOnlyList<IpAddr> GatewaysV6 => [.. Expected.Gateways(IpFamily.V6).Where(gateway => !gateway.IsLinkLocal)];

    /// <returns>Null when this machine stands in no segment that was asked about.</returns>
    public static DhcpPlan? Of(CheckRequest request) =>
        request is { Interface: { } link, OnLinkSegment: { } segment } && request.Segments.Contains(segment) ? new(link, new DhcpExpectation(segment, request.Plan.Claims)) : null;
}
