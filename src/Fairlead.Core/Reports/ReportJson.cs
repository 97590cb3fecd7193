using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Reports;

/// <summary>What results in JSON have in common.</summary>
public static class ReportJson
{
    /// <summary>Indented and, since no result is ever embedded in HTML, with paths and messages readable.</summary>
    public static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, NewLine = "\n" };

    /// <summary>A report as one object: the version of its shape, then what <paramref name="write"/> writes.</summary>
    public static void Write(Stream output, int schemaVersion, Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(write);
        using var json = new Utf8JsonWriter(output, Layout);
        json.WriteStartObject();
        json.WriteNumber("schemaVersion", schemaVersion);
        write(json);
        json.WriteEndObject();
    }

    /// <summary>One object as text, ending in a line break.</summary>
    public static string ToText(Action<Utf8JsonWriter> write)
    {
        ArgumentNullException.ThrowIfNull(write);
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Layout))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length) + "\n";
    }

    public static void WriteObjects<T>(this Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(items);
        ArgumentNullException.ThrowIfNull(write);
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public static void WriteStrings(this Utf8JsonWriter json, string name, IEnumerable<string> values)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(values);
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }

    /// <summary>The member <c>location</c> as the contract has it.</summary>
    public static void WriteLocation(this Utf8JsonWriter json, SourceLocation location)
    {
        ArgumentNullException.ThrowIfNull(json);
        json.WriteStartObject("location");
        json.WriteString("file", location.File);
        json.WriteNumber("line", location.Line);
        json.WriteNumber("column", location.Column);
        json.WriteEndObject();
    }

    /// <summary>Writes nothing for null.</summary>
    public static void WriteOptional(this Utf8JsonWriter json, string name, string? value)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (value is not null)
            json.WriteString(name, value);
    }
}
