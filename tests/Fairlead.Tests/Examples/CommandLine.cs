using System.Text;
using Fairlead.Cli;

namespace Fairlead.Tests.Examples;

/// <summary>The program run inside the test: same arguments, same exit code, what it printed.</summary>
internal static class CommandLine
{
    public const string AsOf = "2026-09-01";

    public static Result Run(params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter();
        var exitCode = FairleadCommand.Run(args is ["plan", ..] && !args.Contains("--as-of") ? [.. args, "--as-of", AsOf] : args, new Terminal(output, error) { IsPlain = true, ShowsProgress = false });
        return new Result(exitCode, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }

    internal sealed record Result(int ExitCode, string Output, string Error);
}
