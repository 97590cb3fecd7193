namespace Fairlead.Cli;

/// <summary>Where results and messages go: results to <see cref="Output"/>, everything else to <see cref="Error"/>.</summary>
internal sealed record Terminal(Stream Output, TextWriter Error)
{
    /// <summary>Nobody may look at colours: the results are piped, the terminal has none, or the user said no (https://no-color.org).</summary>
    public bool IsPlain { get; init; } =
        Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) || Environment.GetEnvironmentVariable("TERM") == "dumb";

    public bool ShowsProgress { get; init; } = !Console.IsErrorRedirected;

    /// <summary>Cells in a line.</summary>
    public int Width { get; init; } = TerminalSettings.Width(Environment.GetEnvironmentVariable("COLUMNS"), Console.IsOutputRedirected ? null : () => Console.WindowWidth);

    /// <summary>Whether results may be more than ASCII.</summary>
    public bool IsUnicode { get; init; } = TerminalSettings.IsUnicode(Environment.GetEnvironmentVariable, Console.OutputEncoding);

    /// <summary>Somebody sits there to answer questions, which go to <see cref="Error"/>.</summary>
    public bool CanAsk { get; init; } = !Console.IsInputRedirected && !Console.IsErrorRedirected;
}
