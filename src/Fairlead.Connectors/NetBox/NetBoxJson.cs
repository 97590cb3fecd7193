using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Connectors.NetBox;

/// <summary>
/// Answers of NetBox's IPAM (REST, <c>/api/ipam/…</c>) to entries: a page, a bare list, or an object of either by any names. What an object is
/// shows in its fields: <c>prefix</c>, <c>start_address</c> and <c>end_address</c>, or <c>address</c>.
/// </summary>
internal sealed class NetBoxJson(string place)
{
    private const int Deepest = 64;
    private const int MostNotes = 200;
    private const string Hint = "Name an answer of /api/ipam/prefixes/, ip-ranges/ or ip-addresses/, saved as JSON.";

    private readonly List<ObservedEntry> _entries = [];
    private readonly List<ObservationNote> _notes = [];
    private int _others;

    public IReadOnlyList<ObservedEntry> Entries => _entries;

    public IReadOnlyList<ObservationNote> Notes => _others == 0 ? _notes : [.. _notes, new(place, string.Create(CultureInfo.InvariantCulture, $"{_others} objects are neither prefixes, ranges nor addresses and are left out."))];

    /// <summary>One whole document.</summary>
    /// <exception cref="SourceFailureException">It is no JSON, or none of NetBox's.</exception>
    public void ReadExport(ReadOnlyMemory<byte> bytes)
    {
        using var document = Parse(bytes);
        if (!ReadAny(document.RootElement, "$", 0))
            throw SourceFailureException.Malformed(place, "it is JSON, and holds no list of NetBox's objects", Hint);
        if (_entries.Count == 0 && _others > 0)
            throw SourceFailureException.Malformed(place, "none of its objects is a prefix, a range or an address", Hint);
    }

