using System.CommandLine;
using Fairlead.Cli.Output;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead plan</c>: every static rule across all sites given, the address plan and the capacity.</summary>
internal static class PlanCommand
{
    private const string Json = "json";

    public static Command Build(Terminal terminal)
    {
        var sites = CommonOptions.Sites();
        var format = CommonOptions.Format("text", Json);
        var output = CommonOptions.Output();
        var quiet = CommonOptions.Quiet();
        var noColor = CommonOptions.NoColor();
        var noOverrides = CommonOptions.NoOverrides();
        var asOf = CommonOptions.AsOf();
        var command = new Command("plan", "Check site files against every rule; show the address plan and the capacity.")
        {
            sites, format, output, quiet, noColor, noOverrides, asOf,
        };
        command.SetAction((arguments, ct) =>
        {
            var file = arguments.GetValue(output);
            var plan = MakePlan(arguments.GetRequiredValue(sites), new PlanOptions { AsOf = arguments.GetValue(asOf), HonourOverrides = !arguments.GetValue(noOverrides) }, terminal, arguments.GetValue(quiet), ct);
            var look = ReportLook.For(terminal, file, arguments.GetValue(noColor), arguments.GetValue(quiet));
            ResultWriter.Write(terminal, file, stream =>
            {
                if (arguments.GetValue(format) == Json)
                    JsonReport.Write(plan, stream);
                else
                    TextReport.Write(plan, stream, look);
            });
            return Task.FromResult(plan.HasUnusableInput ? ExitCodes.UnusableInput : plan.HasFailures ? ExitCodes.Findings : ExitCodes.Good);
        });
        return command;
    }

    private static Plan MakePlan(IReadOnlyList<string> sites, PlanOptions options, Terminal terminal, bool quiet, CancellationToken ct)
    {
        using var progress = new Progress(terminal, quiet);
        progress.Say("Reading site files");
        var documents = SiteFileReader.Read(sites, ct);
        progress.Say($"Checking {documents.Count} documents");
        return Planner.Make(documents, options);
    }
}
