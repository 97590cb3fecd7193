namespace Fairlead.Core.Deliverables;

/// <summary>Where a throwaway VM takes the program from.</summary>
/// <param name="Url">Null: from an attached disk or ISO image with the label <c>FAIRLEAD</c>, file <c>fairlead</c>.</param>
/// <param name="Sha256">64 hexadecimal digits; null: what the disk holds is taken as it is.</param>
public sealed record VantageProgram(string? Url, string? Sha256);
