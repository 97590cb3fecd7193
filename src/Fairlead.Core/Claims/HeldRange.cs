using Fairlead.Core.Addressing;

namespace Fairlead.Core.Claims;

/// <summary>An exclusive range that a ledger holds for somebody, whatever the site files say.</summary>
/// <param name="Owner">The subject of its owner, such as <c>madrid/clusters/shop</c>; what the same owner's files say of it is the same claim.</param>
/// <param name="Site">The name of the site it was reserved in.</param>
/// <param name="Segment">The name of its segment in that site; null for what lies in none.</param>
/// <param name="Id">Names it in findings.</param>
public sealed record HeldRange(string AddressSpace, IpRange Range, ClaimKind Kind, string Owner, string Site, string? Segment, string Id);
