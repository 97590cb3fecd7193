using Fairlead.Core.Addressing;

namespace Fairlead.Core.Claims;

/// <summary>Two parties that the table of pairs forbids to meet, and the exact addresses on which they do.</summary>
/// <param name="Earlier">The first of the two in reading order.</param>
public sealed record Conflict(Party Earlier, Party Later, IpSet Overlap);
