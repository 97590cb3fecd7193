namespace Fairlead.Core.Profiles;

/// <summary>An Azure region.</summary>
/// <param name="Name">As in endpoint names: <c>westeurope</c>.</param>
/// <param name="DisplayName">As in the portal: <c>West Europe</c>.</param>
/// <param name="AlsoPrintedAs">Another spelling that a requirements page uses.</param>
/// <param name="ShortName">As in the hosts of the hybrid identity service: <c>weu</c>. It follows no rule and is never derived.</param>
public sealed record Region(string Name, string DisplayName, string? AlsoPrintedAs, Sourced<string> ShortName);
