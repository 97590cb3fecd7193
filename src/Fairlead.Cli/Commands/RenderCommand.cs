using System.CommandLine;
using System.Text;
using Fairlead.Cli.Checks;
using Fairlead.Cli.Observing;
using Fairlead.Cli.Output;
using Fairlead.Core.Deliverables;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead render</c>: what a plan becomes for somebody else. One subcommand per target.</summary>
internal static class RenderCommand
{
    public static Command Build(Terminal terminal)
    {
        var command = new Command("render", "Write what others need from a plan.") { BuildRequest(terminal), BuildVantage(terminal) };
        foreach (var target in RenderTargets.All)
            command.Subcommands.Add(BuildTarget(target, terminal));
        return command;
    }

    private static Command BuildTarget(RenderTarget target, Terminal terminal)
    {
        var sites = CommonOptions.Sites();
        var folder = new Option<string?>("--output", "-o") { Description = "Write the files into this folder instead of one after another to standard output.", HelpName = "folder" };
        var clusters = new Option<string[]>("--cluster") { Description = "For this cluster alone (name, or site/name); several with several --cluster.", HelpName = "cluster" };
        var force = new Option<bool>("--force") { Description = "Write although the plan has errors; every file then says so." };
        var noOverrides = CommonOptions.NoOverrides();
        var asOf = CommonOptions.AsOf();
        var command = new Command(target.Name, target.Summary) { sites, folder, clusters, force, noOverrides, asOf };
        var observe = new ObserveOption();
        observe.AddTo(command);
        command.SetAction(async (arguments, ct) =>
        {
            var plan = Planner.Make(SiteFileReader.Read(arguments.GetRequiredValue(sites), ct), new PlanOptions { AsOf = CommonOptions.Day(arguments.GetValue(asOf)), HonourOverrides = !arguments.GetValue(noOverrides) });
            if (RefusesInput(plan, terminal))
                return ExitCodes.UnusableInput;
            var names = arguments.GetValue(clusters) ?? [];
            if (CheckPreparation.Unknown(names, plan.Estate.Clusters, known => known.Name, "cluster") is { } fault)
            {
                terminal.Error.WriteLine($"fairlead: {fault}");
                return ExitCodes.UnusableInput;
            }

            // What was observed is shown in what is written and does not judge the plan: what is rendered may be what mends it.
            var observed = await observe.ReadAsync(arguments, terminal, quiet: false, ct);
            SourceFailures.Report(observed, terminal);
            plan = plan with { Observed = observed };

            var chosen = names.Length == 0 ? null : CheckPreparation.Chosen(names, plan.Estate.Clusters, known => known.Name).ToHashSet();
            return RenderFiles(target, new RenderRequest(plan, cluster => chosen?.Contains(cluster) ?? true), arguments.GetValue(folder), arguments.GetValue(force), terminal);
        });
        return command;
    }

    private static int RenderFiles(RenderTarget target, RenderRequest request, string? folder, bool force, Terminal terminal)
    {
        if (!force && RefusesErrors(request.Plan, terminal))
            return ExitCodes.Findings;

        var rendered = RenderTargets.Render(target, request);
        foreach (var loss in rendered.Losses)
            terminal.Error.WriteLine($"fairlead: note: {loss}");
        if (folder is null)
            ResultWriter.Write(terminal, null, stream => stream.Write(Encoding.UTF8.GetBytes(string.Join("\n", rendered.Files.Select(file => rendered.Files.Count > 1 && file.Comment is { } mark ? $"{mark} {file.Name}\n{file.Text}" : file.Text)))));
        else
            WriteFiles(rendered.Files, folder, terminal);
        return request.Plan.HasFailures ? ExitCodes.Findings : request.Plan.Observed.HasFailures ? ExitCodes.Open : ExitCodes.Good;
    }

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

