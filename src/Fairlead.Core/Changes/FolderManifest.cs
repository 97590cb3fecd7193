using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Fairlead.Core.Changes;

/// <summary>Which files of a folder Fairlead made, and what it wrote into them: so that what others made or changed is told from it.</summary>
public sealed record FolderManifest(IReadOnlyDictionary<string, string> Sums)
{
    public const string FileName = ".fairlead-made.json";

    private const int Version = 1;

    public static FolderManifest Empty { get; } = new(new Dictionary<string, string>());

    public static string SumOf(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>Whether the file holds exactly what Fairlead wrote.</summary>
    public bool IsAsMade(string name, string text) => Sums.TryGetValue(name, out var sum) && sum == SumOf(text);

    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", Version);
            json.WriteStartObject("files");
            foreach (var (name, sum) in Sums.OrderBy(pair => pair.Key, StringComparer.Ordinal))
                json.WriteString(name, sum);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }

    /// <returns>Null: it is no manifest of this Fairlead, so nothing in the folder may be taken for its own.</returns>
    public static FolderManifest? Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            if (document.RootElement.GetProperty("version").GetInt32() != Version)
                return null;
            var sums = document.RootElement.GetProperty("files").EnumerateObject().ToDictionary(file => file.Name, file => file.Value.GetString() ?? "");
            return sums.Keys.All(IsInside) ? new FolderManifest(sums) : null;
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>A name that leads out of the folder was not written by Fairlead.</summary>
    private static bool IsInside(string name) => name.Length > 0 && name[0] != '/' && !name.Contains('\\', StringComparison.Ordinal) && name.Split('/').All(part => part is not ("" or "." or ".."));
}
