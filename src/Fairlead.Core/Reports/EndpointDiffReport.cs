using System.Globalization;
using System.Text;
using System.Text.Json;
using Fairlead.Core.Endpoints;

namespace Fairlead.Core.Reports;

/// <summary><c>fairlead endpoints diff</c>: what to open and what to close when one catalogue takes another's place.</summary>
/// <param name="Old">What the user called it.</param>
/// <param name="Notes">What the comparison can't tell; empty where both sides are files.</param>
public sealed record EndpointDiffReport(CatalogDifference Difference, string Old, string New, IReadOnlyList<string> Notes)
{
    public string Text()
    {
        var text = new StringBuilder();
        foreach (var note in Notes)
            text.Append(CultureInfo.InvariantCulture, $"note: {note}\n");
        if (Notes.Count > 0)
            text.Append('\n');
        foreach (var entry in Difference.Frame)
            AddChange(text, entry);
        foreach (var endpoint in Difference.Added)
            text.Append(CultureInfo.InvariantCulture, $"+ {Summary(endpoint)}\n");
        foreach (var endpoint in Difference.Removed)
            text.Append(CultureInfo.InvariantCulture, $"- {Summary(endpoint)}\n");
        foreach (var entry in Difference.Changed)
            AddChange(text, entry);
        return text.Append(Total()).Append('\n').ToString();
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder($"# Endpoints: {Markdown.Text(Old)} → {Markdown.Text(New)}\n\n{Markdown.Text(Total())}\n\n");
        foreach (var note in Notes)
            text.Append(CultureInfo.InvariantCulture, $"- {Markdown.Text(note)}\n");
        if (Notes.Count > 0)
            text.Append('\n');
        AddEndpoints(text, "Added", Difference.Added);
        AddEndpoints(text, "Removed", Difference.Removed);
        AddChanges(text, "Changed", Difference.Changed);
        AddChanges(text, "Lists and groups", Difference.Frame);
        return text.ToString().TrimEnd('\n') + "\n";
    }

    public string Json() => ReportJson.ToText(json =>
    {
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("old", Old);
        json.WriteString("new", New);
        json.WriteBoolean("equal", Difference.IsEmpty);
        json.WriteStrings("notes", Notes);
        json.WriteObjects("added", Difference.Added, WriteEndpoint);
        json.WriteObjects("removed", Difference.Removed, WriteEndpoint);
        json.WriteObjects("changed", Difference.Changed, WriteChange);
        json.WriteObjects("frame", Difference.Frame, WriteChange);
    });

    private string Total() => Difference.IsEmpty
        ? $"{Old} and {New} are the same."
        : string.Create(CultureInfo.InvariantCulture, $"{Difference.Added.Count} added, {Difference.Removed.Count} removed, {Difference.Changed.Count} changed{(Difference.Frame.Count > 0 ? $", {Difference.Frame.Count} in lists and groups" : "")}.");

    private static void AddChange(StringBuilder text, EntryChange entry)
    {
        text.Append(CultureInfo.InvariantCulture, $"~ {entry.Id}\n");
        foreach (var field in entry.Fields)
            text.Append(CultureInfo.InvariantCulture, $"    {field.Field}: {field.Old ?? "(none)"} → {field.New ?? "(none)"}\n");
    }

    private static void AddEndpoints(StringBuilder text, string heading, IReadOnlyList<Endpoint> endpoints)
    {
        if (endpoints.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"## {heading}\n\n");
        Markdown.AddTable(text, ["Host", "Port", "Lists", "Needed by", "When"], endpoints.Select(endpoint =>
        {
            var row = RowOf(endpoint);
            return (string?[])[Markdown.Code(endpoint.Host), Port(endpoint), Markdown.Text(ListsOf(row)), Markdown.Text(From(row)), Markdown.Text(row.Condition)];
        }));
    }

    private static void AddChanges(StringBuilder text, string heading, IReadOnlyList<EntryChange> changes)
    {
        if (changes.Count == 0)
            return;
        text.Append(CultureInfo.InvariantCulture, $"## {heading}\n\n");
        Markdown.AddTable(text, ["Entry", "Field", "Before", "After"], changes.SelectMany(entry => entry.Fields.Select(field => (string?[])
            [Markdown.Code(entry.Id), Markdown.Text(field.Field), Markdown.Text(field.Old), Markdown.Text(field.New)])));
    }

    private static void WriteEndpoint(Utf8JsonWriter json, Endpoint endpoint)
    {
        var row = RowOf(endpoint);
        json.WriteString("id", endpoint.Id);
        json.WriteString("host", endpoint.Host);
        json.WriteNumber("port", endpoint.Port);
        json.WriteString("protocol", EndpointWords.Of(endpoint.Protocol));
        json.WriteStrings("lists", row.Lists.Select(list => list.Id));
        json.WriteStrings("neededBy", row.From.Select(group => group.Id));
        json.WriteString("condition", row.Condition);
    }

    private static void WriteChange(Utf8JsonWriter json, EntryChange entry)
    {
        json.WriteString("id", entry.Id);
        json.WriteObjects("fields", entry.Fields, (writer, field) =>
        {
            writer.WriteString("field", field.Field);
            writer.WriteString("old", field.Old);
            writer.WriteString("new", field.New);
        });
    }

    private static string Summary(Endpoint endpoint)
    {
        var row = RowOf(endpoint);
        return $"{endpoint.Host} {Port(endpoint)} ({ListsOf(row)}; for {From(row)}{(row.Condition is null ? "" : $"; {row.Condition}")})";
    }

    private static EndpointRow RowOf(Endpoint endpoint) => new(endpoint, endpoint.Host, endpoint.Sources);

    private static string ListsOf(EndpointRow row) => string.Join(", ", row.Lists.Select(list => list.Id));

    private static string From(EndpointRow row) => string.Join(", ", row.From.Select(group => group.Id));

    private static string Port(Endpoint endpoint) => string.Create(CultureInfo.InvariantCulture, $"{EndpointWords.Of(endpoint.Protocol).ToUpperInvariant()}/{endpoint.Port}");
}
