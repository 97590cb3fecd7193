using System.Globalization;

namespace Fairlead.Core.Endpoints;

/// <summary>A field that two catalogues fill differently; null: it is not there.</summary>
public sealed record FieldChange(string Field, string? Old, string? New);

/// <summary>What changed in one entry.</summary>
/// <param name="Id">In the new catalogue.</param>
public sealed record EntryChange(string Id, IReadOnlyList<FieldChange> Fields);

/// <summary>How a catalogue became another. Endpoints are the same by id, and where an id went away, by host, port and protocol.</summary>
public sealed record CatalogDifference
{
    /// <summary>Of the catalogue itself: its cloud, lists and source groups.</summary>
    public required IReadOnlyList<EntryChange> Frame { get; init; }

    public required IReadOnlyList<Endpoint> Added { get; init; }

    public required IReadOnlyList<Endpoint> Removed { get; init; }

    public required IReadOnlyList<EntryChange> Changed { get; init; }

    public bool IsEmpty => Frame.Count + Added.Count + Removed.Count + Changed.Count == 0;

    public static CatalogDifference Between(EndpointCatalog old, EndpointCatalog @new)
    {
        ArgumentNullException.ThrowIfNull(old);
        ArgumentNullException.ThrowIfNull(@new);
        var byId = old.Endpoints.ToDictionary(endpoint => endpoint.Id, StringComparer.Ordinal);
        var newIds = @new.Endpoints.Select(endpoint => endpoint.Id).ToHashSet(StringComparer.Ordinal);
        var renamed = old.Endpoints.Where(endpoint => !newIds.Contains(endpoint.Id)).ToLookup(Destination);
        var gone = old.Endpoints.Where(endpoint => !newIds.Contains(endpoint.Id)).ToHashSet();
        var added = new List<Endpoint>();
        var changed = new List<EntryChange>();
        foreach (var endpoint in @new.Endpoints)
        {
            var before = byId.GetValueOrDefault(endpoint.Id) ?? renamed[Destination(endpoint)].FirstOrDefault(gone.Contains);
            if (before is null)
            {
                added.Add(endpoint);
                continue;
            }

            gone.Remove(before);
            if (Compare(Fields(before), Fields(endpoint)) is { Count: > 0 } fields)
                changed.Add(new(endpoint.Id, fields));
        }

        return new() { Frame = FrameOf(old, @new), Added = added, Removed = [.. old.Endpoints.Where(gone.Contains)], Changed = changed };
    }

    private static (string, int, EndpointProtocol) Destination(Endpoint endpoint) => (endpoint.Host, endpoint.Port, endpoint.Protocol);

    private static List<EntryChange> FrameOf(EndpointCatalog old, EndpointCatalog @new)
    {
        var entries = new List<EntryChange>();
        if (old.Cloud != @new.Cloud)
            entries.Add(new("catalogue", [new("cloud", old.Cloud, @new.Cloud)]));
        entries.AddRange(Entries("list ", old.Lists, @new.Lists, list => list.Id, list =>
        [
            ("title", list.Title), ("repo", list.Repo), ("path", list.Path), ("date", list.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            ("rows", list.Rows.ToString(CultureInfo.InvariantCulture)), ("entries", list.Entries.ToString(CultureInfo.InvariantCulture)), ("note", list.Note),
        ]));
        entries.AddRange(Entries("source group ", old.SourceGroups, @new.SourceGroups, group => group.Id, group => [("description", group.Description)]));
        return entries;
    }

    private static IEnumerable<EntryChange> Entries<T>(string what, IReadOnlyList<T> old, IReadOnlyList<T> @new, Func<T, string> id, Func<T, IEnumerable<(string, string?)>> fields)
    {
        var before = old.ToDictionary(id, StringComparer.Ordinal);
        var after = @new.ToDictionary(id, StringComparer.Ordinal);
        return before.Keys.Union(after.Keys, StringComparer.Ordinal)
            .Select(key => new EntryChange(what + key, Compare(
                before.TryGetValue(key, out var left) ? fields(left) : [],
                after.TryGetValue(key, out var right) ? fields(right) : [])))
            .Where(entry => entry.Fields.Count > 0);
    }

    private static IEnumerable<(string, string?)> Fields(Endpoint endpoint)
    {
        var row = new EndpointRow(endpoint, endpoint.Host, endpoint.Sources);
        yield return ("id", endpoint.Id);
        yield return ("host", endpoint.Host);
        yield return ("hostKind", EndpointWords.Of(endpoint.Kind));
        yield return ("asPrinted", endpoint.AsPrinted);
        yield return ("port", endpoint.Port.ToString(CultureInfo.InvariantCulture));
        yield return ("protocol", EndpointWords.Of(endpoint.Protocol));
        yield return ("websocket", endpoint.WebSocket ? "true" : null);
        yield return ("regionTemplate", endpoint.RegionTemplate);
        yield return ("probeHost", endpoint.ProbeHost);
        yield return ("coveredBy", endpoint.CoveredBy);
        yield return ("lists", string.Join(", ", row.Lists.Select(list => list.Id)));
        yield return ("neededBy", string.Join(", ", row.From.Select(group => group.Id)));
        yield return ("condition", row.Condition);
        foreach (var source in endpoint.Sources)
            yield return (string.Create(CultureInfo.InvariantCulture, $"{source.List.Id} row {source.Row}"), Describe(source));
        yield return ("purpose", endpoint.Purpose);
        yield return ("purposeMark", EndpointWords.Of(endpoint.PurposeMark));
        yield return ("note", endpoint.Note);
    }

    private static string Describe(EndpointSource source) =>
        $"for {string.Join(", ", source.From.Select(group => group.Id))}"
        + (source.AsPrinted is null ? "" : $", printed {source.AsPrinted}")
        + (source.Condition is null ? "" : $", {source.Condition}")
        + (source.Edition is null ? "" : $", edition {source.Edition}");

    /// <summary>Field by field, in the order of the new side and then what only the old one has. A field that stands twice is compared as a whole.</summary>
    private static List<FieldChange> Compare(IEnumerable<(string Field, string? Value)> old, IEnumerable<(string Field, string? Value)> @new)
    {
        var before = Together(old);
        var after = Together(@new);
        return [.. after.Keys.Union(before.Keys, StringComparer.Ordinal)
            .Select(field => new FieldChange(field, before.GetValueOrDefault(field), after.GetValueOrDefault(field)))
            .Where(change => change.Old != change.New)];
    }

    private static OrderedDictionary<string, string?> Together(IEnumerable<(string Field, string? Value)> fields)
    {
        var together = new OrderedDictionary<string, string?>(StringComparer.Ordinal);
        foreach (var (field, value) in fields)
            together[field] = together.TryGetValue(field, out var there) ? $"{there}; {value}" : value;
        return together;
    }
}
