using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fairlead.Core.Reports;

/// <summary>What the reports in JSON have in common.</summary>
internal static class ReportJson
{
    public static readonly JsonWriterOptions Layout = new()
    {
        Indented = true,
        // A report is never embedded in HTML, and paths and messages stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
