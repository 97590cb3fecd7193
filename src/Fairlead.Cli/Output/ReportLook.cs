namespace Fairlead.Cli.Output;

/// <summary>How a text report looks.</summary>
/// <param name="IsPlain">No colours and no escape sequences.</param>
/// <param name="IsQuiet">Findings and the summary alone.</param>
internal sealed record ReportLook(bool IsPlain, bool IsQuiet);
