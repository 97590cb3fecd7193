namespace Fairlead.Cli;

/// <summary>Where results and messages go: results to <see cref="Output"/>, everything else to <see cref="Error"/>.</summary>
internal sealed record Terminal(Stream Output, TextWriter Error)
{
    /// <summary>Nobody may look at colours: the results are piped, or the user said no (https://no-color.org).</summary>
    public bool IsPlain { get; init; } = Console.IsOutputRedirected || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

    public bool ShowsProgress { get; init; } = !Console.IsErrorRedirected;

    /// <summary>Somebody sits there to answer questions, which go to <see cref="Error"/>.</summary>
    public bool CanAsk { get; init; } = !Console.IsInputRedirected && !Console.IsErrorRedirected;
}
