using System.Text.Json;
using Fairlead.Ledger;

namespace Fairlead.Server.Pages.History;

/// <summary>What a change is called.</summary>
public static class HistoryWords
{
    public static string Of(HistoryEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Action switch
        {
            HistoryActions.SitePut => entry.Before is null ? "site loaded" : "site changed",
            HistoryActions.SiteDelete => "site removed",
            HistoryActions.Reserve => "reserved",
            HistoryActions.Activate => "activated",
            HistoryActions.Release => "released into quarantine",
            HistoryActions.Expire => entry.After is null ? "quarantine over: free" : "expired into quarantine",
            HistoryActions.Observe => "seen",
            HistoryActions.Keep => "kept after its file no longer names it",
            HistoryActions.Apply => "put in place outside",
            var other => other,
        };
    }

    /// <summary>The range that a change of a reservation is about; null for changes of sites.</summary>
    public static string? RangeOf(HistoryEntry entry) => FieldOf(entry, "range");

    public static string? OwnerOf(HistoryEntry entry) => FieldOf(entry, "owner");

    private static string? FieldOf(HistoryEntry entry, string name)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if ((entry.After ?? entry.Before) is not { } json || entry.Action is HistoryActions.SitePut or HistoryActions.SiteDelete)
            return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;
    }
}
