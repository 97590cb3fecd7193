using System.CommandLine;
using System.Text;
using Fairlead.Cli.Observing;
using Fairlead.Cli.Output;
using Fairlead.Core.Claims;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead who</c>: every claim on an address, every lease and machine seen at it, what it may be used for, and the nearest free ones.</summary>
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
        var observe = new ObserveOption();
        observe.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            var observed = await observe.ReadAsync(arguments, terminal, quiet: false, ct);
            var asked = arguments.GetValue(address);
            var documents = SiteFileReader.Read(arguments.GetRequiredValue(sites), ct);
            var plan = Planner.Make(documents, new PlanOptions { AsOf = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime) });
            var answers = AddressLookup.Find(plan.Claims, asked);
            SourceFailures.Report(observed, terminal);
            ResultWriter.Write(terminal, arguments.GetValue(output), stream =>
            {
                if (arguments.GetValue(format) == Json)
                    AddressLookupJson.Write(answers, stream, observed.IsEmpty ? null : space => observed.SeenAt(asked, space));
                else
                    stream.Write(Encoding.UTF8.GetBytes(AddressLookupReport.Text(asked, answers, observed)));
            });
            UnusableInput.Report(plan, terminal);
            var isTaken = answers.Any(answer => answer.IsTaken || observed.SeenAt(asked, answer.AddressSpace).Any(sighting => sighting.IsUse));
            return plan.HasUnusableInput ? ExitCodes.UnusableInput : isTaken ? ExitCodes.Findings : observed.HasFailures ? ExitCodes.Open : ExitCodes.Good;
        });
        return command;
    }
}