    /// <summary>One page of an answer.</summary>
    /// <returns>The link to the next page; null for the last.</returns>
    /// <exception cref="SourceFailureException">It is no page.</exception>
    public string? ReadPage(ReadOnlyMemory<byte> bytes)
    {
        using var document = Parse(bytes);
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("results", out var results) || results.ValueKind != JsonValueKind.Array)
            throw SourceFailureException.Malformed(place, "the answer is no page of NetBox's: it has no list of results", "Look whether this is NetBox's own address, and not a portal before it.");
        ReadList(results, place);
        return root.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String ? TextOf(next) : null;
    }

    private JsonDocument Parse(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // A byte order mark is none of JSON's.
            return JsonDocument.Parse(bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, new JsonDocumentOptions { MaxDepth = Deepest });
        }
        catch (JsonException exception)
        {
            throw SourceFailureException.Malformed(string.Create(CultureInfo.InvariantCulture, $"{place}:{(exception.LineNumber ?? 0) + 1}"), "it is not JSON, or not whole", Hint);
        }
    }

    private bool ReadAny(JsonElement element, string path, int depth)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when element.TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Array:
                ReadList(results, path + ".results");
                if (element.TryGetProperty("next", out var next) && next.ValueKind == JsonValueKind.String)
                    _notes.Add(new($"{place} {path}", "this is one page of several; the others are not in the file. Ask with ?limit=0 for all."));
                return true;
            case JsonValueKind.Object when depth < 2 && !IsEntry(element):
                var isAny = false;
                foreach (var property in element.EnumerateObject())
                    isAny |= ReadAny(property.Value, $"{path}.{NameOf(property)}", depth + 1);
                return isAny;
            case JsonValueKind.Object when IsEntry(element):
                Read(element, path);
                return true;
            case JsonValueKind.Array:
                var i = 0;
                foreach (var item in element.EnumerateArray())
                {
                    var at = string.Create(CultureInfo.InvariantCulture, $"{path}[{i++}]");
                    // A list of answers, or of objects.
                    if (!(depth < 2 && item.ValueKind == JsonValueKind.Object && item.TryGetProperty("results", out _) && ReadAny(item, at, depth + 1)))
                        Read(item, at);
                }

                return true;
            default:
                return false;
        }
    }

    private void ReadList(JsonElement list, string path)
    {
        var i = 0;
        foreach (var item in list.EnumerateArray())
            Read(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i++}]"));
    }

    private static bool IsEntry(JsonElement element) => Has(element, "prefix") || Has(element, "start_address") || Has(element, "address");

    private void Read(JsonElement item, string path)
    {
        if (item.ValueKind != JsonValueKind.Object || !IsEntry(item))
        {
            _others++;
            return;
        }

        var where = path.StartsWith('$') ? $"{place} {path[1..].TrimStart('.')}" : path;
        if (item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.Number)
            where += $" (id {id.GetRawText()})";
        if (Range(item, where) is not var (kind, range))
            return;
        var vlan = Inner(item, "vlan");
        _entries.Add(new ObservedEntry(kind, range, where)
        {
            AddressSpace = Named(item, "vrf"),
            Status = Choice(item, "status"),
            Role = Choice(item, "role"),
            Name = Text(item, "dns_name") ?? Assigned(item),
            Description = Text(item, "description"),
            Vlan = vlan is { } of && of.TryGetProperty("vid", out var vid) && vid.ValueKind == JsonValueKind.Number && vid.TryGetInt32(out var number) && number is >= 0 and <= 4094 ? number : null,
            VlanName = Named(item, "vlan"),
            // Since 4.2 a prefix has a scope in place of its site.
            Site = Named(item, "site") ?? (Text(item, "scope_type") is null or "dcim.site" ? Named(item, "scope") : null),
        });
    }

    private (EntryKind Kind, IpRange Range)? Range(JsonElement item, string where)
    {
        if (Text(item, "prefix") is { } prefix)
            return IpPrefix.TryParse(prefix, out var parsed, out var error) ? (EntryKind.Prefix, parsed.Range) : Left(error);
        if (Text(item, "address") is { } address)
            return IpAddr.TryParse(WithoutLength(address), out var single, out var error) ? (EntryKind.Address, IpRange.Single(single)) : Left(error);
        if (Text(item, "start_address") is not { } start || Text(item, "end_address") is not { } end)
            return Left("its addresses are no text");
        if (!IpAddr.TryParse(WithoutLength(start), out var first, out var fault) || !IpAddr.TryParse(WithoutLength(end), out var last, out fault))
            return Left(fault);
        return first.Family == last.Family && first <= last ? (EntryKind.Range, IpRange.Of(first, last)) : Left($"{first} to {last} is no range");

        (EntryKind, IpRange)? Left(object why)
        {
            if (_notes.Count < MostNotes)
                _notes.Add(new(where, $"left out: {why}."));
            return null;
        }
    }

    /// <summary>Addresses come with the length of their prefix.</summary>
    private static ReadOnlySpan<char> WithoutLength(string text) => text.IndexOf('/', StringComparison.Ordinal) is var slash and > 0 ? text.AsSpan(0, slash) : text;

    /// <summary>The interface that has an address belongs to a device or a VM.</summary>
    private static string? Assigned(JsonElement item) => Inner(item, "assigned_object") is { } assigned ? Named(assigned, "device") ?? Named(assigned, "virtual_machine") ?? Text(assigned, "name") : null;

    /// <summary>A choice is a value and its label; a role of a user's own is an object with a name.</summary>
    private static string? Choice(JsonElement item, string name) => Text(item, name) ?? (Inner(item, name) is { } inner ? Text(inner, "value") ?? Text(inner, "slug") ?? Text(inner, "name") : null);

    private static string? Named(JsonElement item, string name) => Inner(item, name) is { } inner ? Text(inner, "name") ?? Text(inner, "display") : null;

    private static JsonElement? Inner(JsonElement item, string name) => item.TryGetProperty(name, out var inner) && inner.ValueKind == JsonValueKind.Object ? inner : null;

    private static bool Has(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String;

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && TextOf(value) is { Length: > 0 } text ? text : null;

    /// <summary>Null for an escape that is half a character.</summary>
    private static string? TextOf(JsonElement value)
    {
        try
        {
            return value.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return Excerpt.Of(property.Name);
        }
        catch (InvalidOperationException)
        {
            return "?";
        }
    }
}
