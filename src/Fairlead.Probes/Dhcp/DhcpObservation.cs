namespace Fairlead.Probes.Dhcp;

/// <summary>What a link answered to DISCOVERs.</summary>
/// <param name="Asked">DISCOVERs sent.</param>
/// <param name="IsBroken">The interface went away meanwhile.</param>
internal sealed record DhcpObservation(IReadOnlyList<DhcpOffer> Offers, int Asked, bool IsBroken)
{
    /// <summary>What option 252 says, each address once: for the question whether there is a proxy.</summary>
    public IReadOnlyList<string> ProxyAutoConfigs => [.. Offers.Select(offer => offer.ProxyAutoConfig).OfType<string>().Distinct()];
}
