using System.Globalization;
using System.Text;
using System.Text.Json;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;

namespace Fairlead.Core.Reports;

/// <summary><c>fairlead endpoints list</c>: lists row by row as their pages have them, or the union of all.</summary>
/// <param name="Lists">Empty: every endpoint once, whichever lists ask for it.</param>
/// <param name="Groups">Empty: whoever needs it.</param>
public sealed record EndpointListReport(EndpointCatalog Catalog, IReadOnlyList<EndpointList> Lists, IReadOnlyList<SourceGroup> Groups, Region? Region)
{
    public string Text()
    {
        var text = new StringBuilder();
        foreach (var list in Lists)
        {
            text.Append(CultureInfo.InvariantCulture, $"{list.Id}: {list.Title}\n{Citation(list)}\n\n");
            TextTable.Add(text, ["#", "As printed", "Port", "Allow", "Needed by", "When"], [.. RowsOf(list).Select(row => (string?[])[Row(row), row.Printed, Port(row.Endpoint), row.Host, From(row), row.Condition])]);
            text.Append('\n');
        }

        if (Lists.Count == 0)
        {
            TextTable.Add(text, ["Allow", "Port", "Needed by", "Lists", "When"], [.. Union().Select(row => (string?[])[row.Host, Port(row.Endpoint), From(row), ListsOf(row), row.Condition])]);
            text.Append('\n');
        }

        return text.Append(Footer()).Append('\n').ToString();
    }

    public string ToMarkdown()
    {
        var text = new StringBuilder();
        foreach (var list in Lists)
        {
            text.Append(CultureInfo.InvariantCulture, $"## {list.Id}\n\n{Markdown.Text(list.Title)}: {Markdown.Text(Citation(list))}\n\n");
            Markdown.AddTable(text, ["#", "As printed", "Port", "Allow", "Needed by", "When"], RowsOf(list).Select(row => (string?[])[Row(row), Markdown.Code(row.Printed), Port(row.Endpoint), Markdown.Code(row.Host), Markdown.Text(From(row)), Markdown.Text(row.Condition)]));
        }

        if (Lists.Count == 0)
            Markdown.AddTable(text, ["Allow", "Port", "Needed by", "Lists", "When"], Union().Select(row => (string?[])[Markdown.Code(row.Host), Port(row.Endpoint), Markdown.Text(From(row)), Markdown.Text(ListsOf(row)), Markdown.Text(row.Condition)]));
        return text.Append(Markdown.Text(Footer())).Append('\n').ToString();
    }

    public string Csv()
    {
        var text = new StringBuilder();
        if (Lists.Count == 0)
        {
            Reports.Csv.AddLine(text, "id", "host", "protocol", "port", "neededBy", "lists", "condition", "purpose");
            foreach (var row in Union())
                Reports.Csv.AddLine(text, row.Endpoint.Id, row.Host, EndpointWords.Of(row.Endpoint.Protocol), Number(row.Endpoint.Port), From(row, "; "), string.Join("; ", row.Lists.Select(list => list.Id)), row.Condition, row.Endpoint.Purpose);
            return text.ToString();
        }

        Reports.Csv.AddLine(text, "list", "row", "asPrinted", "protocol", "port", "host", "neededBy", "condition", "edition", "id");
        foreach (var row in Lists.SelectMany(RowsOf))
            Reports.Csv.AddLine(text, row.Sources[0].List.Id, Row(row), row.Printed, EndpointWords.Of(row.Endpoint.Protocol), Number(row.Endpoint.Port), row.Host, From(row, "; "), row.Condition, row.Sources[0].Edition, row.Endpoint.Id);
        return text.ToString();
    }

    public string Json() => ReportJson.ToText(json =>
    {
        json.WriteNumber("schemaVersion", 1);
        json.WriteString("region", Region?.Name);
        if (Lists.Count == 0)
        {
            json.WriteObjects("endpoints", Union(), (writer, row) =>
            {
                WriteRow(writer, row);
                writer.WriteStrings("lists", row.Lists.Select(list => list.Id));
            });
            return;
        }

        json.WriteObjects("lists", Lists, (writer, list) =>
        {
            writer.WriteString("id", list.Id);
            writer.WriteString("title", list.Title);
            writer.WriteString("date", list.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
            writer.WriteObjects("rows", RowsOf(list), (inner, row) =>
            {
                inner.WriteNumber("row", row.Sources[0].Row);
                inner.WriteString("asPrinted", row.Printed);
                WriteRow(inner, row);
            });
        });
    });

    private static void WriteRow(Utf8JsonWriter json, EndpointRow row)
    {
        json.WriteString("id", row.Endpoint.Id);
        json.WriteString("host", row.Host);
        json.WriteNumber("port", row.Endpoint.Port);
        json.WriteString("protocol", EndpointWords.Of(row.Endpoint.Protocol));
        json.WriteBoolean("websocket", row.Endpoint.WebSocket);
        json.WriteStrings("neededBy", row.From.Select(group => group.Id));
        json.WriteString("condition", row.Condition);
    }

    private IReadOnlyList<EndpointRow> RowsOf(EndpointList list) => EndpointRow.OfList(Catalog, list, Groups, Region);

    private IReadOnlyList<EndpointRow> Union() => EndpointRow.OfAllLists(Catalog, Groups, Region);

    private string Footer()
    {
        var region = Region is null ? "As published; --region fills in the regional hosts." : $"Regional hosts are those of {Region.DisplayName}.";
        return Lists.Count == 0 ? $"{region} Lists: {string.Join(", ", Catalog.Lists.Select(list => list.Id))} (--list shows one as its page has it)." : region;
    }

    private static string Citation(EndpointList list) => Citations.Format(list.Repo, list.Path, list.Date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));

    private static string Row(EndpointRow row) => Number(row.Sources[0].Row);

    private static string From(EndpointRow row, string between = ", ") => string.Join(between, row.From.Select(group => group.Id));

    private static string ListsOf(EndpointRow row) => string.Join(", ", row.Lists.Select(list => list.Id));

    private static string Port(Endpoint endpoint) => string.Create(CultureInfo.InvariantCulture, $"{EndpointWords.Of(endpoint.Protocol).ToUpperInvariant()}/{endpoint.Port}{(endpoint.WebSocket ? " WebSocket" : "")}");

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