    private static Command BuildVantage(Terminal terminal)
    {
        var sites = CommonOptions.Sites();
        var segment = new Option<string>("--segment") { Description = "The segment that the VM will stand on (name, or site/name).", HelpName = "segment", Required = true };
        var url = new Option<string?>("--program-url") { Description = "Fetch the program from there (http or https); default: from an attached disk with the label FAIRLEAD.", HelpName = "url" };
        var sum = new Option<string?>("--program-sha256") { Description = "The SHA-256 of the program, in hexadecimal; needed with --program-url.", HelpName = "sum" };
        var output = CommonOptions.Output();
        var command = new Command("vantage", "cloud-init user data for a throwaway VM on a segment that checks from there, reports and powers off.") { sites, segment, url, sum, output };
        command.Validators.Add(result =>
        {
            foreach (var fault in VantageFaults(result.GetValue(url), result.GetValue(sum)))
                result.AddError(fault);
        });
        command.SetAction((arguments, ct) =>
        {
            var plan = Planner.Make(SiteFileReader.Read(arguments.GetRequiredValue(sites), ct), new PlanOptions { AsOf = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime) });
            if (RefusesInput(plan, terminal))
                return Task.FromResult(ExitCodes.UnusableInput);
            string[] names = [arguments.GetRequiredValue(segment)];
            if (CheckPreparation.Unknown(names, plan.Estate.Segments, known => known.Name, "segment") is { } fault)
            {
                terminal.Error.WriteLine($"fairlead: {fault}");
                return Task.FromResult(ExitCodes.UnusableInput);
            }

            if (CheckPreparation.Chosen(names, plan.Estate.Segments, known => known.Name) is not [var chosen])
            {
                terminal.Error.WriteLine($"fairlead: several sites have a segment '{names[0]}'; name it as site/{names[0]}.");
                return Task.FromResult(ExitCodes.UnusableInput);
            }

            var text = VantageUserData.Render(chosen, [.. plan.Sources.Values], new VantageProgram(arguments.GetValue(url), arguments.GetValue(sum)));
            ResultWriter.Write(terminal, arguments.GetValue(output), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
            return Task.FromResult(ExitCodes.Good);
        });
        return command;
    }

    private static IEnumerable<string> VantageFaults(string? url, string? sum)
    {
        const int Sha256Digits = 64;
        if (url is not null && (!Uri.TryCreate(url, UriKind.Absolute, out var parsed) || parsed.Scheme is not ("http" or "https") || url.Any(c => char.IsWhiteSpace(c) || char.IsControl(c))))
            yield return $"--program-url takes an http or https URL, not '{url}'.";
        else if (url is not null && new Uri(url).UserInfo.Length > 0)
            yield return "--program-url must not hold a user or password: whoever sees the VM's settings would read it.";
        if (sum is not null && (sum.Length != Sha256Digits || !sum.All(char.IsAsciiHexDigit)))
            yield return $"--program-sha256 takes {Sha256Digits} hexadecimal digits, not '{sum}'.";
        if (url is not null && sum is null)
            yield return "--program-url needs --program-sha256: what a VM fetches and runs as root has to be known beforehand.";
    }

    /// <summary>A page that leaves out what could not be read would be taken for the whole: nothing is written then.</summary>
    private static int RenderRequest(Plan plan, string? folder, Terminal terminal)
    {
        if (RefusesInput(plan, terminal))
            return ExitCodes.UnusableInput;

        var files = NetworkRequest.Render(plan);
        if (folder is null)
            ResultWriter.Write(terminal, null, stream => stream.Write(Encoding.UTF8.GetBytes(string.Join("\n", files.Where(file => file.Name.EndsWith(".md", StringComparison.Ordinal)).Select(file => file.Text)))));
        else
            WriteFiles(files, folder, terminal);
        return plan.HasFailures ? ExitCodes.Findings : ExitCodes.Good;
    }

    internal static bool RefusesErrors(Plan plan, Terminal terminal)
    {
        foreach (var finding in plan.Diagnostics.Where(finding => finding.IsFailure))
            terminal.Error.WriteLine($"{finding.Location}: error {finding.Rule.Id}: {finding.Message} ({finding.Hint})");
        if (plan.HasFailures)
            terminal.Error.WriteLine("fairlead: nothing is written from a plan with errors. Mend them, accept them with overrides, or add --force, which says so inside every file.");
        return plan.HasFailures;
    }

    internal static bool RefusesInput(Plan plan, Terminal terminal)
    {
        foreach (var finding in plan.Diagnostics.Where(finding => finding.IsUnusableInput))
            terminal.Error.WriteLine($"{finding.Location}: error {finding.Rule.Id}: {finding.Message} ({finding.Hint})");
        if (plan.HasUnusableInput)
            terminal.Error.WriteLine("fairlead: nothing is written until the input is usable.");
        return plan.HasUnusableInput;
    }

    private static void WriteFiles(IReadOnlyList<DeliverableFile> files, string folder, Terminal terminal)
    {
        foreach (var file in files)
        {
            var path = Path.Combine(folder, file.Name);
            try
            {
                Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new OutputException($"{folder} can't be made: {exception.Message.TrimEnd('.')}.");
            }

            ResultWriter.Write(terminal, path, stream => stream.Write(Encoding.UTF8.GetBytes(file.Text)));
            terminal.Error.WriteLine($"wrote {path}");
        }
    }
}
