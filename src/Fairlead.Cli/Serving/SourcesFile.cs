using Fairlead.Connectors;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Serving;

/// <summary>
/// A file of sources: <c>kind: Sources</c>, with <c>sources</c> of a <c>site</c>, a <c>source</c> as <c>--observe</c> takes it, and <c>every</c>; and
/// <c>keep</c>, how long is remembered what they said. It holds no secret: those stand in files that it names, or in the environment.
/// </summary>
internal sealed record SourcesFile(IReadOnlyList<SourcesEntry> Sources, TimeSpan? Keep)
{
    private static readonly TimeSpan s_usual = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_shortest = TimeSpan.FromSeconds(10);

    /// <exception cref="UnusableInputException">It can't be read or used: every fault with its place, one a line.</exception>
    public static SourcesFile Read(string path)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"--sources: {path} can't be read ({exception.Message}).");
        }

        var reading = new Reading(path);
        var read = reading.Of(SiteFileReader.Parse(path, bytes));
        return reading.Faults.Count == 0 ? read : throw new UnusableInputException(string.Join('\n', reading.Faults));
    }

    private sealed class Reading(string path)
    {
        public List<string> Faults { get; } = [];

        public SourcesFile Of(IReadOnlyList<SourceDocument> documents)
        {
            foreach (var error in documents.SelectMany(document => document.Errors))
                Faults.Add($"{path}:{error.Line}:{error.Column}: {error.Message} ({error.Hint})");
            if (documents is not [{ Root: MappingNode root }])
            {
                if (Faults.Count == 0)
                    Faults.Add($"{path}: one document of kind: Sources is expected, with apiVersion, kind and sources.");
                return new([], null);
            }

            var fields = Fields(root, "apiVersion", "kind", "keep", "sources");
            Exactly(root, fields, "apiVersion", "fairlead.dev/v1");
            Exactly(root, fields, "kind", "Sources");
            var keep = fields.TryGetValue("keep", out var written) ? Time(written, TimeSpan.FromHours(1)) : null;
            if (!fields.TryGetValue("sources", out var sources))
                Add(root, "sources is missing: write a list with site and source in each.");
            else if (sources is not ListNode)
                Add(sources, $"sources takes a list, and this is {sources.Description}.");
            return new([.. (sources as ListNode)?.Items.Select(Entry).OfType<SourcesEntry>() ?? []], keep);
        }

        private SourcesEntry? Entry(Node node)
        {
            if (node is not MappingNode entry)
            {
                Add(node, $"a source has site and source, and this is {node.Description}.");
                return null;
            }

            var fields = Fields(entry, "site", "source", "every");
            var (site, source) = (Text(entry, fields, "site"), Text(entry, fields, "source"));
            var every = fields.TryGetValue("every", out var written) ? Time(written, s_shortest) : s_usual;
            if (site is null || source is null || every is null)
                return null;
            try
            {
                return new(site, SourceReference.Parse(source), every.Value, $"{path}:{fields["source"].Line}:{fields["source"].Column}");
            }
            catch (UnusableInputException exception)
            {
                Add(fields["source"], exception.Message);
                return null;
            }
        }

        private Dictionary<string, Node> Fields(MappingNode mapping, params string[] known)
        {
            var fields = new Dictionary<string, Node>(StringComparer.Ordinal);
            foreach (var entry in mapping.Entries)
            {
                if (!known.Contains(entry.Key))
                    Faults.Add($"{path}:{entry.Line}:{entry.Column}: there is no field '{Excerpt.Of(entry.Key)}' here; there are {string.Join(", ", known)}.");
                else if (!fields.TryAdd(entry.Key, entry.Value))
                    Faults.Add($"{path}:{entry.Line}:{entry.Column}: {entry.Key} stands twice.");
            }

            return fields;
        }

        private string? Text(MappingNode mapping, Dictionary<string, Node> fields, string name)
        {
            if (!fields.TryGetValue(name, out var node))
                Add(mapping, $"{name} is missing.");
            else if (node is ScalarNode { Text.Length: > 0 } scalar)
                return scalar.Text;
            else
                Add(node, $"{name} takes a text, and this is {node.Description}.");
            return null;
        }

        private void Exactly(MappingNode root, Dictionary<string, Node> fields, string name, string value)
        {
            if (Text(root, fields, name) is { } text && text != value)
                Add(fields[name], $"{name} is {value} in a file of sources, not '{Excerpt.Of(text)}'.");
        }

        private TimeSpan? Time(Node node, TimeSpan shortest)
        {
            if (node is ScalarNode scalar && Duration.TryParse(scalar.Text, out var time) && time >= shortest)
                return time;
            Add(node, $"a time of at least {shortest.TotalSeconds:0}s is expected, such as 90s, 5m, 8h or 30d.");
            return null;
        }

        private void Add(Node node, string message) => Faults.Add($"{path}:{node.Line}:{node.Column}: {message}");
    }
}

/// <param name="Place">File, line and column, for messages.</param>
internal sealed record SourcesEntry(string Site, SourceReference Reference, TimeSpan Every, string Place);
