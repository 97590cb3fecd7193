namespace Fairlead.Cli.Init;

/// <summary>A value of a first site file.</summary>
/// <param name="Text">As the site file has it.</param>
/// <param name="From">Where it comes from, for a comment: <c>row 4</c>.</param>
internal sealed record Drafted(string Text, string? From = null);
