namespace Fairlead.Core.Profiles;

/// <summary>A range that the resource bridge uses inside itself.</summary>
/// <param name="Cidr">The range as text, <c>10.96.0.0/12</c>.</param>
/// <param name="What"><c>pods</c> or <c>services</c>.</param>
/// <param name="Severity">What an overlap means for this version of the bridge.</param>
/// <param name="Source">Where it is written, as in <see cref="Sourced{T}.Source"/>.</param>
public sealed record ReservedCidr(string Cidr, string What, Enforcement Severity, string Source);
