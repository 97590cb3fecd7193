using System.Text;
using Fairlead.Cli;

namespace Fairlead.Tests;

/// <summary>One run of the program, in this process and without a terminal.</summary>
internal sealed record Run(int ExitCode, string Output, string Error)
{
    public (int ExitCode, string Output, string Error) ToTuple() => (ExitCode, Output, Error);

    public static Run Of(params string[] args)
    {
        using var output = new MemoryStream();
        using var error = new StringWriter { NewLine = "\n" };
        var code = FairleadCommand.Run(args, new Terminal(output, error) { CanAsk = false, IsPlain = true, ShowsProgress = false });
        return new(code, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
