namespace Fairlead.Core.Importing;

/// <summary>A value of a site file that is not written yet.</summary>
/// <param name="Text">As the site file has it.</param>
/// <param name="From">Where it comes from, for a comment: <c>row 4</c>, <c>kea-dhcp4.conf:31</c>.</param>
/// <param name="For">What a reserved range is kept for.</param>
public sealed record Drafted(string Text, string? From = null, string? For = null);
