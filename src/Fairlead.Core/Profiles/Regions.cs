using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Fairlead.Core.Profiles;

/// <summary>The regions whose short names are published; any other region counts as unknown.</summary>
public static class Regions
{
    private static readonly Lazy<IReadOnlyList<Region>> Loaded = new(Load);

    /// <summary>The seven of AKS on VMware in the order of its page, then those of Azure Local alone.</summary>
    public static IReadOnlyList<Region> All => Loaded.Value;

    /// <summary>Takes every spelling that is printed somewhere, in any case and spacing: <c>westeurope</c>, <c>West Europe</c>, <c>India Central</c>.</summary>
    public static bool TryFind(string text, [NotNullWhen(true)] out Region? region)
    {
        ArgumentNullException.ThrowIfNull(text);
        region = All.FirstOrDefault(known => Same(known.Name, text) || Same(known.DisplayName, text) || Same(known.AlsoPrintedAs, text));
        return region is not null;
    }

    private static bool Same(string? spelling, string text) =>
        spelling is not null && Squeeze(spelling).Equals(Squeeze(text), StringComparison.OrdinalIgnoreCase);

    private static string Squeeze(string text) => text.Replace(" ", "", StringComparison.Ordinal);

    private static IReadOnlyList<Region> Load()
    {
        using var json = EmbeddedData.Json("Profiles.Data.regions.json");
        return [.. json.RootElement.GetProperty("regions").EnumerateArray().Select(Read)];
    }

    private static Region Read(JsonElement item) => new(
        SourcedJson.Text(item.GetProperty("name")),
        SourcedJson.Text(item.GetProperty("displayName")),
        item.TryGetProperty("alsoPrintedAs", out var printed) ? printed.GetString() : null,
        SourcedJson.Required(item, "short", SourcedJson.Text));
}
