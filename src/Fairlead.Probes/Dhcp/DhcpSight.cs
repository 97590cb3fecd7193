using Fairlead.Core.Addressing;
using Fairlead.Probes.Vendors;

namespace Fairlead.Probes.Dhcp;

/// <summary>The offers by whose they are.</summary>
internal sealed class DhcpSight
{
    private readonly HashSet<IpAddr> _declared;
    private readonly IReadOnlyList<IpAddr> _gateways;
    private readonly IReadOnlyDictionary<IpAddr, MacAddress> _gatewayMacs;

    /// <param name="gatewayMacs">Of the gateways whose MAC is known.</param>
    public DhcpSight(DhcpExpectation expected, DhcpObservation seen, IReadOnlyDictionary<IpAddr, MacAddress> gatewayMacs)
    {
        _declared = [.. expected.Servers(IpFamily.V4).Select(server => server.Value)];
        _gateways = expected.Gateways(IpFamily.V4);
        _gatewayMacs = gatewayMacs;
        Declared = [.. seen.Offers.Where(IsDeclared)];
        Hidden = [.. seen.Offers.Where(offer => !IsDeclared(offer) && HidesServer(offer))];
        Undeclared = [.. seen.Offers.Where(offer => !IsDeclared(offer) && !HidesServer(offer))];
    }

    /// <summary>By a server that the site names.</summary>
    public IReadOnlyList<DhcpOffer> Declared { get; }

    /// <summary>By a relay that put its own address in place of the server's (RFC 5107): whose they are can't be seen.</summary>
    public IReadOnlyList<DhcpOffer> Hidden { get; }

    /// <summary>By a server that the site does not name.</summary>
    public IReadOnlyList<DhcpOffer> Undeclared { get; }

    /// <summary>It came through a relay: one says so, or it comes from the gateway although the server is somebody else.</summary>
    public bool IsRelayed(DhcpOffer offer) => offer.Relay is not null || HidesServer(offer) || (IsFromGateway(offer) && offer.Server != offer.Source);

    private bool IsDeclared(DhcpOffer offer) => _declared.Contains(offer.Server);

    private bool HidesServer(DhcpOffer offer) =>
        !_declared.Contains(offer.Server) && (offer.Server == offer.Relay || (_gateways.Contains(offer.Server) && IsFromGateway(offer)));

    /// <summary>By MAC; where the gateway's is not known, or moves between several routers, by the address that the packet bears.</summary>
    private bool IsFromGateway(DhcpOffer offer)
    {
        if (_gatewayMacs.Values.Contains(offer.SourceMac))
            return true;
        return _gateways.Contains(offer.Source) && (!_gatewayMacs.TryGetValue(offer.Source, out var mac) || MacVendors.IsVirtualRouter(mac));
    }
}
