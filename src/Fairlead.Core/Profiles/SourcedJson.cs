using System.Text.Json;

namespace Fairlead.Core.Profiles;

/// <summary>Reads <c>{ "value": …, "source": …, "mark": …, "note": … }</c>.</summary>
internal static class SourcedJson
{
    /// <summary>The named value of an object; null where it is absent or a gap.</summary>
    public static Sourced<T>? Optional<T>(JsonElement values, string name, Func<JsonElement, T> read) =>
        values.TryGetProperty(name, out var item) && item.GetProperty("value").ValueKind != JsonValueKind.Null
            ? Read(item, read)
            : null;

    public static Sourced<T> Required<T>(JsonElement values, string name, Func<JsonElement, T> read) => Read(values.GetProperty(name), read);

    public static Sourced<T> Read<T>(JsonElement item, Func<JsonElement, T> read) => new(
        read(item.GetProperty("value")),
        Citations.Of(item.GetProperty("source")),
        ParseMark(item.GetProperty("mark").GetString()),
        item.TryGetProperty("note", out var note) ? note.GetString() : null);

    public static Mark ParseMark(string? text) => text switch
    {
        "doc" => Mark.Doc,
        "inferred" => Mark.Inferred,
        "gap" => Mark.Gap,
        _ => throw new FormatException($"unknown mark '{text}'"),
    };

    public static string Text(JsonElement value) => value.GetString()!;

    public static IReadOnlyList<string> Texts(JsonElement value) => [.. value.EnumerateArray().Select(Text)];
}
