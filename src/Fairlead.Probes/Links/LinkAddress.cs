using Fairlead.Core.Addressing;

namespace Fairlead.Probes.Links;

/// <summary>An address of an interface with the prefix that it puts on the link.</summary>
public sealed record LinkAddress(IpAddr Address, IpPrefix Prefix);
