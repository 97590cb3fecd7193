using Fairlead.Probes.Running;

namespace Fairlead.Probes.Proxies;

/// <summary>One DHCP server's word about a proxy.</summary>
/// <param name="Server">Its address.</param>
/// <param name="Place">What option 252 says, as it came: shown, never fetched.</param>
public sealed record ProxyOffer(string Server, string Place);

/// <summary>What the DHCP servers of the link say, as the family <c>dhcp</c> saw it.</summary>
public interface IProxyOffers
{
    /// <summary>What would be sent to learn it.</summary>
    IReadOnlyList<Announcement> Announce(CheckRequest request);

    /// <returns>Null when they could not be asked from here.</returns>
    Task<IReadOnlyList<ProxyOffer>?> SeeAsync(CheckRequest request, CancellationToken ct);
}
