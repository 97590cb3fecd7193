using System.Text.Json;
using Fairlead.Core.Profiles;
using Xunit;

namespace Fairlead.Tests.Profiles;

/// <summary>What every data file of the profiles has to keep, whatever it holds.</summary>
public sealed class ProfileDataTests
{
    public static TheoryData<string> Files => ["aks-arc-vmware", "aks-azure-local", "kubernetes-vsphere", "resource-bridge", "regions"];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_value_has_a_source_and_a_mark(string file)
    {
        using var json = EmbeddedData.Json($"Profiles.Data.{file}.json");
        using var sources = EmbeddedData.Json("Profiles.Data.sources.json");
        var values = Values(json.RootElement).ToList();

        Assert.NotEmpty(values);
        Assert.All(values, value =>
        {
            Assert.Contains(value.GetProperty("mark").GetString(), (string[])["doc", "inferred", "gap"]);
            Assert.All(Ids(value.GetProperty("source")), id => Assert.True(sources.RootElement.TryGetProperty(id, out _), id));
        });
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void A_gap_and_only_a_gap_has_no_value(string file)
    {
        using var json = EmbeddedData.Json($"Profiles.Data.{file}.json");
        Assert.All(Values(json.RootElement), value => Assert.Equal(
            value.GetProperty("value").ValueKind == JsonValueKind.Null,
            value.GetProperty("mark").GetString() == "gap"));
    }

    /// <summary>A name that the reader does not ask for would be a fact that no rule ever sees.</summary>
    [Theory]
    [InlineData("aks-arc-vmware")]
    [InlineData("aks-azure-local")]
    [InlineData("kubernetes-vsphere")]
    public void Every_name_in_a_profile_is_a_property_of_it(string file)
    {
        using var json = EmbeddedData.Json($"Profiles.Data.{file}.json");
        var known = typeof(Profile).GetProperties().Select(property => property.Name)
            .Append("PoolNameForm")
            .ToHashSet(StringComparer.OrdinalIgnoreCase);
        Assert.All(json.RootElement.GetProperty("values").EnumerateObject(), item => Assert.Contains(item.Name, known));
    }

    [Fact]
    public void Every_listed_source_is_used_and_names_a_file_of_a_repository()
    {
        var used = Files.SelectMany(file =>
        {
            using var json = EmbeddedData.Json($"Profiles.Data.{file.Data}.json");
            return Objects(json.RootElement)
                .Where(item => item.TryGetProperty("source", out _))
                .SelectMany(item => Ids(item.GetProperty("source")))
                .ToList();
        }).ToHashSet();

        using var sources = EmbeddedData.Json("Profiles.Data.sources.json");
        Assert.Equivalent(used, sources.RootElement.EnumerateObject().Select(item => item.Name), strict: true);
        Assert.All(sources.RootElement.EnumerateObject(), item =>
        {
            Assert.Matches("^[A-Za-z-]+/[A-Za-z-]+$", item.Value.GetProperty("repo").GetString());
            Assert.Matches(@"^[^ ]+/[^ ]+\.(md|json|go)$", item.Value.GetProperty("path").GetString());
            Assert.Matches(@"^(\d{4}-\d\d-\d\d)?$", item.Value.GetProperty("date").GetString() ?? "");
        });
    }

    private static IEnumerable<JsonElement> Values(JsonElement root) => Objects(root).Where(item => item.TryGetProperty("value", out _));

    private static IEnumerable<JsonElement> Objects(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => element.EnumerateObject().SelectMany(property => Objects(property.Value)).Prepend(element),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(Objects),
        _ => [],
    };

    private static IEnumerable<string> Ids(JsonElement source) => source.ValueKind == JsonValueKind.Array
        ? source.EnumerateArray().Select(id => id.GetString()!)
        : [source.GetString()!];
}
