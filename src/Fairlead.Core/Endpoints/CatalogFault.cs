namespace Fairlead.Core.Endpoints;

/// <summary>A place where a file is not a catalogue, and what to do about it.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1.</param>
public sealed record CatalogFault(int Line, int Column, string Message, string Hint);
