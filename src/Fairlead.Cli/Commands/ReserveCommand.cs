using System.CommandLine;
using System.Globalization;
using System.Text;
using Fairlead.Cli.Desk;
using Fairlead.Cli.Output;
using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Ledger.Json;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead reserve</c> and <c>fairlead release</c>: addresses for somebody, before anybody else gets them.</summary>
internal static class ReserveCommand
{
    private const string Json = "json";

    public static Command Build(Terminal terminal)
    {
        var segment = new Argument<string>("site/segment") { Description = "Where, such as madrid/k8s-prod." };
        segment.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && text.Split('/') is not [{ Length: > 0 }, { Length: > 0 }])
                result.AddError($"'{text}' is no site and segment, such as madrid/k8s-prod.");
        });
        var owner = new Option<string>("--for") { Description = "Whom it is for: a cluster's name, resourceBridge, or a subject such as madrid/clusters/shop.", HelpName = "owner", Required = true };
        var kind = new Option<ClaimKind>("--kind")
        {
            Description = $"What it is for: {string.Join(", ", HoldingWords.Kinds.Select(each => each.NameOf()))}.",
            HelpName = "kind",
            Required = true,
            CustomParser = result =>
            {
                if (HoldingWords.KindOf(result.Tokens[0].Value) is { } known)
                    return known;
                result.AddError($"--kind takes {string.Join(", ", HoldingWords.Kinds.Select(each => each.NameOf()))}, not '{result.Tokens[0].Value}'.");
                return default;
            },
        };
        var address = new Option<IpRange?>("--address")
        {
            Description = "This address, range a-b or prefix; default: the lowest that is free.",
            HelpName = "range",
            CustomParser = result =>
            {
                if (!IpRange.TryParse(result.Tokens[0].Value, out var range, out var error))
                    result.AddError($"--address: {error.Message} ({error.Hint})");
                return range;
            },
        };
        var count = new Option<int?>("--count") { Description = "So many addresses in one range.", HelpName = "n" };
        var note = new Option<string?>("--note") { Description = "Kept with the reservation.", HelpName = "text" };
        var until = new Option<DateTimeOffset?>("--until")
        {
            Description = "Released by then unless it is active, such as 2027-01-31T12:00:00Z.",
            HelpName = "time",
            CustomParser = result =>
            {
                if (DateTimeOffset.TryParse(result.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
                    return time;
                result.AddError($"--until takes a time such as 2027-01-31T12:00:00Z, not '{result.Tokens[0].Value}'.");
                return null;
            },
        };
        var key = new Option<string?>("--key") { Description = "Idempotency key: the same request with it is done once a day, however often it is sent.", HelpName = "text" };
        var (why, dryRun, format, desk) = (Why(), DryRun(), CommonOptions.Format("text", Json), new DeskOptions());
        var command = new Command("reserve", "Reserve addresses in the ledger: exit code 1 when somebody holds them or too few are left.") { segment, owner, kind, address, count, note, until, key, why, dryRun, format };
        desk.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(address) is not null && result.GetResult(count) is not null)
                result.AddError("--address and --count exclude each other.");
        });
        command.SetAction(async (arguments, ct) =>
        {
            var place = arguments.GetRequiredValue(segment).Split('/');
            var request = new ReserveRequest(place[0], place[1], arguments.GetValue(kind), arguments.GetRequiredValue(owner))
            {
                Address = arguments.GetValue(address),
                Count = arguments.GetValue(count) ?? 1,
                Note = arguments.GetValue(note),
                Until = arguments.GetValue(until),
                IsDryRun = arguments.GetValue(dryRun),
                Key = arguments.GetValue(key),
            };
            await using var open = await desk.OpenAsync(arguments, ct);
            return Show(await open.ReserveAsync(request, arguments.GetValue(why), ct), arguments.GetRequiredValue(format), terminal);
        });
        return command;
    }

    public static Command BuildRelease(Terminal terminal)
    {
        var site = new Argument<string>("site") { Description = "Where it is." };
        var which = new Argument<string>("reservation") { Description = "Its id, or an address of it." };
        which.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: var text }] && !Guid.TryParse(text, out _) && !IpAddr.TryParse(text, out _, out _))
                result.AddError($"'{text}' is neither the id of a reservation nor an address.");
        });
        var (why, dryRun, format, desk) = (Why(), DryRun(), CommonOptions.Format("text", Json), new DeskOptions());
        var command = new Command("release", "Give a reservation back, into quarantine: exit code 1 when it may not be released.") { site, which, why, dryRun, format };
        desk.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            await using var open = await desk.OpenAsync(arguments, ct);
            var (where, text) = (arguments.GetRequiredValue(site), arguments.GetRequiredValue(which));
            var id = Guid.TryParse(text, out var given) ? given : await FindAsync(open, where, IpAddr.Parse(text), ct);
            if (id is not { } reservation)
            {
                terminal.Error.WriteLine($"fairlead: site {where} holds no reservation at {text}; 'fairlead ledger list {where}' shows what it holds.");
                return ExitCodes.UnusableInput;
            }

            return Show(await open.ReleaseAsync(new ReleaseRequest(where, reservation) { IsDryRun = arguments.GetValue(dryRun) }, arguments.GetValue(why), ct), arguments.GetRequiredValue(format), terminal);
        });
        return command;
    }

    /// <summary>For the history.</summary>
    public static Option<string?> Why() => new("--why") { Description = "The reason, for the history.", HelpName = "text" };

    private static Option<bool> DryRun() => new("--dry-run") { Description = "Say what would be, and change nothing." };

    private static async Task<Guid?> FindAsync(ILedgerDesk desk, string site, IpAddr address, CancellationToken ct)
    {
        await foreach (var holding in desk.ListAsync(site, null, ct))
        {
            if (holding.Range.Contains(address))
                return holding.Id;
        }

        return null;
    }

    private static int Show(LedgerOutcome outcome, string format, Terminal terminal)
    {
        if (outcome is Granted granted)
            ResultWriter.Write(terminal, null, stream => stream.Write(Encoding.UTF8.GetBytes(format == Json ? OutcomeText.Json([granted.Holding]) : OutcomeText.Line(granted.Holding))));
        else
            terminal.Error.WriteLine($"fairlead: {OutcomeText.RefusalOf(outcome)}");
        return OutcomeText.ExitCodeOf(outcome);
    }
}
