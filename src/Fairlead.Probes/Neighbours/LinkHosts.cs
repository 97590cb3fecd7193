using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Neighbours;

/// <summary>Who is known to be on a link, as far as it bears on what answers mean.</summary>
public sealed record LinkHosts
{
    public static LinkHosts None { get; } = new();

    /// <summary>Asked as the positive control.</summary>
    public IReadOnlyCollection<IpAddr> Gateways { get; init; } = [];

    /// <summary>Other hosts that are meant to be there; one machine may be several of them.</summary>
    public IReadOnlyCollection<IpAddr> Others { get; init; } = [];

    /// <summary>Of all interfaces of this machine.</summary>
    public IReadOnlySet<IpAddr> Own { get; init; } = new HashSet<IpAddr>();

    /// <summary>Machines that may hold many addresses without being proxies: members of clusters that exist.</summary>
    public IReadOnlySet<MacAddress> Members { get; init; } = new HashSet<MacAddress>();

    /// <summary>Machines that were seen elsewhere to answer for whatever is asked.</summary>
    public IReadOnlySet<MacAddress> Proxies { get; init; } = new HashSet<MacAddress>();
}
