using Fairlead.Core.Addressing;

namespace Fairlead.Core.Observations;

/// <summary>An adapter that had an address, as earlier observations saw it: all that is known of a machine that is off.</summary>
/// <param name="Name">The machine's or the host's, if any was known.</param>
/// <param name="Source">The last that saw it.</param>
public sealed record PastSighting(string AddressSpace, IpAddr Address, MacAddress Mac, string? Name, ObservedSource Source, DateTimeOffset FirstAt, DateTimeOffset LastAt);
