using System.CommandLine;
using System.Text;
using System.Text.Json;
using Fairlead.Cli.Desk;
using Fairlead.Cli.Output;
using Fairlead.Cli.Serving;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Ledger;
using Fairlead.Ledger.Storage;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead ledger</c>: what it holds, and its care.</summary>
internal static class LedgerCommand
{
    private const string Json = "json";

    public static Command Build(Terminal terminal) => new("ledger", "Look into the ledger, and take care of it.")
    {
        List(terminal),
        History(terminal),
        Who(terminal),
        Forget(terminal),
        Backup(terminal),
        Restore(terminal),
        Verify(terminal),
        Export(terminal),
        Import(terminal),
    };

    private static Command List(Terminal terminal)
    {
        var site = new Argument<string>("site") { Description = "Which site." };
        var segment = new Option<string?>("--segment") { Description = "Of this segment alone.", HelpName = "segment" };
        var (format, desk) = (CommonOptions.Format("text", Json), new DeskOptions());
        var command = new Command("list", "What the ledger holds in a site, by segment and address.") { site, segment, format };
        desk.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            await using var open = await desk.OpenAsync(arguments, ct);
            var holdings = new List<Holding>();
            await foreach (var holding in open.ListAsync(arguments.GetRequiredValue(site), arguments.GetValue(segment), ct))
                holdings.Add(holding);
            Write(terminal, arguments.GetRequiredValue(format) == Json ? OutcomeText.Json(holdings) : string.Concat(holdings.Select(OutcomeText.Line)));
            return ExitCodes.Good;
        });
        return command;
    }

    private static Command History(Terminal terminal)
    {
        var site = new Option<string?>("--site") { Description = "Of this site alone.", HelpName = "site" };
        var subject = new Option<string?>("--subject") { Description = "Of this subject, or below it, alone.", HelpName = "subject" };
        var limit = new Option<int>("--limit") { Description = "At most so many entries, the newest first.", DefaultValueFactory = _ => 50, HelpName = "n" };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
                result.AddError("--limit goes from 1 to 1000.");
        });
        var desk = new DeskOptions();
        var command = new Command("history", "Who changed what, when and why.") { site, subject, limit };
        desk.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            await using var open = await desk.OpenAsync(arguments, ct);
            var entries = await open.HistoryAsync(arguments.GetValue(site), arguments.GetValue(subject), arguments.GetValue(limit), ct);
            Write(terminal, string.Concat(entries.Select(OutcomeText.Line)));
            return ExitCodes.Good;
        });
        return command;
    }

    private static Command Who(Terminal terminal)
    {
        var address = CommonOptions.Address();
        var (format, desk) = (CommonOptions.Format("text", Json), new DeskOptions());
        var command = new Command("who", "Show who has an address, by files and by reservations: exit code 1 when somebody does, 0 when nobody.") { address, format };
        desk.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            await using var open = await desk.OpenAsync(arguments, ct);
            var answer = await open.WhoAsync(arguments.GetValue(address), ct);
            Write(terminal, arguments.GetRequiredValue(format) == Json ? answer.GetRawText() + "\n" : WhoText(arguments.GetValue(address), answer));
            return answer.GetProperty("answers").EnumerateArray().Any(each => each.GetProperty("taken").GetBoolean()) ? ExitCodes.Findings : ExitCodes.Good;
        });
        return command;
    }

    private static Command Forget(Terminal terminal)
    {
        var site = new Argument<string>("site") { Description = "Which site." };
        var place = new LedgerPlace();
        var command = new Command("forget", "Forget a loaded site. Its reservations and the control plane IPs that were active stay.") { site };
        place.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            await using var ledger = await Ledger.Ledger.OpenAsync(place.ExistingStoreOf(arguments), TimeProvider.System, ct);
            if (await ledger.AskAsync(new DeleteSiteRequest(arguments.GetRequiredValue(site)), new Actor($"cli:{Environment.UserName}"), ct) is not Refused refused)
                return ExitCodes.Good;
            terminal.Error.WriteLine($"fairlead: {refused.Message}");
            return ExitCodes.UnusableInput;
        });
        return command;
    }

    private static Command Backup(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "The new ledger file; one that is there is not replaced." };
        return OnStore("backup", "Copy the ledger into a new file, consistently, while it is in use.", file, isNew: false, async (store, arguments, ct) =>
        {
            await store.OpenAsync(ct);
            await store.BackupAsync(arguments.GetRequiredValue(file), ct);
            terminal.Error.WriteLine($"Copied {store.Place} to {arguments.GetRequiredValue(file)}.");
            return ExitCodes.Good;
        });
    }

    private static Command Restore(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "A ledger file, such as 'ledger backup' makes." };
        return OnStore("restore", "Put a backup into an empty ledger: this folder's file, or a database.", file, isNew: true, async (store, arguments, ct) =>
        {
            await LedgerTransfer.RestoreAsync(arguments.GetRequiredValue(file), store, ct);
            terminal.Error.WriteLine($"Restored {store.Place} from {arguments.GetRequiredValue(file)}.");
            return ExitCodes.Good;
        });
    }

    private static Command Verify(Terminal terminal) => OnStore("verify", "Look for damage, and for rows that break the ledger's promises: exit code 1 when there are any.", null, isNew: false, async (store, _, ct) =>
    {
        await store.OpenAsync(ct);
        var faults = await store.VerifyAsync(ct);
        Write(terminal, faults.Count == 0 ? $"{store.Place} is sound.\n" : string.Concat(faults.Select(fault => fault + "\n")));
        return faults.Count == 0 ? ExitCodes.Good : ExitCodes.Findings;
    });

    private static Command Export(Terminal terminal)
    {
        var output = CommonOptions.Output();
        var command = OnStore("export", "Write everything, with its history, as JSON lines.", null, isNew: false, async (store, arguments, ct) =>
        {
            await store.OpenAsync(ct);
            using var lines = new MemoryStream();
            await LedgerTransfer.ExportAsync(store, lines, ct);
            ResultWriter.Write(terminal, arguments.GetValue(output), stream => stream.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length)));
            return ExitCodes.Good;
        });
        command.Options.Add(output);
        return command;
    }

    private static Command Import(Terminal terminal)
    {
        var file = new Argument<string>("file") { Description = "What 'ledger export' wrote." };
        return OnStore("import", "Read an export into an empty ledger, all of it or nothing.", file, isNew: true, async (store, arguments, ct) =>
        {
            var name = arguments.GetRequiredValue(file);
            FileStream from;
            try
            {
                from = File.OpenRead(name);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new UnusableInputException($"{name} can't be read ({exception.Message}).");
            }

            await using (from)
                await LedgerTransfer.ImportAsync(from, name, store, ct);
            terminal.Error.WriteLine($"Read {name} into {store.Place}.");
            return ExitCodes.Good;
        });
    }

    private static Command OnStore(string name, string description, Argument<string>? file, bool isNew, Func<IPortableStore, ParseResult, CancellationToken, Task<int>> run)
    {
        var command = new Command(name, description);
        if (file is not null)
            command.Arguments.Add(file);
        var place = new LedgerPlace();
        place.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            await using var store = isNew ? place.StoreOf(arguments) : place.ExistingStoreOf(arguments);
            return await run(store, arguments, ct);
        });
        return command;
    }

    private static string WhoText(IpRange asked, JsonElement answer)
    {
        var text = new StringBuilder();
        foreach (var space in answer.GetProperty("answers").EnumerateArray())
        {
            var name = space.GetProperty("addressSpace").GetString();
            text.Append(space.GetProperty("taken").GetBoolean() ? $"{asked} is taken (address space {name}):\n" : $"Nobody has {asked} (address space {name}).\n");
            foreach (var claim in space.GetProperty("claims").EnumerateArray())
                text.Append($"  {claim.GetProperty("kind").GetString(),-24} {claim.GetProperty("range").GetString(),-32} {claim.GetProperty("owner").GetString()}  ({claim.GetProperty("location").GetProperty("file").GetString()}:{claim.GetProperty("location").GetProperty("line")})\n");
            foreach (var use in space.GetProperty("uses").EnumerateArray())
                text.Append($"  use       {use.GetString()}\n");
            var near = (string?[])[space.GetProperty("freeBelow").GetString(), space.GetProperty("freeAbove").GetString()];
            if (near.Any(each => each is not null))
                text.Append($"  free near {string.Join(" and ", near.OfType<string>())}\n");
        }

        return text.Length == 0 ? $"Nobody has {asked}: the ledger holds no site.\n" : text.ToString();
    }

    private static void Write(Terminal terminal, string text) => ResultWriter.Write(terminal, null, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
