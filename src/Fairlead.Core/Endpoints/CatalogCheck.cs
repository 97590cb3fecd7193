using System.Globalization;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Endpoints;

/// <summary>Judges a tree before <see cref="EndpointJson"/> reads it: every fault with its place and its mend.</summary>
internal sealed class CatalogCheck
{
    private const int MostPorts = 65535;
    private const int MostRows = 1_000_000;

    private static readonly string[] HostKinds = ["exact", "wildcard", "placeholder"];
    private static readonly string[] Protocols = ["https", "http", "tcp", "udp", "ntp", "dns"];
    private static readonly string[] Marks = ["doc", "inferred", "gap"];

    private readonly List<CatalogFault> _faults = [];
    private readonly HashSet<string> _groups = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _rowsOfLists = new(StringComparer.Ordinal);
    private readonly HashSet<string> _endpoints = new(StringComparer.Ordinal);

    /// <returns>In order of their places; empty when the tree is a catalogue.</returns>
    public static IReadOnlyList<CatalogFault> FaultsOf(Node root)
    {
        var check = new CatalogCheck();
        check.Root(root);
        return [.. check._faults.OrderBy(fault => fault.Line).ThenBy(fault => fault.Column)];
    }

    private void Root(Node node)
    {
        if (Fields(node, "a catalogue", ["cloud", "lists", "sourceGroups", "endpoints"]) is not { } root)
            return;
        Text(root, "cloud");
        var endpoints = Items(root, "endpoints");
        foreach (var endpoint in endpoints)
        {
            if (endpoint is MappingNode mapping && mapping["id"] is ScalarNode { Kind: ScalarKind.Text } id)
                _endpoints.Add(id.Text);
        }

        foreach (var list in Items(root, "lists"))
            List(list);
        foreach (var group in Items(root, "sourceGroups"))
            Group(group);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var endpoint in endpoints)
            Endpoint(endpoint, seen);
    }

    private void List(Node node)
    {
        if (Fields(node, "a list", ["id", "title", "repo", "path", "date", "rows", "entries", "note"]) is not { } list)
            return;
        foreach (var field in (string[])["title", "repo", "path", "note"])
            Text(list, field);
        if (Text(list, "date") is { } date && !IsDay(date.Text))
            Fault(date, $"'{Excerpt.Of(date.Text)}' is not a day.", "write the edition's date as 2025-09-15");
        var rows = Number(list, "rows", 0, MostRows);
        Number(list, "entries", 0, MostRows);
        if (Text(list, "id") is { } id && !_rowsOfLists.TryAdd(id.Text, rows ?? MostRows))
            Fault(id, $"There are two lists '{Excerpt.Of(id.Text)}'.", "give each an id of its own");
    }

    private void Group(Node node)
    {
        if (Fields(node, "a source group", ["id", "description"]) is not { } group)
            return;
        Text(group, "description");
        if (Text(group, "id") is { } id && !_groups.Add(id.Text))
            Fault(id, $"There are two source groups '{Excerpt.Of(id.Text)}'.", "give each an id of its own");
    }

    private void Endpoint(Node node, HashSet<string> seen)
    {
        string[] required = ["id", "host", "hostKind", "port", "protocol", "sources", "purpose", "purposeMark"];
        if (Fields(node, "an endpoint", required, "asPrinted", "websocket", "regionTemplate", "probeHost", "coveredBy", "note") is not { } endpoint)
            return;
        if (Text(endpoint, "id") is { } id && !seen.Add(id.Text))
            Fault(id, $"There are two endpoints '{Excerpt.Of(id.Text)}'.", "give each an id of its own");
        var kind = OneOf(endpoint, "hostKind", HostKinds);
        if (Text(endpoint, "host") is { } host && kind is not null && KindOf(host.Text) != kind)
            Fault(host, $"The host '{Excerpt.Of(host.Text)}' is not of the kind '{kind}'.", $"write hostKind {KindOf(host.Text)}, or correct the host");
        Number(endpoint, "port", 1, MostPorts);
        OneOf(endpoint, "protocol", Protocols);
        foreach (var field in (string[])["purpose", "asPrinted", "regionTemplate", "probeHost", "note"])
            Text(endpoint, field);
        OneOf(endpoint, "purposeMark", Marks);
        if (endpoint["websocket"] is { } webSocket and not ScalarNode { Kind: ScalarKind.Boolean })
            Fault(webSocket, $"'websocket' has {webSocket.Description}.", "write true or false");
        if (Text(endpoint, "coveredBy") is { } wider)
            Known(wider, _endpoints, "endpoint");
        var sources = Items(endpoint, "sources");
        if (sources.Count == 0 && endpoint["sources"] is ListNode none)
            Fault(none, "The endpoint names no source.", "say which row of which list asks for it: {\"list\": …, \"row\": …, \"from\": […]}");
        foreach (var source in sources)
            Source(source);
    }

    private void Source(Node node)
    {
        if (Fields(node, "a source", ["list", "row", "from"], "asPrinted", "condition", "edition") is not { } source)
            return;
        var most = MostRows;
        if (Text(source, "list") is { } list && Known(list, _rowsOfLists.Keys, "list"))
            most = _rowsOfLists[list.Text];
        Number(source, "row", 1, most);
        Text(source, "asPrinted");
        Text(source, "condition");
        if (Text(source, "edition") is { } edition && CatalogEdition.OnlyDate(edition.Text) is null)
            Fault(edition, $"The edition '{Excerpt.Of(edition.Text)}' is not understood.", "write '2026-06-11 only', or leave it out when every edition has the row");
        var from = Items(source, "from");
        if (from.Count == 0 && source["from"] is ListNode none)
            Fault(none, "The source does not say who needs the endpoint.", "name at least one source group");
        foreach (var item in from)
        {
            if (item is ScalarNode { Kind: ScalarKind.Text } group)
                Known(group, _groups, "source group");
            else
                Fault(item, $"'from' has {item.Description} in it.", "name source groups by their ids");
        }
    }

    private MappingNode? Fields(Node node, string what, string[] required, params string[] optional)
    {
        if (node is not MappingNode mapping)
        {
            Fault(node, $"Here should be {what}, not {node.Description}.", "compare 'fairlead endpoints export --format json'");
            return null;
        }

        string[] known = [.. required, .. optional];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in mapping.Entries)
        {
            if (!known.Contains(entry.Key))
                _faults.Add(new(entry.Line, entry.Column, $"There is no field '{Excerpt.Of(entry.Key)}' in {what}.", Suggestion(entry.Key, known)));
            else if (!seen.Add(entry.Key))
                _faults.Add(new(entry.Line, entry.Column, $"The field '{entry.Key}' stands here twice.", "keep one of them"));
        }

        foreach (var field in required.Where(field => mapping[field] is null))
            Fault(mapping, $"This is {what} without '{field}'.", $"add '{field}'");
        return mapping;
    }

    private IReadOnlyList<Node> Items(MappingNode parent, string field)
    {
        switch (parent[field])
        {
            case ListNode list:
                return list.Items;
            case { } other:
                Fault(other, $"'{field}' is {other.Description}.", "write a list");
                break;
        }

        return [];
    }

    private ScalarNode? Text(MappingNode parent, string field)
    {
        switch (parent[field])
        {
            case ScalarNode { Kind: ScalarKind.Text, Text.Length: > 0 } text:
                return text;
            case { } other:
                Fault(other, other is ScalarNode { Kind: ScalarKind.Text } ? $"'{field}' is empty." : $"'{field}' has {other.Description}.", "write a text");
                break;
        }

        return null;
    }

    private string? OneOf(MappingNode parent, string field, string[] words)
    {
        if (Text(parent, field) is not { } text)
            return null;
        if (words.Contains(text.Text))
            return text.Text;
        Fault(text, $"'{field}' is '{Excerpt.Of(text.Text)}'.", Suggestion(text.Text, words));
        return null;
    }

    private int? Number(MappingNode parent, string field, int least, int most)
    {
        if (parent[field] is not { } node)
            return null;
        if (node is ScalarNode { Kind: ScalarKind.WholeNumber } scalar && int.TryParse(scalar.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Fault(node, $"'{field}' has {node.Description}.", string.Create(CultureInfo.InvariantCulture, $"write a whole number from {least} to {most}"));
        return null;
    }

    private bool Known(ScalarNode name, IReadOnlyCollection<string> known, string what)
    {
        if (known.Contains(name.Text))
            return true;
        Fault(name, $"There is no {what} '{Excerpt.Of(name.Text)}' in this catalogue.", Suggestion(name.Text, known));
        return false;
    }

    private static string Suggestion(string text, IReadOnlyCollection<string> known) =>
        Nearest.Of(text, known) is { } nearest ? $"did you mean {nearest}?" : known.Count is > 0 and < 10 ? $"known: {string.Join(", ", known)}" : "remove it, or add what it names";

    private static string KindOf(string host) => host[0] == '{' && host[^1] == '}' ? "placeholder" : HostPattern.IsWildcard(host) ? "wildcard" : "exact";

    private static bool IsDay(string text) => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private void Fault(Node at, string message, string hint) => _faults.Add(new(at.Line, at.Column, message, hint));
}
