using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;
using Xunit;

namespace Fairlead.SystemTests;

/// <summary>The printed JSON Schema, judged by a validator that is not ours (Debian's python3-jsonschema), against what the reader takes.</summary>
public sealed class SchemaTests
{
    /// <summary>Faults that a schema can express; addresses out of order, names twice or unknown references it can't.</summary>
    private static readonly string[] Structural = ["FL0002", "FL0003", "FL0007"];

    private const string Validator = """
        import json, sys
        from jsonschema import Draft202012Validator
        task = json.load(sys.stdin)
        Draft202012Validator.check_schema(task["schema"])
        validator = Draft202012Validator(task["schema"])
        print(json.dumps([validator.is_valid(document) for document in task["documents"]]))
        """;

    [Fact]
    public async Task Accepts_what_the_reader_accepts_and_refuses_what_it_refuses_for_its_shape()
    {
        var cases = Directory.EnumerateFiles(Path.Combine(Repository.Root, "src/Fairlead.Core/Rules/Cases"), "*.*", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "examples"), "*.*", SearchOption.AllDirectories))
            .Where(path => Path.GetExtension(path) is ".yaml" or ".json")
            .SelectMany(Judge).ToList();
        Assert.Contains(cases, each => each.IsTaken);
        Assert.Contains(cases, each => !each.IsTaken);
        var task = new JsonObject
        {
            ["schema"] = JsonNode.Parse(SiteSchema.Text),
            ["documents"] = new JsonArray([.. cases.Select(each => each.Document)]),
        };
        var answer = await Shell.RunAsync("python3", ["-c", Validator], Repository.Root, task.ToJsonString(), searchFirst: null, TestContext.Current.CancellationToken);
        Assert.True(answer.ExitCode == 0, answer.Errors);
        var verdicts = JsonSerializer.Deserialize<bool[]>(answer.Output)!;
        Assert.All(cases.Zip(verdicts), pair => Assert.True(pair.First.IsTaken == pair.Second, $"{pair.First.Name}: the reader says {pair.First.IsTaken}, the schema {pair.Second}"));
    }

    /// <summary>Each document that the reader either takes whole or refuses for its shape alone.</summary>
    private static IEnumerable<(string Name, JsonNode? Document, bool IsTaken)> Judge(string path)
    {
        var name = Path.GetRelativePath(Repository.Root, path);
        foreach (var document in SiteFileReader.Parse(name, File.ReadAllBytes(path)))
        {
            if (document.Root is null || document.Errors.Count > 0)
                continue;
            var faults = Planner.Make([document], new PlanOptions { AsOf = new(2026, 11, 22) }).Diagnostics.Where(finding => finding.IsUnusableInput).Select(finding => finding.Rule.Id).ToList();
            // A Cluster document alone has no site, which is no fault of its shape.
            faults.RemoveAll(rule => rule == "FL0006");
            var misplaced = faults.Count > 0 && IsOnlyMisplaced(document);
            if (faults.Count == 0 || (faults.TrueForAll(Structural.Contains) && !misplaced))
                yield return (name, ToJson(document.Root), faults.Count == 0);
        }
    }

    /// <summary>dhcp on a static segment and pool on a dhcp one are each a field of the format, only not together.</summary>
    private static bool IsOnlyMisplaced(SourceDocument document) =>
        Planner.Make([document], new PlanOptions { AsOf = new(2026, 11, 22) }).Diagnostics.Where(finding => finding.IsUnusableInput && finding.Rule.Id != "FL0006").All(finding => finding.Subject.Name is "dhcp" or "pool");

    private static JsonNode? ToJson(Node node) => node switch
    {
        ScalarNode { Kind: ScalarKind.Null } => null,
        ScalarNode { Kind: ScalarKind.Boolean } scalar => scalar.Text is "true" or "True" or "TRUE",
        ScalarNode { Kind: ScalarKind.WholeNumber or ScalarKind.Number } scalar => Number(scalar.Text),
        ScalarNode scalar => scalar.Text,
        ListNode list => new JsonArray([.. list.Items.Select(ToJson)]),
        MappingNode mapping => new JsonObject(mapping.Entries.Where(entry => entry.Value is not ScalarNode { Kind: ScalarKind.Null }).DistinctBy(entry => entry.Key).Select(entry => KeyValuePair.Create(entry.Key, ToJson(entry.Value)))),
        _ => throw new ArgumentOutOfRangeException(nameof(node)),
    };

    private static JsonNode? Number(string text)
    {
        try
        {
            return JsonNode.Parse(text);
        }
        catch (JsonException)
        {
            return text; // 0x10 and .5 are numbers of YAML alone
        }
    }
}
