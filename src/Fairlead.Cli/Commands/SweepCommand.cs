using System.CommandLine;
using Fairlead.Cli.Checks;
using Fairlead.Cli.Output;
using Fairlead.Cli.Sweeping;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Planning;
using Fairlead.Core.Sweeps;
using Fairlead.Probes.Running;
using Fairlead.Probes.Sweeping;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead sweep</c>: who is there on a segment, seen from this machine.</summary>
internal static class SweepCommand
{
    public static Command Build(Terminal terminal)
    {
        var sites = CommonOptions.Sites();
        var segment = new Option<string?>("--segment") { Description = "The segment to sweep (name, or site/name); default: the one that this machine stands in.", HelpName = "segment" };
        var part = new Option<IpRange?>("--range")
        {
            Description = "Only this part of it: an address, a range a-b or a prefix.",
            HelpName = "range",
            CustomParser = result =>
            {
                if (!IpRange.TryParse(result.Tokens[0].Value, out var range, out var error))
                    result.AddError($"--range: {error.Message} ({error.Hint})");
                return range;
            },
        };
        var link = LinkOptions.InSegment();
        var noNames = new Option<bool>("--no-names") { Description = "Don't ask the segment's DNS servers what the addresses are called." };
        var format = CommonOptions.Format(SweepFormats.Names);
        var output = CommonOptions.Output();
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No announcement and no progress." };
        var noColor = CommonOptions.NoColor();
        var command = new Command("sweep", "Show who answers on a segment, with names, vendors, twins and proxies.")
        {
            sites, segment, part, noNames, format, output, quiet, noColor,
        };
        link.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            if (!LinkOptions.CanAskFromHere("sweep", terminal))
                return ExitCodes.UnusableInput;
            var plan = Planner.Make(SiteFileReader.Read(arguments.GetRequiredValue(sites), ct), new PlanOptions { AsOf = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime) });
            var file = arguments.GetValue(output);
            var look = ReportLook.For(terminal, file, arguments.GetValue(noColor), arguments.GetValue(quiet));
            if (plan.HasUnusableInput)
            {
                ResultWriter.Write(terminal, null, stream => TextReport.Write(plan, stream, look with { IsQuiet = true }));
                return ExitCodes.UnusableInput;
            }

            using var broadcasts = new BroadcastPacer(link.RateOf(arguments), TimeProvider.System);
            string[] chosen = arguments.GetValue(segment) is { } name ? [name] : [];
            var preparation = CheckPreparation.Of(plan, chosen, [], arguments.GetValue(link.Interface), role: null, broadcasts);
            if ((preparation.Fault ?? FaultOf(preparation.Request!, arguments.GetValue(part))) is { } fault)
            {
                terminal.Error.WriteLine($"fairlead: {fault}");
                return ExitCodes.UnusableInput;
            }

            if (!preparation.Vantage!.CanSendRaw)
            {
                terminal.Error.WriteLine($"fairlead: a sweep needs raw packets, and this process may send none; nothing was sent. {ClaimText.Capitalised(RawPermissionHint.Of(Installation.Here(), arguments.Tokens.Select(token => token.Value)))}");
                return ExitCodes.Open;
            }

            using var capture = link.OpenPcap(arguments);
            var request = preparation.Request! with { Tap = capture };
            var sweep = new SegmentSweep(request, request.OnLinkSegment!, arguments.GetValue(part) ?? request.OnLinkSegment!.PrefixOf(IpFamily.V4)!.Value.Range);
            using var live = new LiveChecks(terminal, arguments.GetValue(quiet));
            live.Announce(sweep.Announce());
            var report = await sweep.RunAsync(preparation.Vantage, !arguments.GetValue(noNames), live.Progress, ct);
            live.Finish();
            ResultWriter.Write(terminal, file, stream => SweepFormats.Write(arguments.GetRequiredValue(format), report, stream, look));
            link.ClosePcap(arguments, capture);
            return report.Count(SweptAs.Duplicate) > 0 ? ExitCodes.Findings : report.Fault is not null ? ExitCodes.Open : ExitCodes.Good;
        });
        return command;
    }

    /// <summary>What keeps this machine from sweeping; null when nothing does.</summary>
    private static string? FaultOf(CheckRequest request, IpRange? part)
    {
        if (request.OnLinkSegment is not { } segment || request.Interface is null)
            return $"this machine stands in none of the segments ({string.Join(", ", request.Segments)}): a sweep is possible from the link alone. Run it on a machine of the segment, or name the interface with --interface and the segment with --segment.";
        if (segment.PrefixOf(IpFamily.V4) is not { } prefix)
            return $"{segment} has no IPv4 prefix, and IPv6 is never swept: it has no end.";
        var range = part ?? prefix.Range;
        if (!prefix.Range.Contains(range))
            return $"{range} is not in the prefix {prefix} of {segment}.";
        return range.Count > SegmentSweep.MostAddresses ? $"{range} holds more than {SegmentSweep.MostAddresses} addresses: sweep a part of it with --range." : null;
    }
}
