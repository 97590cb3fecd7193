using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Profiles;

namespace Fairlead.Core.Endpoints;

/// <summary>Reads the catalogue's data format. Only well-formed data comes here: the embedded file, or what <see cref="CatalogFile"/> has checked.</summary>
internal static class EndpointJson
{
    public static EndpointCatalog Load()
    {
        using var json = EmbeddedData.Json("Endpoints.Data.endpoints.json");
        return Read(json.RootElement);
    }

    public static EndpointCatalog Read(JsonElement root)
    {
        var lists = root.GetProperty("lists").EnumerateArray().Select(ReadList).ToDictionary(list => list.Id, StringComparer.Ordinal);
        var groups = root.GetProperty("sourceGroups").EnumerateArray().Select(ReadGroup).ToDictionary(group => group.Id, StringComparer.Ordinal);
        return new EndpointCatalog(
            [.. lists.Values],
            [.. groups.Values],
            [.. root.GetProperty("endpoints").EnumerateArray().Select(item => ReadEndpoint(item, lists, groups))])
        {
            Cloud = Text(root, "cloud"),
        };
    }

    private static EndpointList ReadList(JsonElement item) => new(
        Text(item, "id"),
        Text(item, "title"),
        Text(item, "repo"),
        Text(item, "path"),
        DateOnly.ParseExact(Text(item, "date"), "yyyy-MM-dd", CultureInfo.InvariantCulture),
        item.GetProperty("rows").GetInt32(),
        item.GetProperty("entries").GetInt32(),
        Text(item, "note"));

    private static SourceGroup ReadGroup(JsonElement item) => new(Text(item, "id"), Text(item, "description"));

    private static Endpoint ReadEndpoint(
        JsonElement item,
        Dictionary<string, EndpointList> lists,
        Dictionary<string, SourceGroup> groups) => new()
        {
            Id = Text(item, "id"),
            Host = Text(item, "host"),
            Kind = ReadKind(Text(item, "hostKind")),
            AsPrinted = TextOrNull(item, "asPrinted"),
            Port = item.GetProperty("port").GetInt32(),
            Protocol = ReadProtocol(Text(item, "protocol")),
            WebSocket = item.TryGetProperty("websocket", out var webSocket) && webSocket.GetBoolean(),
            RegionTemplate = TextOrNull(item, "regionTemplate"),
            ProbeHost = TextOrNull(item, "probeHost"),
            CoveredBy = TextOrNull(item, "coveredBy"),
            Sources = [.. item.GetProperty("sources").EnumerateArray().Select(source => ReadSource(source, lists, groups))],
            Purpose = Text(item, "purpose"),
            PurposeMark = SourcedJson.ParseMark(Text(item, "purposeMark")),
            Note = TextOrNull(item, "note"),
        };

    private static EndpointSource ReadSource(
        JsonElement item,
        Dictionary<string, EndpointList> lists,
        Dictionary<string, SourceGroup> groups) => new(
            lists[Text(item, "list")],
            item.GetProperty("row").GetInt32(),
            [.. SourcedJson.Texts(item.GetProperty("from")).Select(id => groups[id])],
            TextOrNull(item, "asPrinted"),
            TextOrNull(item, "condition"),
            TextOrNull(item, "edition"));

    private static HostKind ReadKind(string text) => text switch
    {
        "exact" => HostKind.Exact,
        "wildcard" => HostKind.Wildcard,
        "placeholder" => HostKind.Placeholder,
        _ => throw new FormatException($"unknown kind of host '{text}'"),
    };

    private static EndpointProtocol ReadProtocol(string text) => text switch
    {
        "https" => EndpointProtocol.Https,
        "http" => EndpointProtocol.Http,
        "tcp" => EndpointProtocol.Tcp,
        "udp" => EndpointProtocol.Udp,
        "ntp" => EndpointProtocol.Ntp,
        "dns" => EndpointProtocol.Dns,
        _ => throw new FormatException($"unknown protocol '{text}'"),
    };

    private static string Text(JsonElement item, string name) => SourcedJson.Text(item.GetProperty(name));

    private static string? TextOrNull(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;
}
