using System.CommandLine;
using Fairlead.Cli.Observing;
using Fairlead.Cli.Output;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead plan</c>: every static rule across all sites given, the address plan and the capacity.</summary>
internal static class PlanCommand
{
    public static Command Build(Terminal terminal)
    {
        var sites = CommonOptions.Sites();
        var format = CommonOptions.Format(PlanFormats.Names);
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
        command.Validators.Add(result =>
        {
            if (result.GetValue(compare) is not null && result.GetValue(format) is { } chosen && !PlanFormats.ShowsComparison(chosen))
                result.AddError($"--compare shows its answer as text or json, not as {chosen}.");
        });
        var observe = new ObserveOption();
        observe.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            var paths = arguments.GetRequiredValue(sites);
            var isQuiet = arguments.GetValue(quiet);
            if (arguments.GetValue(write))
                RefuseWhatCanNotBeRewritten(paths);
            var observed = await observe.ReadAsync(arguments, terminal, isQuiet, ct);
            // The text for people says it itself.
            if (arguments.GetRequiredValue(format) != "text" || isQuiet)
                SourceFailures.Report(observed, terminal);
            var options = new PlanOptions { Observed = observed, AsOf = CommonOptions.Day(arguments.GetValue(asOf)), HonourOverrides = !arguments.GetValue(noOverrides) };
            var before = arguments.GetValue(compare) is { } old ? Planner.Make(ReadOld(old, paths, ct), options) : null;
            if (before is not null)
                options = options with { HeldControlPlaneIps = PlanComparison.ControlPlaneIpsOf(before) };
            var plan = MakePlan(paths, options, terminal, isQuiet, ct);
            var file = arguments.GetValue(output);
            var answer = new PlanAnswer(plan, before is null ? null : PlanComparison.Between(before, plan), ReportLook.For(terminal, file, arguments.GetValue(noColor), isQuiet));
            ResultWriter.Write(terminal, file, stream => PlanFormats.Write(arguments.GetRequiredValue(format), answer, stream));
            if (arguments.GetValue(write))
                WriteChoices(plan, terminal);
            return plan.HasUnusableInput ? ExitCodes.UnusableInput : plan.HasFailures ? ExitCodes.Findings : observed.HasFailures ? ExitCodes.Open : ExitCodes.Good;
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

    private static void RefuseWhatCanNotBeRewritten(IReadOnlyList<string> paths)
    {
        if (paths.FirstOrDefault(path => !ResultWriter.IsReplaceable(path)) is { } pipe)
            throw new SiteFileException($"--write can't put addresses into {pipe}, which is no file on disk. Save it as a file first.");
    }

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
