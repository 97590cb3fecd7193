using System.CommandLine;
using System.Text.Json;
using Fairlead.Cli.Output;
using Fairlead.Connectors.Folders;
using Fairlead.Core.Changes;
using Fairlead.Core.Deliverables;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead diff</c> and <c>fairlead apply</c>: what a plan would change outside, and the changing of it.</summary>
internal static class ApplyCommand
{
    private const string Json = "json";

    public static Command BuildDiff(Terminal terminal)
    {
        var parts = new Parts();
        var format = CommonOptions.Format("text", Json);
        var command = new Command("diff", "Show what a plan would change in a folder of rendered files: exit code 1 when there is something, 0 when nothing.") { format };
        parts.AddTo(command);
        command.SetAction((arguments, ct) => Task.FromResult(parts.Read(arguments, terminal, ct) is var (folder, code) && folder is null ? code : Diff(folder!, parts, arguments, arguments.GetRequiredValue(format), terminal)));
        return command;
    }

    public static Command BuildApply(Terminal terminal)
    {
        var parts = new Parts();
        var yes = new Option<bool>("--yes") { Description = "Make the changes without asking." };
        var command = new Command("apply", "Make a folder of rendered files as the plan says; what Fairlead did not make, or others changed, is left alone.") { yes };
        parts.AddTo(command);
        command.SetAction((arguments, ct) => Task.FromResult(parts.Read(arguments, terminal, ct) is var (folder, code) && folder is null ? code : Apply(folder!, parts, arguments, arguments.GetValue(yes), terminal)));
        return command;
    }

    private static int Diff(RenderedFolder folder, Parts parts, ParseResult arguments, string format, Terminal terminal)
    {
        if (format == Json)
            ResultWriter.Write(terminal, null, stream => WriteJson(folder.Changes, stream));
        else
            Show(folder, parts, arguments, terminal);
        return folder.Changes.Count > 0 ? ExitCodes.Findings : ExitCodes.Good;
    }

    private static int Apply(RenderedFolder folder, Parts parts, ParseResult arguments, bool yes, Terminal terminal)
    {
        Show(folder, parts, arguments, terminal);
        var left = folder.Changes.Count(change => !change.IsStep);
        if (folder.Changes.Any(change => change.IsStep))
        {
            if (!yes && !terminal.CanAsk)
                throw new UnusableInputException("nothing is changed: nobody can be asked here. Look at the changes, and add --yes.");
            if (!yes && !IsAgreed(terminal))
            {
                terminal.Error.WriteLine("fairlead: nothing is changed.");
                return ExitCodes.Findings;
            }

            folder.Apply();
            terminal.Error.WriteLine($"fairlead: done. {ChangesView.Summary(folder.Changes, parts.PlaceOf(arguments))}");
        }

        return left > 0 ? ExitCodes.Findings : ExitCodes.Good;
    }

    private static bool IsAgreed(Terminal terminal)
    {
        terminal.Error.Write("Make these changes? Only 'yes' does: ");
        terminal.Error.Flush();
        return Console.ReadLine()?.Trim() == "yes";
    }

    private static void Show(RenderedFolder folder, Parts parts, ParseResult arguments, Terminal terminal)
    {
        var look = parts.LookOf(arguments, terminal);
        ResultWriter.Write(terminal, null, stream => TextReport.Write(ChangesView.Compose(folder.Changes, parts.PlaceOf(arguments), look), stream, look));
    }

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

    /// <summary>What both commands take.</summary>
    private sealed class Parts
    {
        private readonly Argument<string[]> _sites = CommonOptions.Sites();
        private readonly Option<string> _into = new("--into") { Description = "The folder that holds the rendered files; it is made where it is not there.", HelpName = "folder", Required = true };
        private readonly Option<string> _target = new("--target") { Description = "What is rendered into it: bundle (default), or one target of 'fairlead render'.", DefaultValueFactory = _ => "bundle", HelpName = "target" };
        private readonly Option<bool> _force = new("--force") { Description = "Go on although the plan has errors; every file then says so." };
        private readonly Option<bool> _noOverrides = CommonOptions.NoOverrides();
        private readonly Option<DateOnly?> _asOf = CommonOptions.AsOf();
        private readonly Option<bool> _noColor = CommonOptions.NoColor();
        private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Name the changes without their lines." };

        public void AddTo(Command command)
        {
            _target.AcceptOnlyFromAmong([.. RenderTargets.All.Select(target => target.Name)]);
            command.Arguments.Add(_sites);
            foreach (var option in (Option[])[_into, _target, _force, _noOverrides, _asOf, _quiet, _noColor])
                command.Options.Add(option);
        }

        public string PlaceOf(ParseResult arguments) => arguments.GetRequiredValue(_into);

        public ReportLook LookOf(ParseResult arguments, Terminal terminal) => ReportLook.For(terminal, null, arguments.GetValue(_noColor), arguments.GetValue(_quiet));

        /// <returns>The folder; or null, with the code to end with.</returns>
        public (RenderedFolder? Folder, int Code) Read(ParseResult arguments, Terminal terminal, CancellationToken ct)
        {
            var plan = Planner.Make(SiteFileReader.Read(arguments.GetRequiredValue(_sites), ct), new PlanOptions { AsOf = CommonOptions.Day(arguments.GetValue(_asOf)), HonourOverrides = !arguments.GetValue(_noOverrides) });
            if (RenderCommand.RefusesInput(plan, terminal))
                return (null, ExitCodes.UnusableInput);
            if (!arguments.GetValue(_force) && RenderCommand.RefusesErrors(plan, terminal))
                return (null, ExitCodes.Findings);
            var target = RenderTargets.All.First(each => each.Name == arguments.GetRequiredValue(_target));
            var rendered = RenderTargets.Render(target, new RenderRequest(plan, _ => true));
            return (RenderedFolder.Read(arguments.GetRequiredValue(_into), rendered.Files), ExitCodes.Good);
        }
    }
}
