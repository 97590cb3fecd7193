using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Text;
using Fairlead.Cli.Init;
using Fairlead.Cli.Output;
using Fairlead.Connectors.Csv;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Importing;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;
using Spectre.Console;

using Profile = Fairlead.Core.Profiles.Profile;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead init</c>: a first, commented site file from flags, from answers at a prompt, or from a spreadsheet.</summary>
internal static class InitCommand
{
    private delegate bool AddressParser<T>(ReadOnlySpan<char> text, out T value, out AddressError error);

    public static Command Build(Terminal terminal)
    {
        var name = new Option<string?>("--name") { Description = "The site's name: a DNS label such as madrid.", HelpName = "name" };
        var profile = new Option<string?>("--profile") { Description = "Whose rules are judged.", HelpName = string.Join("|", Profile.Names) };
        profile.Validators.Add(result => Judge(result, text => Profile.TryGet(text, out _) ? null : $"There is no profile '{text}'; {DidYouMean(text, Profile.Names)}"));
        var region = new Option<string?>("--region") { Description = "The Azure region; fills in the regional hosts of the endpoint list.", HelpName = "region" };
        var segment = new Option<string>("--segment") { Description = "The segment's name.", HelpName = "name", DefaultValueFactory = _ => "k8s-nodes" };
        var prefix = Addresses<IpPrefix>("--prefix", "prefix", "The segment's prefix, or one per family.", IpPrefix.TryParse);
        var gateway = Addresses<IpAddr>("--gateway", "address", "The segment's gateway, or one per family.", IpAddr.TryParse);
        var dns = Addresses<IpAddr>("--dns", "address", "DNS servers of the nodes.", IpAddr.TryParse);
        var vlan = new Option<int?>("--vlan") { Description = "The VLAN id.", HelpName = "number" };
        vlan.Validators.Add(result => Judge(result, text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var id) && id <= 4094 ? null : $"--vlan takes a number from 0 to 4094, not '{text}'."));
        var scope = Addresses<IpRange>("--scope", "range", "What the DHCP server hands out on the segment.", IpRange.TryParse);
        var cluster = new Option<string[]>("--cluster") { Description = "A cluster on the segment; several with several --cluster.", HelpName = "name" };
        var controlPlaneIp = new Option<string[]>("--control-plane-ip") { Description = "Control plane IP of the first cluster, the second, …; missing ones are 'auto': the planner chooses.", HelpName = "address" };
        controlPlaneIp.Validators.Add(result => Judge(result, text => text == "auto" ? null : IpAddr.TryParse(text, out _, out var error) ? null : $"--control-plane-ip: {error}."));
        var fromCsv = new Option<string?>("--from-csv") { Description = "Make the site of a spreadsheet saved as CSV; --name and --profile are still needed.", HelpName = "file" };
        var map = new Option<string[]>("--map") { Description = "What a column of the CSV holds, such as 'Netz=subnet' or '3=gateway'.", HelpName = "column=field" };
        map.Validators.Add(result => Judge(result, text => SheetColumns.ParseMapping(text, out _)));
        var force = new Option<bool>("--force") { Description = "Replace the file of --output if it exists." };
        var output = CommonOptions.Output();
        var command = new Command("init", "Write a first site file: from flags, from answers to questions, or from a spreadsheet.")
        {
            name, profile, region, segment, prefix, gateway, dns, vlan, scope, cluster, controlPlaneIp, fromCsv, map, output, force,
        };
        command.SetAction((arguments, ct) =>
        {
            var given = new InitValues
            {
                Name = arguments.GetValue(name),
                Profile = arguments.GetValue(profile),
                Region = arguments.GetValue(region),
                Segment = arguments.GetRequiredValue(segment),
                Vlan = arguments.GetValue(vlan),
                Prefixes = arguments.GetValue(prefix) ?? [],
                Gateways = arguments.GetValue(gateway) ?? [],
                DnsServers = arguments.GetValue(dns) ?? [],
                Scopes = arguments.GetValue(scope) ?? [],
                Clusters = arguments.GetValue(cluster) ?? [],
                ControlPlaneIps = [.. (arguments.GetValue(controlPlaneIp) ?? []).Select(text => text == "auto" ? (IpAddr?)null : IpAddr.Parse(text))],
            };
            var mixtures = Mixtures(arguments.CommandResult, fromCsv, map, [segment, prefix, gateway, dns, vlan, scope, cluster, controlPlaneIp]).ToList();
            if (given.ControlPlaneIps.Count > given.Clusters.Count)
                mixtures.Add("there are more --control-plane-ip than --cluster; each address belongs to one cluster, in order.");
            foreach (var fault in mixtures)
                terminal.Error.WriteLine($"fairlead: {fault}");
            if (mixtures.Count > 0)
                return Task.FromResult(ExitCodes.UnusableInput);
            var target = new Target(terminal, arguments.GetValue(output), arguments.GetValue(force));
            if (target.IsInTheWay)
                return Task.FromResult(target.RefuseToReplace());
            return Task.FromResult(arguments.GetValue(fromCsv) is { } file
                ? FromSheet(file, [.. (arguments.GetValue(map) ?? []).Select(Mapping)], given, target, ct)
                : FromValues(given, target));
        });
        return command;
    }

    private static int FromValues(InitValues given, Target target)
    {
        const string FromFlags = "Written by fairlead init from its flags.";
        var missing = given.MissingFlags().ToList();
        if (missing.Count == 0)
            return target.Write(given.ToDraft(FromFlags), acceptsFindings: false);
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(target.Terminal.Error) });
        if (!target.Terminal.CanAsk || !console.Profile.Capabilities.Interactive)
            return RefuseMissing(missing, target);
        var answered = new Questions(console, MachineFacts.Read()).Ask(given);
        return target.Write(answered.ToDraft("Written by fairlead init from answers to its questions."), acceptsFindings: false);
    }

    private static int RefuseMissing(List<string> missing, Target target)
    {
        target.Terminal.Error.WriteLine($"fairlead: standard input is no terminal to ask at, and {(missing.Count == 1 ? "a flag is" : "flags are")} missing:");
        foreach (var flag in missing)
        {
            target.Terminal.Error.WriteLine(flag switch
            {
                "--name" => "  --name NAME       the site's name, such as madrid",
                "--profile" => $"  --profile PROFILE {string.Join(", ", Profile.Names)}",
                "--prefix" => "  --prefix PREFIX   the segment's prefix, such as 10.20.0.0/22",
                "--dns" => "  --dns ADDRESS     a DNS server for the nodes of the clusters",
                _ => "  --scope RANGE     what DHCP hands out to the nodes of the clusters, such as 10.20.1.0-10.20.2.255",
            });
        }

        return ExitCodes.UnusableInput;
    }

    private static int FromSheet(string file, IReadOnlyList<KeyValuePair<string, SheetField>> mappings, InitValues given, Target target, CancellationToken ct)
    {
        if (given.Name is null || given.Profile is null)
            return RefuseMissing([.. given.MissingFlags().Where(flag => flag is "--name" or "--profile")], target);
        try
        {
            var sheet = Sheet.Open(file, mappings);
            SheetReport.ShowColumns(sheet, target.Terminal.Error);
            var draft = new SiteDraft { Name = given.Name, Profile = given.Profile, Region = given.Region, Origin = $"Written by fairlead init from {Path.GetFileName(file)}; 'row' counts as a spreadsheet does." };
            new SheetReader(draft, sheet).Read(ct);
            SheetReport.ShowRows(sheet, draft, target.Terminal.Error);
            if (draft.IsEmpty)
                throw new SheetException($"{file}: no row could be used; nothing is written.");
            return target.Write(draft, acceptsFindings: true);
        }
        catch (SheetException exception)
        {
            target.Terminal.Error.WriteLine($"fairlead: {exception.Message}");
            return ExitCodes.UnusableInput;
        }
    }

    private static KeyValuePair<string, SheetField> Mapping(string text)
    {
        SheetColumns.ParseMapping(text, out var mapping);
        return mapping;
    }

    private static IEnumerable<string> Mixtures(CommandResult result, Option fromCsv, Option map, Option[] ofFlags)
    {
        var hasSheet = result.GetResult(fromCsv) is not null;
        var others = ofFlags.Where(option => result.GetResult(option) is { Implicit: false }).Select(option => option.Name).ToList();
        if (hasSheet && others.Count > 0)
            yield return $"--from-csv takes segments and clusters from the sheet; leave out {string.Join(", ", others)}.";
        if (!hasSheet && result.GetResult(map) is { Implicit: false })
            yield return "--map says what columns of --from-csv hold, and there is no --from-csv.";
    }

    /// <summary>Values with several flags, or separated by commas.</summary>
    private static Option<T[]> Addresses<T>(string name, string helpName, string about, AddressParser<T> parse) => new(name)
    {
        Description = about,
        HelpName = helpName,
        CustomParser = result =>
        {
            var values = new List<T>();
            foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
            {
                if (parse(text, out var value, out var error))
                    values.Add(value);
                else
                    result.AddError($"{name}: {error}.");
            }

            return [.. values];
        },
    };

    private static void Judge(OptionResult result, Func<string, string?> judge)
    {
        foreach (var fault in result.Tokens.Select(token => judge(token.Value)).OfType<string>())
            result.AddError(fault);
    }

    private static string DidYouMean(string text, IReadOnlyList<string> known) =>
        Nearest.Of(text, known) is { } nearest ? $"did you mean {nearest}?" : $"there are {string.Join(", ", known)}.";

    /// <summary>Where the site goes, once it is known to be one.</summary>
    private sealed record Target(Terminal Terminal, string? File, bool Force)
    {
        private const int MostShown = 10;

        /// <summary>Planning an estate takes longer than writing it down: beyond this, 'plan' alone judges.</summary>
        private const int MostPlanned = 5_000;

        public bool IsInTheWay => File is not null && !Force && System.IO.File.Exists(File);

        public int RefuseToReplace()
        {
            Terminal.Error.WriteLine($"fairlead: {File} exists; --force replaces it, -o writes another.");
            return ExitCodes.UnusableInput;
        }

        /// <param name="acceptsFindings">What a sheet says may be wrong, and is for 'plan' to find; flags and answers are corrected at once.</param>
        public int Write(SiteDraft draft, bool acceptsFindings)
        {
            var bytes = Encoding.UTF8.GetBytes(SiteDraftWriter.Write(draft));
            if (bytes.Length > SourceLimits.Bytes)
            {
                Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"fairlead: the site file would have {bytes.Length / (1024 * 1024)} MiB, and at most {SourceLimits.Bytes / (1024 * 1024)} are read; split the sheet. Nothing is written."));
                return ExitCodes.UnusableInput;
            }

            var what = $"{Count(draft.Segments.Count, "segment")}, {Count(draft.Clusters.Count, "cluster")}";
            var next = File is null ? "" : $" Next: fairlead plan {File}";
            if (draft.Segments.Count + draft.Clusters.Count > MostPlanned)
            {
                ResultWriter.Write(Terminal, File, stream => stream.Write(bytes));
                Terminal.Error.WriteLine($"{what}; not judged yet.{next}");
                return ExitCodes.Good;
            }

            var plan = Planner.Make(SiteFileReader.Parse(File ?? "site.yaml", bytes), new PlanOptions { AsOf = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime) });
            var errors = plan.Diagnostics.Where(finding => finding.IsFailure).ToList();
            var isRefused = plan.HasUnusableInput || (!acceptsFindings && errors.Count > 0);
            if (isRefused)
            {
                foreach (var finding in errors.Take(MostShown))
                    Terminal.Error.WriteLine($"{finding.Rule.Id} {finding.Subject}: {finding.Message} → {finding.Hint}");
                Terminal.Error.WriteLine($"fairlead: this would be no valid site ({Count(errors.Count, "error")}); nothing is written.");
                return ExitCodes.UnusableInput;
            }

            ResultWriter.Write(Terminal, File, stream => stream.Write(bytes));
            Terminal.Error.WriteLine(errors.Count == 0
                ? $"{what}: fairlead plan finds no error in {(File is null ? "them" : File)}.{next}"
                : $"{what}: fairlead plan finds {Count(errors.Count, "error")} in {(File is null ? "them" : File)}, such as {errors[0].Rule.Id}: {errors[0].Message}{next}");
            return ExitCodes.Good;
        }

        private static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");
    }
}
