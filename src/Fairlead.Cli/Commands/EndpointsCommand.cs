using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;
using Fairlead.Core.Reports;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead endpoints</c>: what has to be reached from a site, who says so, and what changed.</summary>
internal static class EndpointsCommand
{
    private const string Embedded = "embedded";

    public static Command Build(Terminal terminal) => new("endpoints", "The endpoints that a site has to reach: list, export and compare them.")
    {
        BuildList(terminal), BuildExport(terminal), BuildDiff(terminal),
    };

    private static Command BuildList(Terminal terminal)
    {
        var lists = new Option<string[]>("--list") { Description = "A published list, row by row in the order of its page; several with several --list. Default: the union of all.", HelpName = "id" };
        lists.CompletionSources.Add(_ => EndpointCatalog.Default.Lists.Select(list => new CompletionItem(list.Id)));
        var groups = new Option<string[]>("--for") { Description = "Only what these machines need, such as cluster-vms.", HelpName = "group" };
        groups.CompletionSources.Add(_ => EndpointCatalog.Default.SourceGroups.Select(group => new CompletionItem(group.Id)));
        var region = new Option<string?>("--region") { Description = "Fill in the hosts of this region.", HelpName = "region" };
        var catalogue = Catalogue();
        var format = CommonOptions.Format("text", "csv", "json", "markdown");
        var output = CommonOptions.Output();
        var command = new Command("list", "Show endpoints by list and by who needs them.") { lists, groups, region, catalogue, format, output };
        command.SetAction(arguments =>
        {
            if (ReadOrDefault(arguments.GetValue(catalogue), terminal) is not { } catalog)
                return ExitCodes.UnusableInput;
            var faults = new List<string>();
            var report = new EndpointListReport(
                catalog,
                Find(arguments.GetValue(lists), catalog.Lists, list => list.Id, "list", faults),
                Find(arguments.GetValue(groups), catalog.SourceGroups, group => group.Id, "group of machines", faults),
                FindRegion(arguments.GetValue(region), faults));
            foreach (var fault in faults)
                terminal.Error.WriteLine($"fairlead: {fault}");
            if (faults.Count > 0)
                return ExitCodes.UnusableInput;
            Write(terminal, arguments.GetValue(output), arguments.GetValue(format) switch
            {
                "csv" => report.Csv(),
                "json" => report.Json(),
                "markdown" => report.ToMarkdown(),
                _ => report.Text(),
            });
            return ExitCodes.Good;
        });
        return command;
    }

    private static Command BuildExport(Terminal terminal)
    {
        var catalogue = Catalogue();
        var format = CommonOptions.Format("json", "csv", "markdown");
        var output = CommonOptions.Output();
        var command = new Command("export", "Write the whole catalogue with its sources; the JSON is what --catalogue and diff read.") { catalogue, format, output };
        command.SetAction(arguments =>
        {
            if (ReadOrDefault(arguments.GetValue(catalogue), terminal) is not { } catalog)
                return ExitCodes.UnusableInput;
            Write(terminal, arguments.GetValue(output), arguments.GetValue(format) switch
            {
                "csv" => EndpointExport.Csv(catalog),
                "markdown" => EndpointExport.ToMarkdown(catalog),
                _ => EndpointExport.Json(catalog),
            });
            return ExitCodes.Good;
        });
        return command;
    }

