using System.CommandLine;
using System.Text;
using Fairlead.Cli.Output;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead man</c>: the manual page, from the texts of <c>--help</c>. For those who make packages.</summary>
internal static class ManCommand
{
    public static Command Build(Terminal terminal)
    {
        var output = CommonOptions.Output();
        var command = new Command("man", "Print the manual page.") { output };
        command.Hidden = true;
        command.SetAction(arguments =>
        {
            var page = ManPage.Render((RootCommand)arguments.RootCommandResult.Command);
            ResultWriter.Write(terminal, arguments.GetValue(output), stream => stream.Write(Encoding.UTF8.GetBytes(page)));
            return ExitCodes.Good;
        });
        return command;
    }
}
