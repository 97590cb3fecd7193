using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Dhcp;

/// <summary>What a link answered to SOLICITs, router solicitations and neighbour solicitations for the gateways.</summary>
/// <param name="Solicited">DHCPv6 SOLICITs sent; 0 when none was asked for.</param>
/// <param name="Gateways">MACs of the gateways that answered.</param>
/// <param name="IsBroken">The interface went away meanwhile.</param>
internal sealed record Ipv6Observation(
    IReadOnlyList<Dhcp6Advertise> Advertises, int Solicited, IReadOnlyList<RouterSeen> Routers, IReadOnlyDictionary<IpAddr, MacAddress> Gateways, bool IsBroken)
{
    public static Ipv6Observation Broken { get; } = new([], 0, [], new Dictionary<IpAddr, MacAddress>(), IsBroken: true);
}
