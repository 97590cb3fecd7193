using System.CommandLine;
using System.Text.Json;
using Fairlead.Cli.Applying;
using Fairlead.Cli.Output;
using Fairlead.Core.Changes;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead diff</c> and <c>fairlead apply</c>: what a plan would change outside, and the changing of it.</summary>
internal static class ApplyCommand
{
    private const string Json = "json";

    public static Command BuildDiff(Terminal terminal)
    {
        var options = new TargetOptions();
        var format = CommonOptions.Format("text", Json);
        var command = new Command("diff", "Show what a plan would change in a folder of rendered files, or in a running Kea: exit code 1 when there is something, 0 when nothing.") { format };
        options.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            await using var target = await options.ReadAsync(arguments, terminal, ct);
            if (target.Refused is { } code)
                return code;
            if (arguments.GetRequiredValue(format) == Json)
                ResultWriter.Write(terminal, null, stream => WriteJson(target.Changes, stream));
            else
                Show(target, options.LookOf(arguments, terminal), terminal);
            return target.Changes.Count > 0 ? ExitCodes.Findings : ExitCodes.Good;
        });
        return command;
    }

    public static Command BuildApply(Terminal terminal)
    {
        var options = new TargetOptions();
        var yes = new Option<bool>("--yes") { Description = "Make the changes without asking." };
        var write = new Option<bool>("--config-write") { Description = "Let Kea write its file, too; without it the old pools come back when it starts again. Kea's file then loses its comments and includes." };
        var command = new Command("apply", "Make a folder of rendered files, or the pools of a running Kea, as the plan says; what Fairlead did not make, or others changed, is left alone. What was done stands in the ledger's history.") { yes, write };
        options.AddTo(command);
        var record = new ApplyRecord();
        record.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            await using var target = await options.ReadAsync(arguments, terminal, ct);
            if (target.Refused is { } code)
                return code;
            Show(target, options.LookOf(arguments, terminal), terminal);
            if (!target.Changes.Any(change => change.IsStep))
                return target.Changes.Count > 0 ? ExitCodes.Findings : ExitCodes.Good;
            if (!arguments.GetValue(yes) && !terminal.CanAsk)
                throw new UnusableInputException("nothing is changed: nobody can be asked here. Look at the changes, and add --yes.");
            if (!arguments.GetValue(yes) && !IsAgreed(terminal))
            {
                terminal.Error.WriteLine("fairlead: nothing is changed.");
                return ExitCodes.Findings;
            }

            // A ledger that can't be opened is known before anything is changed.
            await using var open = await record.OpenAsync(arguments, ct);
            foreach (var note in await open.AroundAsync(target, () => target.ApplyAsync(arguments.GetValue(write), ct)))
                terminal.Error.WriteLine($"fairlead: {note}");
            return target.Changes.All(change => change.IsStep) ? ExitCodes.Good : ExitCodes.Findings;
        });
        return command;
    }

    private static bool IsAgreed(Terminal terminal)
    {
        terminal.Error.Write("Make these changes? Only 'yes' does: ");
        terminal.Error.Flush();
        return Console.ReadLine()?.Trim() == "yes";
    }

    private static void Show(ChangeTarget target, ReportLook look, Terminal terminal) =>
        ResultWriter.Write(terminal, null, stream => TextReport.Write(ChangesView.Compose(target.Changes, target.Place, look), stream, look));

    private static void WriteJson(IReadOnlyList<Change> changes, Stream stream)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", 1);
        json.WriteStartArray("changes");
        foreach (var change in changes)
        {
            json.WriteStartObject();
            json.WriteString("kind", change.Kind switch { ChangeKind.Create => "create", ChangeKind.Change => "change", ChangeKind.Delete => "delete", _ => "report" });
            json.WriteString("target", change.Target);
            json.WriteString("why", change.Why);
            json.WriteString("before", change.Before);
            json.WriteString("after", change.After);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
