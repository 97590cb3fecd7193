using System.Text.Json;

namespace Fairlead.Core.Profiles;

/// <summary>The data files inside this assembly.</summary>
internal static class EmbeddedData
{
    /// <param name="name">Below the root namespace, with dots: <c>Profiles.Data.regions.json</c>.</param>
    public static JsonDocument Json(string name) => JsonDocument.Parse(Bytes(name));

    /// <inheritdoc cref="Json"/>
    public static byte[] Bytes(string name)
    {
        using var stream = typeof(EmbeddedData).Assembly.GetManifestResourceStream("Fairlead.Core." + name)
            ?? throw new ArgumentException($"no embedded file {name}", nameof(name));
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
