using Fairlead.Core.Addressing;

namespace Fairlead.Core.Observations;

/// <summary>A subnet that a DHCP server serves, as its configuration says.</summary>
public sealed record ServedSubnet
{
    public required IpPrefix Prefix { get; init; }

    /// <summary>File and line, or the path of the value in an answer.</summary>
    public required string Where { get; init; }

    /// <summary>What the server calls it: Kea's id, the name of a scope; null where it has no name.</summary>
    public string? Name { get; init; }

    /// <summary>The name of the shared network, or superscope, that it belongs to.</summary>
    public string? SharedNetwork { get; init; }

    /// <summary>False for a scope that is switched off: it hands out nothing.</summary>
    public bool IsActive { get; init; } = true;

    public IReadOnlyList<ServedPool> Pools { get; init; } = [];

    /// <summary>Ranges inside pools that are never handed out.</summary>
    public IReadOnlyList<ServedExclusion> Exclusions { get; init; } = [];

    public IReadOnlyList<ServedReservation> Reservations { get; init; } = [];

    /// <summary>How long a client that asks for nothing particular has an address; null where it is not said.</summary>
    public TimeSpan? LeaseTime { get; init; }

    public IReadOnlyList<IpAddr> Routers { get; init; } = [];

    public IReadOnlyList<IpAddr> DnsServers { get; init; } = [];

    public IReadOnlyList<IpAddr> NtpServers { get; init; } = [];

    /// <summary>The other server of a failover or high availability pair, as the configuration names it.</summary>
    public string? Partner { get; init; }

    /// <summary>The server's own count; null where only leases can be counted.</summary>
    public ServedCounts? Counts { get; init; }

    /// <summary>Every address that some client may get: pools less exclusions, whatever class they ask for; reservations outside pools are not in it.</summary>
    public IpSet Dynamic => IsActive ? IpSet.Of(Pools.Select(pool => pool.Range)).Except(IpSet.Of(Exclusions.Select(exclusion => exclusion.Range))) : IpSet.Empty;
}

/// <param name="ClientClass">The class, or rule, that a client must meet; null: anybody.</param>
public sealed record ServedPool(IpRange Range, string Where, string? ClientClass = null);

public sealed record ServedExclusion(IpRange Range, string Where);

/// <param name="Address">Null for a reservation that gives options alone.</param>
/// <param name="Client">What the client is known by, as written: a client id, a DUID, a circuit id; null where <paramref name="Mac"/> says it.</param>
public sealed record ServedReservation(IpAddr? Address, MacAddress? Mac, string? Client, string? HostName, string Where);

/// <param name="Total">Addresses in pools.</param>
/// <param name="Assigned">Handed out; Kea counts declined ones among them.</param>
/// <param name="Declined">Known as taken by somebody else.</param>
public sealed record ServedCounts(UInt128 Total, UInt128 Assigned, UInt128 Declined);
