using System.Globalization;
using System.Text.Json;
using Fairlead.Core.Addressing;

namespace Fairlead.Server.Pages.Map;

/// <summary>
/// The map's data, in columns: names stand once and are told by their index; IPv4 addresses are numbers, each as its distance from the one before.
/// IPv6 addresses are hexadecimal text, since the numbers of a script end at 2^53.
/// </summary>
internal static class MapJson
{
    public static void Write(Utf8JsonWriter json, string space, IpFamily family, long lastEntry, IReadOnlyList<MapEntry> entries)
    {
        var (kinds, owners, sources, since) = (new Names(), new Names(), new Names(), new Names());
        json.WriteStartObject();
        json.WriteString("space", space);
        json.WriteNumber("width", family == IpFamily.V4 ? 32 : 128);
        json.WriteNumber("lastEntry", lastEntry);
        json.WriteStartArray("lanes");
        foreach (var lane in Enum.GetValues<MapLane>())
            Named(json, lane.KeyOf(), lane.NameOf());
        json.WriteEndArray();
        json.WriteStartArray("states");
        foreach (var state in Enum.GetValues<MapState>())
            Named(json, state.KeyOf(), state.NameOf());
        json.WriteEndArray();

        WriteRanges(json, family, entries);
        Column("lane", entry => (int)entry.Lane);
        Column("state", entry => (int)entry.State);
        Column("kind", entry => kinds.IndexOf(entry.Kind));
        Column("owner", entry => owners.IndexOf(entry.Owner));
        Column("source", entry => sources.IndexOf(entry.Source));
        Column("since", entry => since.IndexOf(entry.Since is { } at ? string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-dd HH:mm} UTC by {entry.By}") : ""));
        kinds.Write(json, "kinds");
        owners.Write(json, "owners");
        sources.Write(json, "sources");
        since.Write(json, "times");
        json.WriteEndObject();

        void Column(string name, Func<MapEntry, int> value)
        {
            json.WriteStartArray(name);
            foreach (var entry in entries)
                json.WriteNumberValue(value(entry));
            json.WriteEndArray();
        }
    }

    private static void WriteRanges(Utf8JsonWriter json, IpFamily family, IReadOnlyList<MapEntry> entries)
    {
        var before = UInt128.Zero;
        json.WriteStartArray("first");
        foreach (var entry in entries)
        {
            var first = entry.Range.First.Bits;
            if (family == IpFamily.V4)
                json.WriteNumberValue((ulong)(first - before));
            else
                json.WriteStringValue(Hexadecimal(first));
            before = first;
        }

        json.WriteEndArray();
        // How many more than one.
        json.WriteStartArray("more");
        foreach (var entry in entries)
        {
            var more = entry.Range.Last.Bits - entry.Range.First.Bits;
            if (family == IpFamily.V4)
                json.WriteNumberValue((ulong)more);
            else
                json.WriteStringValue(Hexadecimal(more));
        }

        json.WriteEndArray();
    }

    private static string Hexadecimal(UInt128 number) => string.Create(CultureInfo.InvariantCulture, $"0x{number:x}");

    private static void Named(Utf8JsonWriter json, string key, string name)
    {
        json.WriteStartObject();
        json.WriteString("key", key);
        json.WriteString("name", name);
        json.WriteEndObject();
    }

    private sealed class Names
    {
        private readonly Dictionary<string, int> _indexes = new(StringComparer.Ordinal);

        public int IndexOf(string name)
        {
            if (!_indexes.TryGetValue(name, out var index))
                _indexes.Add(name, index = _indexes.Count);
            return index;
        }

        public void Write(Utf8JsonWriter json, string property)
        {
            json.WriteStartArray(property);
            foreach (var name in _indexes.Keys)
                json.WriteStringValue(name);
            json.WriteEndArray();
        }
    }
}
