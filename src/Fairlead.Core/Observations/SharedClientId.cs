using Fairlead.Core.Addressing;

namespace Fairlead.Core.Observations;

/// <summary>One client id with several MAC addresses: clones of one machine, or one machine whose adapter changed.</summary>
/// <param name="ClientId">As in <see cref="Lease.ClientId"/>.</param>
/// <param name="Macs">In the order in which they appeared.</param>
/// <param name="Addresses">In order.</param>
/// <param name="HostNames">In ordinal order, each once.</param>
public sealed record SharedClientId(
    string ClientId,
    IReadOnlyList<MacAddress> Macs,
    IReadOnlyList<IpAddr> Addresses,
    IReadOnlyList<string> HostNames,
    SharingEvidence Evidence);
