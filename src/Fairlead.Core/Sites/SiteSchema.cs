using System.Text.Encodings.Web;
using System.Text.Json;
using Fairlead.Core.Sites.Format;

namespace Fairlead.Core.Sites;

/// <summary>The site file's JSON Schema, generated from what reads site files.</summary>
public static class SiteSchema
{
    private static readonly JsonWriterOptions Layout = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Text
    {
        get
        {
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Layout))
                SiteFormat.Schema().WriteTo(writer);
            return System.Text.Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
        }
    }
}
