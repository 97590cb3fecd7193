namespace Fairlead.Cli.Output;

/// <summary>How a text report looks.</summary>
/// <param name="IsPlain">No colours and no escape sequences.</param>
/// <param name="IsQuiet">Findings and the summary alone.</param>
internal sealed record ReportLook(bool IsPlain, bool IsQuiet)
{
    /// <summary>Cells in a line.</summary>
    public int Width { get; init; } = TerminalSettings.WidthOfFiles;

    /// <summary>Whether the reader takes UTF-8; otherwise everything is ASCII.</summary>
    public bool IsUnicode { get; init; } = true;

    /// <param name="file">The file that the report goes to; null: standard output.</param>
    public static ReportLook For(Terminal terminal, string? file, bool noColor, bool quiet) => new(file is not null || terminal.IsPlain || noColor, quiet)
    {
        Width = file is null ? terminal.Width : TerminalSettings.WidthOfFiles,
        IsUnicode = file is not null || terminal.IsUnicode,
    };
}
