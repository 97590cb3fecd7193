using System.Text.Json;
using Fairlead.Core.Profiles;

namespace Fairlead.Core.Endpoints;

/// <summary>The ports between the machines of a site, by profile, each with its source.</summary>
public sealed class PortCatalog
{
    private static readonly Lazy<PortCatalog> Embedded = new(Load);

    private PortCatalog(IReadOnlyList<PortSource> sources, IReadOnlyList<MachineKind> machines, IReadOnlyList<PortRule> rules)
    {
        Sources = sources;
        Machines = machines;
        Rules = rules;
    }

    /// <summary>The embedded catalogue, read on first use.</summary>
    public static PortCatalog Default => Embedded.Value;

    public IReadOnlyList<PortSource> Sources { get; }

    /// <summary>Every kind of machine that this catalogue or the endpoint catalogue speaks of.</summary>
    public IReadOnlyList<MachineKind> Machines { get; }

    public IReadOnlyList<PortRule> Rules { get; }

    public MachineKind Machine(string id) => Machines.First(machine => machine.Id == id);

    /// <summary>The rules of a profile, in the catalogue's order.</summary>
    public IEnumerable<PortRule> Under(Profile profile, bool hasBridge, bool hasClusters)
    {
        ArgumentNullException.ThrowIfNull(profile);
        return Rules.Where(rule => rule.Profiles.Contains(profile.Name) && (rule.NeedsBridge ? hasBridge : hasClusters));
    }

    private static PortCatalog Load()
    {
        using var json = EmbeddedData.Json("Endpoints.Data.ports.json");
        var root = json.RootElement;
        var sources = root.GetProperty("sources").EnumerateObject().Select(ReadSource).ToDictionary(source => source.Id, StringComparer.Ordinal);
        var machines = root.GetProperty("groups").EnumerateArray()
            .Select(item => new MachineKind(Text(item, "id"), Text(item, "name"), Text(item, "description")))
            .ToDictionary(machine => machine.Id, StringComparer.Ordinal);
        return new PortCatalog(
            [.. sources.Values],
            [.. machines.Values],
            [.. root.GetProperty("rules").EnumerateArray().Select(item => ReadRule(item, sources, machines))]);
    }

    private static PortSource ReadSource(JsonProperty item) => new(
        item.Name,
        Text(item.Value, "title"),
        Citations.Format(Text(item.Value, "repo"), Text(item.Value, "path"), item.Value.GetProperty("date").GetString()));

    private static PortRule ReadRule(JsonElement item, Dictionary<string, PortSource> sources, Dictionary<string, MachineKind> machines) => new()
    {
        Id = Text(item, "id"),
        NeedsBridge = Text(item, "needs") switch
        {
            "resource-bridge" => true,
            "clusters" => false,
            var text => throw new FormatException($"unknown need '{text}'"),
        },
        Profiles = SourcedJson.Texts(item.GetProperty("profiles")),
        From = machines[Text(item, "from")],
        To = machines[Text(item, "to")],
        IsBothWays = item.GetProperty("both").GetBoolean(),
        Protocol = Text(item, "protocol"),
        Ports = [.. item.GetProperty("ports").EnumerateArray().Select(port => port.GetInt32())],
        Why = Text(item, "why"),
        Condition = TextOrNull(item, "condition"),
        Source = sources[Text(item, "source")],
        Mark = SourcedJson.ParseMark(Text(item, "mark")),
        Note = TextOrNull(item, "note"),
    };

    private static string Text(JsonElement item, string name) => SourcedJson.Text(item.GetProperty(name));

    private static string? TextOrNull(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;
}
