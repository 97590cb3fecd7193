using System.CommandLine;
using Fairlead.Cli.Checks;
using Fairlead.Cli.Output;
using Fairlead.Core.Checks;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead check</c>: live preflight from this machine, with evidence.</summary>
internal static class CheckCommand
{
    public static Command Build(Terminal terminal)
    {
        var sites = CommonOptions.Sites();
        sites.Arity = ArgumentArity.ZeroOrMore;
        var merge = CheckMerge.Option();
        var segments = new Option<string[]>("--segment") { Description = "Ask about these segments alone (name, or site/name).", HelpName = "segment" };
        var clusters = new Option<string[]>("--cluster") { Description = "Ask about these clusters alone (name, or site/name).", HelpName = "cluster" };
        var link = new Option<string?>("--interface") { Description = "Ask from this interface; default: the first that stands in a segment.", HelpName = "interface" };
        var only = CheckOptionParts.Only();
        var rate = new Option<double>("--rate") { Description = "Broadcasts per second, at most.", DefaultValueFactory = _ => ProbeManners.DefaultRate, HelpName = "n" };
        var owns = new Option<bool>("--i-own-this-network") { Description = $"Allow a --rate above {ProbeManners.MostForGuests}." };
        var role = CheckOptionParts.Role();
        var authority = new Option<string?>("--ca") { Description = "PEM file of your own authority, for private endpoints.", HelpName = "file" };
        var pcap = new Option<string?>("--pcap") { Description = "Write every raw frame sent and received to this file.", HelpName = "file" };
        var allowUnknown = new Option<bool>("--allow-unknown") { Description = "Exit with 0 although a question stayed open." };
        var format = CommonOptions.Format([.. CheckFormats.Names.Union(MatrixFormats.Names)]);
        var output = CommonOptions.Output();
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Show what is not as planned alone: no passes, no progress." };
        var noColor = CommonOptions.NoColor();
        var command = new Command("check", "Ask the network, from this machine, whether what the plan assumes is so.")
        {
            sites, segments, clusters, link, only, rate, owns, role, authority, pcap, merge, allowUnknown, format, output, quiet, noColor,
        };
        command.Validators.Add(result => ProbeManners.Validate(result, rate, owns));
        command.Validators.Add(result => CheckMerge.Validate(result, merge, sites, format));
        command.SetAction(async (arguments, ct) =>
        {
            if (arguments.GetValue(merge) is { Length: > 0 } reports)
                return CheckMerge.Run(terminal, reports, arguments.GetRequiredValue(format), arguments.GetValue(output), arguments.GetValue(allowUnknown));
            var isQuiet = arguments.GetValue(quiet);
            var plan = Planner.Make(SiteFileReader.Read(arguments.GetRequiredValue(sites), ct), new PlanOptions { AsOf = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime) });
            var file = arguments.GetValue(output);
            var look = ReportLook.For(terminal, file, arguments.GetValue(noColor), isQuiet);
            if (plan.HasUnusableInput)
            {
                ResultWriter.Write(terminal, null, stream => TextReport.Write(plan, stream, look with { IsQuiet = true }));
                return ExitCodes.UnusableInput;
            }

            var preparation = CheckPreparation.Of(plan, arguments.GetValue(segments) ?? [], arguments.GetValue(clusters) ?? [], arguments.GetValue(link), arguments.GetValue(role));
            if (preparation.Fault is { } fault)
            {
                terminal.Error.WriteLine($"fairlead: {fault}");
                return ExitCodes.UnusableInput;
            }

            using var capture = CheckOptionParts.OpenPcap(arguments.GetValue(pcap));
            var request = preparation.Request! with { Rate = arguments.GetValue(rate), OwnAuthorityFile = arguments.GetValue(authority), Tap = capture };
            var families = CheckFamilies.Named(arguments.GetValue(only) ?? []);
            using var live = new LiveChecks(terminal, isQuiet);
            live.Announce(families.SelectMany(family => family.Announce(request)));
            var report = await Probes.Running.CheckRun.RunAsync(families, request, preparation.Vantage!, live.Saw, live.Progress, ct);
            live.Finish();
            ResultWriter.Write(terminal, file, stream => CheckFormats.Write(arguments.GetRequiredValue(format), new CheckAnswer(report, plan, look), stream));
            return ExitCodeOf(report, arguments.GetValue(allowUnknown));
        });
        return command;
    }

    internal static int ExitCodeOf(CheckReport report, bool allowUnknown) =>
        report.HasFailures ? ExitCodes.Findings : report.HasOpenQuestions && !allowUnknown ? ExitCodes.Open : ExitCodes.Good;
}
