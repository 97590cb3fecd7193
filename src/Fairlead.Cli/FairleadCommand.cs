using System.CommandLine;
using Fairlead.Cli.Commands;
using Fairlead.SiteFiles;

namespace Fairlead.Cli;

/// <summary>The program: parses arguments, runs one command, and turns every failure into a message and an exit code.</summary>
internal static class FairleadCommand
{
    public static int Run(IReadOnlyList<string> args, Terminal terminal)
    {
        try
        {
            var result = Build(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            if (result.Errors.Count > 0)
                return Refuse(result, terminal);
            return result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Error = terminal.Error });
        }
        catch (SiteFileException exception)
        {
            terminal.Error.WriteLine($"fairlead: {exception.Message}");
            return ExitCodes.UnusableInput;
        }
        catch (OutputException exception)
        {
            terminal.Error.WriteLine($"fairlead: {exception.Message}");
            return ExitCodes.Failed;
        }
        catch (Exception exception) when (Environment.GetEnvironmentVariable("FAIRLEAD_DEBUG") is null)
        {
            terminal.Error.WriteLine($"fairlead: this should not have happened: {exception.Message}");
            terminal.Error.WriteLine("Please report it, with the output of the same command under FAIRLEAD_DEBUG=1.");
            return ExitCodes.Failed;
        }
    }

    /// <summary>The whole command line, also for help texts.</summary>
    public static RootCommand Build(Terminal terminal) => new("Plans and proves the network of Kubernetes clusters on VMware.")
    {
        PlanCommand.Build(terminal),
        ExplainCommand.Build(terminal),
        SchemaCommand.Build(terminal),
        RenderCommand.Build(terminal),
    };

    private static int Refuse(ParseResult result, Terminal terminal)
    {
        foreach (var error in result.Errors)
            terminal.Error.WriteLine($"fairlead: {error.Message}");
        var command = result.CommandResult.Command;
        terminal.Error.WriteLine($"Try 'fairlead {(command is RootCommand ? "" : command.Name + " ")}--help'.");
        return ExitCodes.UnusableInput;
    }
}
