using System.CommandLine;
using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Core.Claims;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead who</c>: every claim on an address, what it may be used for, and the nearest free ones.</summary>
internal static class WhoCommand
{
    private const string Json = "json";

    public static Command Build(Terminal terminal)
    {
        var address = CommonOptions.Address();
        var sites = CommonOptions.Sites();
        var format = CommonOptions.Format("text", Json);
        var output = CommonOptions.Output();
        var command = new Command("who", "Show who has an address: exit code 1 when somebody does, 0 when nobody.") { address, sites, format, output };
        command.SetAction((arguments, ct) =>
        {
            var documents = SiteFileReader.Read(arguments.GetRequiredValue(sites), ct);
            var plan = Planner.Make(documents, new PlanOptions { AsOf = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime) });
            var answers = AddressLookup.Find(plan.Claims, arguments.GetValue(address));
            ResultWriter.Write(terminal, arguments.GetValue(output), stream =>
            {
                if (arguments.GetValue(format) == Json)
                    AddressLookupJson.Write(answers, stream);
                else
                    stream.Write(Encoding.UTF8.GetBytes(AddressLookupReport.Text(arguments.GetValue(address), answers)));
            });
            UnusableInput.Report(plan, terminal);
            return Task.FromResult(plan.HasUnusableInput ? ExitCodes.UnusableInput : answers.Any(answer => answer.IsTaken) ? ExitCodes.Findings : ExitCodes.Good);
        });
        return command;
    }
}
