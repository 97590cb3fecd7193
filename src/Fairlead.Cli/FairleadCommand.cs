using System.CommandLine;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;
using System.Text;
using Fairlead.Cli.Commands;
using Fairlead.Cli.Output;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Cli;

/// <summary>The program: parses arguments, runs one command, and turns every failure into a message and an exit code.</summary>
internal static class FairleadCommand
{
    public static int Run(IReadOnlyList<string> args, Terminal terminal)
    {
        try
        {
            var result = Build(terminal).Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            // The text behind the [suggest] directive is unfinished, and wrong as arguments of this run.
            if (result.Errors.Count > 0 && result.Action is null or ParseErrorAction)
                return Refuse(result, terminal);
            return Invoke(result, terminal);
        }
        catch (Exception exception) when (exception is not OutputException && args is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal))
        {
            // System.CommandLine 3.0.0 fails on '--option=part' and on a position that is none: a shell that asks in vain completes nothing.
            return ExitCodes.Good;
        }
        catch (UnusableInputException exception)
        {
            terminal.Error.WriteLine($"fairlead: {exception.Message}");
            return ExitCodes.UnusableInput;
        }
        catch (Exception exception) when (exception is OutputException or Ledger.LedgerUnavailableException or Server.Access.TokenFileException)
        {
            terminal.Error.WriteLine($"fairlead: {exception.Message}");
            return ExitCodes.Failed;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine("fairlead: stopped before the end; there is no result.");
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
    public static RootCommand Build(Terminal terminal) => new("Plans, proves and guards the network of Kubernetes clusters on VMware.")
    {
        UpCommand.Build(terminal),
        InitCommand.Build(terminal),
        ImportCommand.Build(terminal),
        PlanCommand.Build(terminal),
        CheckCommand.Build(terminal),
        SweepCommand.Build(terminal),
        ProbeCommand.Build(terminal),
        WhoCommand.Build(terminal),
        SizeCommand.Build(terminal),
        ReserveCommand.Build(terminal),
        ReserveCommand.BuildRelease(terminal),
        LedgerCommand.Build(terminal),
        ServeCommand.Build(terminal),
        TokenCommand.Build(terminal),
        EndpointsCommand.Build(terminal),
        ExplainCommand.Build(terminal),
        SchemaCommand.Build(terminal),
        RenderCommand.Build(terminal),
        ApplyCommand.BuildDiff(terminal),
        ApplyCommand.BuildApply(terminal),
        CompletionCommand.Build(terminal),
        ManCommand.Build(terminal),
    };

    /// <summary>What the library prints (help, version, completions) goes where results go.</summary>
    private static int Invoke(ParseResult result, Terminal terminal)
    {
        using var printed = new StringWriter();
        var exitCode = result.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = printed, Error = terminal.Error });
        if (printed.GetStringBuilder().Length > 0)
            ResultWriter.Write(terminal, null, stream => stream.Write(Encoding.UTF8.GetBytes(printed.ToString())));
        return exitCode;
    }

    private static int Refuse(ParseResult result, Terminal terminal)
    {
        foreach (var error in result.Errors)
            terminal.Error.WriteLine($"fairlead: {error.Message}");
        terminal.Error.WriteLine($"Try 'fairlead {PathOf(result.CommandResult)}--help'.");
        return ExitCodes.UnusableInput;
    }

    /// <summary>The names below the program's own, each with a space behind it: <c>endpoints list </c>.</summary>
    private static string PathOf(CommandResult command) =>
        command.Parent is CommandResult parent ? $"{PathOf(parent)}{command.Command.Name} " : "";
}
