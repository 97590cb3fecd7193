using System.CommandLine;
using Fairlead.Cli.Checks;
using Fairlead.Cli.Observing;
using Fairlead.Cli.Output;
using Fairlead.Cli.Vantages;
using Fairlead.Core.Checks;
using Fairlead.Core.Joins;
using Fairlead.Core.Planning;
using Fairlead.Probes.Running;
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
        var active = ActiveOwners.Option();
        var link = LinkOptions.InSegment();
        var only = CheckOptionParts.Only();
        var role = CheckOptionParts.Role();
        var authority = CheckOptionParts.Authorities("--ca", "PEM file of your own authority, for private endpoints.");
        var publicRoots = CheckOptionParts.Authorities("--public-roots", "PEM file of the roots that are public here, in place of Mozilla's, which this program carries: for a sovereign cloud.");
        var via = ViaOptions.Via();
        var viaSudo = ViaOptions.ViaSudo();
        var allowUnknown = new Option<bool>("--allow-unknown") { Description = "Exit with 0 although a question stayed open." };
        var format = CommonOptions.Format([.. CheckFormats.Names.Union(MatrixFormats.Names)]);
        var output = CommonOptions.Output();
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Show what is not as planned alone: no passes, no progress." };
        var noColor = CommonOptions.NoColor();
        var command = new Command("check", "Ask the network, from this machine, whether what the plan assumes is so.")
        {
            sites, segments, clusters, active, only, role, authority, publicRoots, via, viaSudo, merge, allowUnknown, format, output, quiet, noColor,
        };
        link.AddTo(command);
        var observe = new ObserveOption();
        observe.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(viaSudo) is { Implicit: false } && result.GetResult(via) is null)
                result.AddError("--via-sudo goes with --via.");
        });
        command.Validators.Add(result => CheckMerge.Validate(result, merge, sites, format));
        command.SetAction(async (arguments, ct) =>
        {
            if (arguments.GetValue(merge) is { Length: > 0 } reports)
                return CheckMerge.Run(terminal, reports, arguments.GetRequiredValue(format), arguments.GetValue(output), arguments.GetValue(allowUnknown));
            if (!LinkOptions.CanAskFromHere("check", terminal))
                return ExitCodes.UnusableInput;
            var isQuiet = arguments.GetValue(quiet);
            var observed = await observe.ReadAsync(arguments, terminal, isQuiet, ct);
            SourceFailures.Report(observed, terminal);
            var documents = SiteFileReader.Read(arguments.GetRequiredValue(sites), ct);
            // Questions are about what is written; what was observed is held against the answers.
            var options = new PlanOptions { AsOf = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime) };
            var plan = Planner.Make(documents, options);
            var file = arguments.GetValue(output);
            var look = ReportLook.For(terminal, file, arguments.GetValue(noColor), isQuiet);
            if (plan.HasUnusableInput)
            {
                ResultWriter.Write(terminal, null, stream => TextReport.Write(plan, stream, look with { IsQuiet = true }));
                return ExitCodes.UnusableInput;
            }

            // Another machine's interfaces are that machine's to judge.
            var target = arguments.GetValue(via) is { } there && SshTarget.TryParse(there, out var parsed) ? parsed : null;
            using var broadcasts = new BroadcastPacer(link.RateOf(arguments), TimeProvider.System);
            var preparation = CheckPreparation.Of(plan, arguments.GetValue(segments) ?? [], arguments.GetValue(clusters) ?? [], target is null ? arguments.GetValue(link.Interface) : null, arguments.GetValue(role), broadcasts);
            if (preparation.Fault is { } fault)
            {
                terminal.Error.WriteLine($"fairlead: {fault}");
                return ExitCodes.UnusableInput;
            }

            var known = ActiveOwners.Apply(preparation.Request!, arguments.GetValue(active) ?? [], out var unknownOwner);
            if (known is null)
            {
                terminal.Error.WriteLine($"fairlead: {unknownOwner}");
                return ExitCodes.UnusableInput;
            }

            if (target is not null)
            {
                var run = new RemoteRun(target, arguments.GetValue(viaSudo), ViaOptions.ForThere(arguments), ViaOptions.FilesOf((authority, arguments.GetValue(authority)), (publicRoots, arguments.GetValue(publicRoots))), link.PcapOf(arguments), isQuiet);
                var (answers, code) = await run.RunAsync(plan, terminal, ct);
                return answers is null ? code : Show(answers);
            }

            using var capture = link.OpenPcap(arguments);
            var request = known with { OwnAuthorityFile = arguments.GetValue(authority), PublicRootsFile = arguments.GetValue(publicRoots), Tap = capture };
            var families = CheckFamilies.Named(arguments.GetValue(only) ?? []);
            using var live = new LiveChecks(terminal, isQuiet);
            live.Announce([.. families.SelectMany(family => family.Announce(request)).Distinct()]);
            var report = await CheckRun.RunAsync(families, request, preparation.Vantage!, live.Saw, live.Progress, ct);
            live.Finish();
            var exitCode = Show(RawPermissionHint.AddTo(report, arguments.Tokens.Select(token => token.Value)));
            link.ClosePcap(arguments, capture);
            return exitCode;

            int Show(CheckReport answered)
            {
                var seen = observed.IsEmpty ? answered : ObservedChecks.Join(answered, Planner.Make(documents, options with { Observed = observed }));
                ResultWriter.Write(terminal, file, stream => CheckFormats.Write(arguments.GetRequiredValue(format), new CheckAnswer(seen, plan, look), stream));
                var code = ExitCodeOf(seen, arguments.GetValue(allowUnknown));
                return code == ExitCodes.Good && observed.HasFailures && !arguments.GetValue(allowUnknown) ? ExitCodes.Open : code;
            }
        });
        return command;
    }

    internal static int ExitCodeOf(CheckReport report, bool allowUnknown) =>
        report.HasFailures ? ExitCodes.Findings : report.HasOpenQuestions && !allowUnknown ? ExitCodes.Open : ExitCodes.Good;
}
