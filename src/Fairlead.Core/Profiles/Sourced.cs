namespace Fairlead.Core.Profiles;

/// <summary>A value, where it is written, and how well it is founded.</summary>
/// <param name="Value">The value.</param>
/// <param name="Source">Repository, path and date of the edition: <c>owner/name path/file.md (2024-03-26)</c>; several are joined by "; ".</param>
/// <param name="Mark">Stated there, or reasoned from it.</param>
/// <param name="Note">What else to know, above all where sources disagree.</param>
public sealed record Sourced<T>(T Value, string Source, Mark Mark, string? Note = null);
