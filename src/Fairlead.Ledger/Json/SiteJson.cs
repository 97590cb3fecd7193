using System.Text;

namespace Fairlead.Ledger.Json;

/// <summary>A site in history: its revision and its files' texts.</summary>
internal static class SiteJson
{
    public static string Write(StoredSite site) => JsonText.Of(json =>
    {
        json.WriteStartObject();
        json.WriteString("name", site.Name);
        json.WriteNumber("revision", site.Revision);
        json.WriteStartArray("files");
        foreach (var file in site.Files)
        {
            json.WriteStartObject();
            json.WriteString("name", file.Name);
            json.WriteString("text", Encoding.UTF8.GetString(file.Bytes.Span));
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });
}
