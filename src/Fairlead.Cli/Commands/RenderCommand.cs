using System.CommandLine;
using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Core.Deliverables;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead render</c>: what a plan becomes for somebody else. One subcommand per target.</summary>
internal static class RenderCommand
{
    public static Command Build(Terminal terminal) => new("render", "Write what others need from a plan.")
    {
        BuildRequest(terminal),
    };

    private static Command BuildRequest(Terminal terminal)
    {
        var sites = CommonOptions.Sites();
        var folder = new Option<string?>("--output", "-o") { Description = "Write <site>-network-request.md and .html into this folder instead of Markdown to standard output.", HelpName = "folder" };
        var noOverrides = CommonOptions.NoOverrides();
        var asOf = CommonOptions.AsOf();
        var command = new Command("request", "A page per site for the network team: segments, DHCP, reservations, names, firewall.") { sites, folder, noOverrides, asOf };
        command.SetAction((arguments, ct) =>
        {
            var documents = SiteFileReader.Read(arguments.GetRequiredValue(sites), ct);
            var plan = Planner.Make(documents, new PlanOptions { AsOf = CommonOptions.Day(arguments.GetValue(asOf)), HonourOverrides = !arguments.GetValue(noOverrides) });
            return Task.FromResult(RenderRequest(plan, arguments.GetValue(folder), terminal));
        });
        return command;
    }

    /// <summary>A page that leaves out what could not be read would be taken for the whole: nothing is written then.</summary>
    private static int RenderRequest(Plan plan, string? folder, Terminal terminal)
    {
        if (plan.HasUnusableInput)
        {
            foreach (var finding in plan.Diagnostics.Where(finding => finding.IsUnusableInput))
                terminal.Error.WriteLine($"{finding.Location}: error {finding.Rule.Id}: {finding.Message} ({finding.Hint})");
            terminal.Error.WriteLine("fairlead: nothing is written until the input is usable.");
            return ExitCodes.UnusableInput;
        }

        var files = NetworkRequest.Render(plan);
        if (folder is null)
            ResultWriter.Write(terminal, null, stream => stream.Write(Encoding.UTF8.GetBytes(string.Join("\n", files.Where(file => file.Name.EndsWith(".md", StringComparison.Ordinal)).Select(file => file.Text)))));
        else
            WriteFiles(files, folder, terminal);
        return plan.HasFailures ? ExitCodes.Findings : ExitCodes.Good;
    }

    private static void WriteFiles(IReadOnlyList<DeliverableFile> files, string folder, Terminal terminal)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new OutputException($"{folder} can't be made: {exception.Message.TrimEnd('.')}.");
        }

        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Name);
            ResultWriter.Write(terminal, path, stream => stream.Write(Encoding.UTF8.GetBytes(file.Text)));
            terminal.Error.WriteLine($"wrote {path}");
        }
    }
}
