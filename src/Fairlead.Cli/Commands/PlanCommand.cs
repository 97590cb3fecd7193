using System.CommandLine;
using Fairlead.Cli.Output;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.Core.Sites.Text;
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
        var write = new Option<bool>("--write") { Description = "Put the addresses that were chosen for 'auto' into the files; nothing else of them changes." };
        var compare = new Option<string?>("--compare") { Description = "Show what changed since these site files, or since this git revision.", HelpName = "old" };
        var command = new Command("plan", "Check site files against every rule; show the address plan and the capacity.")
        {
            sites, format, output, quiet, noColor, noOverrides, asOf, write, compare,
        };
        command.SetAction((arguments, ct) =>
        {
            var file = arguments.GetValue(output);
            var options = new PlanOptions { AsOf = arguments.GetValue(asOf), HonourOverrides = !arguments.GetValue(noOverrides) };
            var paths = arguments.GetRequiredValue(sites);
            var before = arguments.GetValue(compare) is { } old ? Planner.Make(ReadOld(old, paths, ct), options) : null;
            if (before is not null)
                options = options with { HeldControlPlaneIps = PlanComparison.ControlPlaneIpsOf(before) };
            var plan = MakePlan(paths, options, terminal, arguments.GetValue(quiet), ct);
            var comparison = before is null ? null : PlanComparison.Between(before, plan);
            var look = ReportLook.For(terminal, file, arguments.GetValue(noColor), arguments.GetValue(quiet));
            ResultWriter.Write(terminal, file, stream =>
            {
                if (arguments.GetValue(format) == Json)
                    JsonReport.Write(plan, comparison, stream);
                else if (comparison is not null)
                    ComparisonReport.Write(comparison, stream);
                else
                    TextReport.Write(plan, stream, look);
            });
            if (arguments.GetValue(write))
                WriteChoices(plan, terminal);
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

    private static IReadOnlyList<SourceDocument> ReadOld(string old, IReadOnlyList<string> paths, CancellationToken ct) =>
        File.Exists(old) || Directory.Exists(old) ? SiteFileReader.Read([old], ct) : GitRevision.Read(paths, old);

    private static void WriteChoices(Plan plan, Terminal terminal)
    {
        if (plan.HasUnusableInput)
        {
            terminal.Error.WriteLine("fairlead: nothing is written while the input is unusable.");
            return;
        }

        foreach (var file in ChosenAddressWriter.Rewrite(plan, File.ReadAllBytes))
        {
            ResultWriter.Write(terminal, file.Name, stream => stream.Write(file.Bytes));
            foreach (var choice in file.Choices)
                terminal.Error.WriteLine($"wrote {choice.Range} for {choice.Subject} ({choice.Source})");
        }
    }
}
