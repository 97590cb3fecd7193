using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Dns;

/// <summary>A name that every server of a segment has to know.</summary>
/// <param name="Party">Who bears it, in words: <c>vCenter</c>, <c>an endpoint of the catalogue</c>.</param>
/// <param name="Expected">The addresses that the site file gives it; empty where it does not say.</param>
/// <param name="IsInternal">The site file names it; else it is one of the public endpoints.</param>
/// <param name="IsBehindProxy">The site has a proxy, which resolves public names itself.</param>
internal sealed record DnsNameToAsk(string Name, string Party, IReadOnlyList<IpAddr> Expected, bool IsInternal, bool IsBehindProxy);
