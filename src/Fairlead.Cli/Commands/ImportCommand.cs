using System.CommandLine;
using System.Globalization;
using Fairlead.Cli.Output;
using Fairlead.Connectors;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Importing;
using Fairlead.Core.Observations;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;
using Fairlead.SiteFiles.Merging;
using Profile = Fairlead.Core.Profiles.Profile;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead import</c>: a site file, or what is missing in one, from what other systems hold.</summary>
internal static class ImportCommand
{
    private const int MostShown = 20;

    public static Command Build(Terminal terminal)
    {
        var source = new Argument<string[]>("source")
        {
            Description = $"Where from: KIND PLACE, or KIND:PLACE for each of several; settings behind commas (user=, password-file=, …). Kinds: {string.Join(", ", SourceKinds.All.Select(kind => kind.NameOf()))}.",
            Arity = ArgumentArity.OneOrMore,
        };
        var name = new Option<string?>("--name") { Description = "The site's name, such as madrid; with --into, the site of the file that is meant. Default: made of the first source's name.", HelpName = "name" };
        var profile = new Option<string?>("--profile") { Description = "Whose rules are judged. Default: what a template says, or kubernetes-vsphere.", HelpName = string.Join("|", Profile.Names) };
        profile.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => !Profile.TryGet(token.Value, out _)))
                result.AddError($"There is no profile '{token.Value}'; there are {string.Join(", ", Profile.Names)}.");
        });
        var network = new Option<string[]>("--network") { Description = "A port group or NSX segment of vCenter that becomes a segment: its name, path or id; several with several --network.", HelpName = "name" };
        var prefix = new Option<IpPrefix[]>("--prefix")
        {
            Description = "The prefix of that network, or one per family, where no source knows it.",
            HelpName = "prefix",
            CustomParser = ParsePrefixes,
        };
        var into = new Option<string?>("--into") { Description = "Add what is missing to this site file; what differs is shown and stays.", HelpName = "file" };
        var force = new Option<bool>("--force") { Description = "Replace the file of --output if it exists." };
        var output = CommonOptions.Output();
        var command = new Command("import", "Make a site file, or complete one, from DHCP servers, vCenter, NetBox, CSV or ARM templates.")
        {
            source, name, profile, network, prefix, into, output, force,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(into) is not null && result.GetValue(output) is not null)
                result.AddError("--into changes that file, and --output writes a new one; leave one out.");
            if (result.GetValue(prefix) is { Length: > 0 } && result.GetValue(network) is not { Length: > 0 })
                result.AddError("--prefix says where a --network is, and there is none.");
        });
        command.SetAction(async (arguments, ct) =>
        {
            var references = References(arguments.GetRequiredValue(source));
            var request = new DraftRequest
            {
                Name = arguments.GetValue(name) ?? NameFrom(references[0]),
                Profile = arguments.GetValue(profile),
                Origin = $"Imported by fairlead from {string.Join(", ", references)}. A comment behind a value names its source.",
                Networks = [.. arguments.GetValue(network) ?? [], .. references.Select(reference => reference["network"]).OfType<string>()],
                Prefixes = arguments.GetValue(prefix) ?? [],
            };
            return await RunAsync(references, request, new Target(terminal, arguments.GetValue(output), arguments.GetValue(into), arguments.GetValue(force), arguments.GetValue(name)), ct).ConfigureAwait(false);
        });
        return command;
    }

    private static async Task<int> RunAsync(IReadOnlyList<SourceReference> references, DraftRequest request, Target target, CancellationToken ct)
    {
        var before = target.ReadInto();
        if (before is not null)
            request = request with { KnownSegments = SiteMerge.SegmentsOf(target.Into!, before) };
        var settings = new ConnectorSettings { Time = TimeProvider.System, Environment = Environment.GetEnvironmentVariable };
        var outcomes = await Task.WhenAll(references.Select(reference => ConnectorCatalog.Open(reference, settings)).ToList().Select(connector => connector.ObserveAsync(ct))).ConfigureAwait(false);
        var failures = outcomes.OfType<ObservationOutcome.Failed>().ToList();
        foreach (var failure in failures)
            target.Say($"{failure.Message} {failure.Hint}");
        if (failures.Count > 0)
        {
            target.Say("nothing is written: a site without what that source holds would be taken for the whole.");
            return failures.Exists(failure => IsInput(failure.Reason)) ? ExitCodes.UnusableInput : ExitCodes.Failed;
        }

        var observations = outcomes.OfType<ObservationOutcome.Seen>().Select(seen => seen.Observation).ToList();
        var (draft, notes) = SiteImport.Make(observations, request);
        target.Show([.. observations.SelectMany(observation => observation.Notes), .. notes]);
        if (draft.IsEmpty)
            throw new UnusableInputException($"{string.Join(", ", references)}: there is nothing in it that a site file could hold; nothing is written.");
        return before is null ? target.WriteNew(draft) : target.Merge(draft, before);
    }

    /// <summary>Files and what stands in them are input; a system that does not answer is none.</summary>
    private static bool IsInput(FailureReason reason) => reason is FailureReason.NotFound or FailureReason.NotPermitted or FailureReason.NotAuthenticated or FailureReason.Malformed or FailureReason.TooLarge or FailureReason.BadCertificate;

    /// <summary><c>KIND PLACE</c> for the first, <c>KIND:PLACE</c> for each.</summary>
    internal static IReadOnlyList<SourceReference> References(IReadOnlyList<string> words)
    {
        var references = new List<SourceReference>();
        for (var i = 0; i < words.Count; i++)
        {
            var kind = SourceKinds.All.Cast<SourceKind?>().FirstOrDefault(each => each!.Value.NameOf() == words[i]);
            if (kind is null)
                references.Add(SourceReference.Parse(words[i]));
            else if (i + 1 < words.Count)
                references.Add(SourceReference.Parse(kind.Value, words[++i]));
            else
                throw new UnusableInputException($"'{words[i]}' is followed by no place: write {words[i]} PLACE.");
        }

        return references;
    }

    private static string NameFrom(SourceReference reference)
    {
        var text = Uri.TryCreate(reference.Place, UriKind.Absolute, out var uri) && uri.Host.Length > 0 ? uri.Host : Path.GetFileNameWithoutExtension(reference.Place);
        return DnsLabel.Of(text.Any(char.IsLetter) ? text.Split('.')[0] : text) ?? "site";
    }

    private static IpPrefix[] ParsePrefixes(System.CommandLine.Parsing.ArgumentResult result)
    {
        var prefixes = new List<IpPrefix>();
        foreach (var text in result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)))
        {
            if (IpPrefix.TryParse(text, out var prefix, out var error))
                prefixes.Add(prefix);
            else
                result.AddError($"--prefix: {error}.");
        }

        return [.. prefixes];
    }

    /// <summary>Where the site goes, once it is known to be one.</summary>
    private sealed record Target(Terminal Terminal, string? Output, string? Into, bool Force, string? Site)
    {
        public void Say(string message) => Terminal.Error.WriteLine($"fairlead: {OneLine(message)}");

        public void Show(IReadOnlyList<ObservationNote> notes)
        {
            foreach (var note in notes.Take(MostShown))
                Terminal.Error.WriteLine(OneLine($"{note.Where}: {note.Message}"));
            if (notes.Count > MostShown)
                Terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"… and {notes.Count - MostShown} more notes"));
        }

        /// <summary>Null without <c>--into</c>.</summary>
        public byte[]? ReadInto()
        {
            if (Into is null)
                return null;
            if (!ResultWriter.IsReplaceable(Into))
                throw new SiteFileException($"--into can't change {Into}, which is no file on disk.");
            try
            {
                return File.ReadAllBytes(Into);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new SiteFileException($"{Into} can't be read{(File.Exists(Into) ? "" : ": there is no such file; -o writes a new one")}.");
            }
        }

        public int WriteNew(SiteDraft draft)
        {
            var bytes = SiteMerge.Write(draft);
            if (Output is not null && !Force && File.Exists(Output))
            {
                if (File.ReadAllBytes(Output).AsSpan().SequenceEqual(bytes))
                {
                    Terminal.Error.WriteLine($"{Output} is that already; nothing is written.");
                    return ExitCodes.Good;
                }

                Say($"{Output} exists and is another; --into adds to it, --force replaces it.");
                return ExitCodes.UnusableInput;
            }

            if (Refuses(Output ?? "site.yaml", bytes) is not { } errors)
                return ExitCodes.UnusableInput;
            ResultWriter.Write(Terminal, Output, stream => stream.Write(bytes));
            Terminal.Error.WriteLine($"{Count(draft.Segments.Count, "segment")}, {Count(draft.Clusters.Count, "cluster")}; {errors}{(Output is null ? "" : $" Next: fairlead plan {Output}")}");
            return ExitCodes.Good;
        }

        public int Merge(SiteDraft draft, byte[] before)
        {
            var result = SiteMerge.Into(Into!, before, draft, Site);
            foreach (var conflict in result.Conflicts)
                Terminal.Error.WriteLine(OneLine($"conflict: {conflict}"));
            if (result.Added.Count > 0)
            {
                // What is already unusable is not made worse by adding to it, and is shown by plan.
                if (Refuses(Into!, result.Bytes) is not { } errors)
                    return ExitCodes.UnusableInput;
                ResultWriter.Write(Terminal, Into, stream => stream.Write(result.Bytes));
                foreach (var added in result.Added.Take(MostShown))
                    Terminal.Error.WriteLine(OneLine($"added {added}"));
                Terminal.Error.WriteLine($"{Count(result.Added.Count, "addition")} to {Into}; {errors}");
            }
            else
            {
                Terminal.Error.WriteLine($"{Into} has all of it; nothing is written.");
            }

            if (result.Conflicts.Count > 0)
                Say($"{Count(result.Conflicts.Count, "value")} differ{(result.Conflicts.Count == 1 ? "s" : "")}; the file's stay.");
            return result.Conflicts.Count > 0 ? ExitCodes.Findings : ExitCodes.Good;
        }

        /// <summary>What plan would say of it; null, with the reasons shown, for what would be no site.</summary>
        private string? Refuses(string name, byte[] bytes)
        {
            var plan = Planner.Make(SiteFileReader.Parse(name, bytes), new PlanOptions { AsOf = CommonOptions.Day(null) });
            var failures = plan.Diagnostics.Where(finding => finding.IsFailure).ToList();
            if (!plan.HasUnusableInput)
                return failures.Count == 0 ? "fairlead plan finds no error in it." : $"fairlead plan finds {Count(failures.Count, "error")} in it, such as {failures[0].Rule.Id}: {OneLine(failures[0].Message)}";
            foreach (var finding in failures.Where(finding => finding.IsUnusableInput).Take(MostShown))
                Terminal.Error.WriteLine(OneLine($"{finding.Rule.Id} {finding.Subject}: {finding.Message} → {finding.Hint}"));
            Say($"{name} would be no valid site; nothing is written.");
            return null;
        }

        private static string Count(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number} {what}{(number == 1 ? "" : "s")}");

        private static string OneLine(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
    }
}
