using System.CommandLine;
using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Core.Sites;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead schema</c>: the site file's JSON Schema, for editors and other checkers.</summary>
internal static class SchemaCommand
{
    public static Command Build(Terminal terminal)
    {
        var output = CommonOptions.Output();
        var command = new Command("schema", "Print the JSON Schema (2020-12) of site files.") { output };
        command.SetAction(arguments =>
        {
            ResultWriter.Write(terminal, arguments.GetValue(output), stream => stream.Write(Encoding.UTF8.GetBytes(SiteSchema.Text + "\n")));
            return ExitCodes.Good;
        });
        return command;
    }
}