    private static Command BuildDiff(Terminal terminal)
    {
        const string Means = "A catalogue file, a day such as 2025-04-15 (the embedded catalogue as far as it knows that day), or 'embedded'.";
        var old = new Argument<string>("old") { Description = Means };
        var @new = new Argument<string>("new") { Description = "Likewise." };
        var format = CommonOptions.Format("text", "json", "markdown");
        var output = CommonOptions.Output();
        var command = new Command("diff", "Compare two catalogues: exit code 0 when they are equal, 1 when not.") { old, @new, format, output };
        command.SetAction(arguments =>
        {
            var notes = new List<string>();
            var (oldName, newName) = (arguments.GetRequiredValue(old), arguments.GetRequiredValue(@new));
            var before = Resolve(oldName, notes, terminal);
            var after = Resolve(newName, notes, terminal);
            if (before is null || after is null)
                return ExitCodes.UnusableInput;
            var report = new EndpointDiffReport(CatalogDifference.Between(before, after), oldName, newName, notes);
            Write(terminal, arguments.GetValue(output), arguments.GetValue(format) switch
            {
                "json" => report.Json(),
                "markdown" => report.ToMarkdown(),
                _ => report.Text(),
            });
            return report.Difference.IsEmpty ? ExitCodes.Good : ExitCodes.Findings;
        });
        return command;
    }

    private static Option<string?> Catalogue() => new("--catalogue") { Description = "Read this catalogue file instead of the embedded one.", HelpName = "file" };

    private static EndpointCatalog? Resolve(string name, List<string> notes, Terminal terminal)
    {
        if (name == Embedded)
            return EndpointCatalog.Default;
        if (!DateOnly.TryParseExact(name, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return Read(name, terminal);
        var edition = CatalogEdition.At(EndpointCatalog.Default, day);
        notes.AddRange(edition.Notes.Select(note => $"{name}: {note}"));
        return edition.Catalog;
    }

    private static EndpointCatalog? ReadOrDefault(string? file, Terminal terminal) => file is null ? EndpointCatalog.Default : Read(file, terminal);

    private static EndpointCatalog? Read(string file, Terminal terminal)
    {
        const int MostShown = 20;
        if (!File.Exists(file))
            throw new SiteFileException($"There is no catalogue file {file}; 'fairlead endpoints export -o FILE' writes one.");
        var documents = SiteFileReader.Read([file], CancellationToken.None);
        IReadOnlyList<CatalogFault> faults = [new(1, 1, "The file holds several documents.", "write one catalogue per file")];
        if (documents is [var document] && CatalogFile.TryRead(document, out var catalog, out faults))
            return catalog;
        foreach (var fault in faults.Take(MostShown))
            terminal.Error.WriteLine($"{file}:{fault.Line}:{fault.Column}: {fault.Message} → {fault.Hint}");
        var more = faults.Count > MostShown ? $", {faults.Count - MostShown} of them not shown" : "";
        terminal.Error.WriteLine($"fairlead: {file} is no usable catalogue: {faults.Count} {(faults.Count == 1 ? "fault" : "faults")}{more}.");
        return null;
    }

    private static List<T> Find<T>(string[]? ids, IReadOnlyList<T> known, Func<T, string> idOf, string what, List<string> faults)
    {
        var found = new List<T>();
        foreach (var id in ids ?? [])
        {
            if (known.FirstOrDefault(item => idOf(item).Equals(id, StringComparison.OrdinalIgnoreCase)) is { } item)
            {
                if (!found.Contains(item))
                    found.Add(item);
                continue;
            }

            var nearest = Nearest.Of(id, known.Select(idOf));
            faults.Add($"there is no {what} '{id}'; {(nearest is null ? $"there are {string.Join(", ", known.Select(idOf))}" : $"did you mean {nearest}?")}");
        }

        return found;
    }

    private static Region? FindRegion(string? name, List<string> faults)
    {
        if (name is null)
            return null;
        if (Regions.TryFind(name, out var region))
            return region;
        var nearest = Nearest.Of(name, Regions.All.Select(known => known.Name));
        faults.Add($"there is no region '{name}' in the published lists; {(nearest is null ? $"there are {string.Join(", ", Regions.All.Select(known => known.Name))}" : $"did you mean {nearest}?")}");
        return null;
    }

    private static void Write(Terminal terminal, string? file, string text) => ResultWriter.Write(terminal, file, stream => stream.Write(Encoding.UTF8.GetBytes(text)));
}
