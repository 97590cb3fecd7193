using System.Text.Json;
using Fairlead.Core.Changes;
using Fairlead.Ledger;

namespace Fairlead.Server.Pages.History;

/// <summary>What a change changed: lines of a site's files, or fields of a reservation.</summary>
public sealed record EntryDifference(IReadOnlyList<FileDifference> Files, IReadOnlyList<FieldDifference> Fields)
{
    public static EntryDifference Of(HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var before = entry.Before is null ? null : JsonDocument.Parse(entry.Before);
        using var after = entry.After is null ? null : JsonDocument.Parse(entry.After);
        return entry.Action is HistoryActions.SitePut or HistoryActions.SiteDelete
            ? new(FilesOf(before, after), [])
            : new([], FieldsOf(before, after));
    }

    private static List<FileDifference> FilesOf(JsonDocument? before, JsonDocument? after)
    {
        var (old, now) = (TextsOf(before), TextsOf(after));
        return [.. old.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Where(name => old.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => new FileDifference(name, LineDifference.Between(old.GetValueOrDefault(name, ""), now.GetValueOrDefault(name, ""))))];
    }

    private static Dictionary<string, string> TextsOf(JsonDocument? site)
    {
        if (site is null || !site.RootElement.TryGetProperty("files", out var files))
            return [];
        return files.EnumerateArray().ToDictionary(file => file.GetProperty("name").GetString()!, file => file.GetProperty("text").GetString()!);
    }

    private static List<FieldDifference> FieldsOf(JsonDocument? before, JsonDocument? after)
    {
        var (old, now) = (ValuesOf(before), ValuesOf(after));
        return [.. old.Keys.Union(now.Keys).Select(name => new FieldDifference(name, old.GetValueOrDefault(name), now.GetValueOrDefault(name)))];
    }

    /// <summary>Without those that have no value.</summary>
    private static Dictionary<string, string> ValuesOf(JsonDocument? json) =>
        json is null ? [] : json.RootElement.EnumerateObject().Where(field => field.Value.ValueKind != JsonValueKind.Null).ToDictionary(field => field.Name, field => Text(field.Value));

    private static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Object => string.Join(", ", value.EnumerateObject().Select(field => $"{field.Name}: {Text(field.Value)}")),
        _ => value.GetRawText(),
    };
}

public sealed record FileDifference(string Name, IReadOnlyList<LineChange> Lines);

/// <param name="Before">Null: it had no value.</param>
/// <param name="After">Null: it has none any more.</param>
public sealed record FieldDifference(string Name, string? Before, string? After)
{
    public bool IsChange => Before != After;
}
