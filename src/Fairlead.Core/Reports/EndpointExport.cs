using System.Globalization;
using System.Text;
using System.Text.Json;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;

namespace Fairlead.Core.Reports;

/// <summary><c>fairlead endpoints export</c>: the whole catalogue with where every row comes from.</summary>
public static class EndpointExport
{
    /// <summary>The catalogue's own format: <see cref="CatalogFile"/> reads it back to the same catalogue.</summary>
    public static string Json(EndpointCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        return ReportJson.ToText(json =>
        {
            json.WriteString("cloud", catalog.Cloud);
            json.WriteObjects("lists", catalog.Lists, WriteList);
            json.WriteObjects("sourceGroups", catalog.SourceGroups, (writer, group) =>
            {
                writer.WriteString("id", group.Id);
                writer.WriteString("description", group.Description);
            });
            json.WriteObjects("endpoints", catalog.Endpoints, WriteEndpoint);
        });
    }

    /// <summary>One line for each row of a list that names an endpoint.</summary>
    public static string Csv(EndpointCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var text = new StringBuilder();
        Reports.Csv.AddLine(text, "id", "host", "hostKind", "protocol", "port", "websocket", "regionTemplate", "probeHost", "coveredBy", "list", "row", "asPrinted", "neededBy", "condition", "edition", "repo", "path", "date", "purpose", "purposeMark", "note");
        foreach (var endpoint in catalog.Endpoints)
        {
            foreach (var source in endpoint.Sources)
            {
                Reports.Csv.AddLine(
                    text,
                    endpoint.Id, endpoint.Host, EndpointWords.Of(endpoint.Kind), EndpointWords.Of(endpoint.Protocol), Number(endpoint.Port), endpoint.WebSocket ? "true" : "false", endpoint.RegionTemplate, endpoint.ProbeHost, endpoint.CoveredBy,
                    source.List.Id, Number(source.Row), EndpointRow.PrintedBy(endpoint, source), string.Join("; ", source.From.Select(group => group.Id)), source.Condition, source.Edition,
                    source.List.Repo, source.List.Path, Day(source.List), endpoint.Purpose, EndpointWords.Of(endpoint.PurposeMark), endpoint.Note);
            }
        }

        return text.ToString();
    }

    public static string ToMarkdown(EndpointCatalog catalog)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        var text = new StringBuilder($"# Endpoints ({Markdown.Text(catalog.Cloud)})\n\n## Lists\n\n");
        Markdown.AddTable(text, ["List", "Title", "Source", "Rows", "Note"], catalog.Lists.Select(list => (string?[])
            [Markdown.Code(list.Id), Markdown.Text(list.Title), Markdown.Text(Citations.Format(list.Repo, list.Path, Day(list))), Number(list.Rows), Markdown.Text(list.Note)]));
        text.Append("## Who needs them\n\n");
        Markdown.AddTable(text, ["Group", "Machines"], catalog.SourceGroups.Select(group => (string?[])[Markdown.Code(group.Id), Markdown.Text(group.Description)]));
        text.Append("## Endpoints\n\nMarks: *doc* a source states the purpose, *inferred* it is reasoned, *gap* it is not published.\n\n");
        Markdown.AddTable(text, ["Host", "Port", "Purpose", "Asked for by", "Note"], catalog.Endpoints.Select(endpoint => (string?[])
        [
            Markdown.Code(endpoint.Host) + (endpoint.RegionTemplate is null ? "" : $"<br>{Markdown.Code(endpoint.RegionTemplate)}"),
            string.Create(CultureInfo.InvariantCulture, $"{EndpointWords.Of(endpoint.Protocol).ToUpperInvariant()}/{endpoint.Port}{(endpoint.WebSocket ? " WebSocket" : "")}"),
            $"{Markdown.Text(endpoint.Purpose)} ({EndpointWords.Of(endpoint.PurposeMark)})",
            string.Join("<br>", endpoint.Sources.Select(source => SourceText(endpoint, source))),
            Markdown.Text(endpoint.Note),
        ]));
        return text.ToString().TrimEnd('\n') + "\n";
    }

    private static string SourceText(Endpoint endpoint, EndpointSource source)
    {
        var printed = EndpointRow.PrintedBy(endpoint, source);
        return string.Create(CultureInfo.InvariantCulture, $"{Markdown.Text(source.List.Id)} row {source.Row}: {Markdown.Text(string.Join(", ", source.From.Select(group => group.Id)))}")
            + (printed == endpoint.Host ? "" : $", printed {Markdown.Code(printed)}")
            + (source.Condition is null ? "" : $", {Markdown.Text(source.Condition)}")
            + (source.Edition is null ? "" : $", edition {Markdown.Text(source.Edition)}");
    }

    private static void WriteList(Utf8JsonWriter json, EndpointList list)
    {
        json.WriteString("id", list.Id);
        json.WriteString("title", list.Title);
        json.WriteString("repo", list.Repo);
        json.WriteString("path", list.Path);
        json.WriteString("date", Day(list));
        json.WriteNumber("rows", list.Rows);
        json.WriteNumber("entries", list.Entries);
        json.WriteString("note", list.Note);
    }

    private static void WriteEndpoint(Utf8JsonWriter json, Endpoint endpoint)
    {
        json.WriteString("id", endpoint.Id);
        json.WriteString("host", endpoint.Host);
        json.WriteOptional("asPrinted", endpoint.AsPrinted);
        json.WriteString("hostKind", EndpointWords.Of(endpoint.Kind));
        json.WriteNumber("port", endpoint.Port);
        json.WriteString("protocol", EndpointWords.Of(endpoint.Protocol));
        if (endpoint.WebSocket)
            json.WriteBoolean("websocket", true);
        json.WriteOptional("regionTemplate", endpoint.RegionTemplate);
        json.WriteOptional("probeHost", endpoint.ProbeHost);
        json.WriteOptional("coveredBy", endpoint.CoveredBy);
        json.WriteObjects("sources", endpoint.Sources, WriteSource);
        json.WriteString("purpose", endpoint.Purpose);
        json.WriteString("purposeMark", EndpointWords.Of(endpoint.PurposeMark));
        json.WriteOptional("note", endpoint.Note);
    }

    private static void WriteSource(Utf8JsonWriter json, EndpointSource source)
    {
        json.WriteString("list", source.List.Id);
        json.WriteNumber("row", source.Row);
        json.WriteStrings("from", source.From.Select(group => group.Id));
        json.WriteOptional("asPrinted", source.AsPrinted);
        json.WriteOptional("condition", source.Condition);
        json.WriteOptional("edition", source.Edition);
    }

    private static string Day(EndpointList list) => list.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
