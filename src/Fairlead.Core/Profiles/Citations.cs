using System.Text.Json;

namespace Fairlead.Core.Profiles;

/// <summary>What the short names of sources in the data files stand for.</summary>
internal static class Citations
{
    private static readonly Lazy<Dictionary<string, string>> ById = new(Load);

    /// <summary>The text for <see cref="Sourced{T}.Source"/>.</summary>
    /// <param name="source">One id, or a list of ids.</param>
    public static string Of(JsonElement source) => source.ValueKind == JsonValueKind.Array
        ? string.Join("; ", source.EnumerateArray().Select(Of))
        : ById.Value[source.GetString()!];

    /// <summary>The same form for a source that is not in the list.</summary>
    public static string Format(string repo, string path, string? date) => date is null ? $"{repo} {path}" : $"{repo} {path} ({date})";

    private static Dictionary<string, string> Load()
    {
        using var json = EmbeddedData.Json("Profiles.Data.sources.json");
        return json.RootElement.EnumerateObject().ToDictionary(
            item => item.Name,
            item => Format(
                item.Value.GetProperty("repo").GetString()!,
                item.Value.GetProperty("path").GetString()!,
                item.Value.GetProperty("date").GetString()),
            StringComparer.Ordinal);
    }
}
