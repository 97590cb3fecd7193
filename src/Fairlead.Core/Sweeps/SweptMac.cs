using Fairlead.Core.Addressing;

namespace Fairlead.Core.Sweeps;

/// <summary>A MAC that answered for an address.</summary>
/// <param name="Vendor">Whom IEEE gave its first octets to; null when it was made up or nobody is known.</param>
/// <param name="Addresses">For so many addresses of the sweep it answered.</param>
public sealed record SweptMac(MacAddress Mac, string? Vendor, int Addresses);
