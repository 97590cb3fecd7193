using Fairlead.Probes.Dhcp;

namespace Fairlead.Probes.Proxies;

/// <summary>One DHCP server's word about a proxy.</summary>
/// <param name="Server">Its address.</param>
/// <param name="Place">What option 252 says, as it came: shown, never fetched.</param>
internal sealed record ProxyOffer(string Server, string Place)
{
    public static IReadOnlyList<ProxyOffer> In(DhcpObservation seen) =>
        [.. seen.Offers.Where(offer => offer.ProxyAutoConfig is not null).Select(offer => new ProxyOffer(offer.Server.ToString(), offer.ProxyAutoConfig!)).Distinct()];
}
