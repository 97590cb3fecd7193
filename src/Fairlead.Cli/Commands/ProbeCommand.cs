using System.CommandLine;
using Fairlead.Cli.Checks;
using Fairlead.Cli.Output;
using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Planning;
using Fairlead.Probes.Arp;
using Fairlead.Probes.Links;
using Fairlead.Probes.Running;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead probe</c>: is an address of this link taken, and by whom.</summary>
internal static class ProbeCommand
{
    public static Command Build(Terminal terminal)
    {
        var addresses = Addresses();
        var link = LinkOptions.OfLink();
        var allowUnknown = new Option<bool>("--allow-unknown") { Description = "Exit with 0 although a question stayed open." };
        var format = CommonOptions.Format("text", "json");
        var output = CommonOptions.Output();
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Show who answered alone: no silence, no progress." };
        var noColor = CommonOptions.NoColor();
        var command = new Command("probe", "Ask who holds an address of this link: exit code 1 when somebody does, 0 when nobody answered, 4 when it can't be known.")
        {
            addresses, allowUnknown, format, output, quiet, noColor,
        };
        link.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            if (!LinkOptions.CanAskFromHere("probe", terminal))
                return ExitCodes.UnusableInput;
            var ranges = arguments.GetRequiredValue(addresses);
            if (Fault(arguments.GetRequiredValue(link.Interface), ranges, out var from) is { } fault)
            {
                terminal.Error.WriteLine($"fairlead: {fault}");
                return ExitCodes.UnusableInput;
            }

            var isQuiet = arguments.GetValue(quiet);
            var file = arguments.GetValue(output);
            using var pacer = new BroadcastPacer(link.RateOf(arguments), TimeProvider.System);
            using var capture = link.OpenPcap(arguments);
            using var live = new LiveChecks(terminal, isQuiet);
            var vantage = CheckPreparation.VantageOf(new Standpoint(from, null), CheckPreparation.RoleOutside);
            var probe = new AddressProbe(from!, ranges, pacer, capture, TimeProvider.System);
            live.Announce(probe.Announce());
            var report = RawPermissionHint.AddTo(new CheckReport(vantage, await probe.AskAsync(live.Progress, ct)), arguments.Tokens.Select(token => token.Value));
            live.Finish();
            var look = ReportLook.For(terminal, file, arguments.GetValue(noColor), isQuiet);
            ResultWriter.Write(terminal, file, stream => CheckFormats.Write(arguments.GetRequiredValue(format), new CheckAnswer(report, Planner.Make([], new PlanOptions { AsOf = default }), look), stream));
            link.ClosePcap(arguments, capture);
            return CheckCommand.ExitCodeOf(report, arguments.GetValue(allowUnknown));
        });
        return command;
    }

    private static Argument<IpRange[]> Addresses() => new("address")
    {
        Description = "Addresses, ranges a-b or prefixes.",
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result =>
        {
            var ranges = new List<IpRange>();
            foreach (var token in result.Tokens)
            {
                if (IpRange.TryParse(token.Value, out var range, out var error))
                    ranges.Add(range);
                else
                    result.AddError($"{error.Message} ({error.Hint})");
            }

            return [.. ranges];
        },
    };

    private static string? Fault(string name, IpRange[] ranges, out LinkInterface? link)
    {
        var links = LinkInterface.All();
        link = links.FirstOrDefault(each => each.Name == name);
        if (link is null)
            return CheckPreparation.NoInterface(name, links);
        if (!link.IsUp)
            return CheckPreparation.Down(name);
        return AddressProbe.Refusal(link, ranges);
    }
}
