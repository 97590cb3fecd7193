using System.Globalization;
using Fairlead.Ledger;
using Fairlead.Ledger.Storage;
using Fairlead.Server.Access;
using Fairlead.Server.Pages.Layout;
using Fairlead.Server.Pages.Serving;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Pages.History;

/// <summary>Who changed what, when and why, the newest first; and one change with its difference.</summary>
internal static class HistoryPages
{
    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPages("history", ShowAsync);
        endpoints.MapPage("/history/{entry:long}", EntryAsync);
    }

    private static async Task ShowAsync(PageContext page)
    {
        _ = long.TryParse(page.Query("before"), NumberStyles.None, CultureInfo.InvariantCulture, out var before);
        var (subject, visible) = (page.Query("subject"), new List<HistoryEntry>());
        // Entries of sites that the caller may not see are passed over, so a page may take several readings.
        for (var at = before; ;)
        {
            var read = await page.Ledger.HistoryAsync(new HistoryQuery(at, PageSize + 1, page.Site, subject) { Backwards = true }, page.Aborted);
            visible.AddRange(read.Where(entry => MaySee(page.Caller, entry)));
            if (read.Count <= PageSize || visible.Count > PageSize)
                break;
            at = read[^1].Id;
        }

        var own = PageLinks.Of(PageSection.History, page.Site);
        var shown = visible.Take(PageSize).ToList();
        var model = new HistoryModel(
            shown,
            subject,
            Newest: before > 0 ? own + PageLinks.Query(("subject", subject)) : null,
            Older: visible.Count > PageSize ? own + PageLinks.Query(("subject", subject), ("before", shown[^1].Id.ToString(CultureInfo.InvariantCulture))) : null);
        await page.ShowAsync<HistoryPage, HistoryModel>(page.Frame("History", PageSection.History), model);
    }

    private static async Task EntryAsync(PageContext page)
    {
        var id = long.Parse((string)page.Http.Request.RouteValues["entry"]!, CultureInfo.InvariantCulture);
        var found = id > 0 ? await page.Ledger.HistoryAsync(new HistoryQuery(id - 1, 1), page.Aborted) : [];
        if (found is not [var entry] || entry.Id != id || !MaySee(page.Caller, entry))
        {
            await page.NotFoundAsync($"There is no change {id}.");
            return;
        }

        var frame = page.Frame(string.Create(CultureInfo.InvariantCulture, $"Change {id}"), PageSection.History, new Crumb("History", PageLinks.Of(PageSection.History, null)));
        await page.ShowAsync<EntryPage, EntryModel>(frame, new EntryModel(entry, EntryDifference.Of(entry)));
    }

    private static bool MaySee(Caller caller, HistoryEntry entry) => entry.Site.Length == 0 ? caller.MayEverywhere(Scope.Read) : caller.MaySee(entry.Site);
}

/// <param name="Subject">Only what happened to this; null: everything.</param>
/// <param name="Newest">Null on the first page.</param>
/// <param name="Older">Null on the last.</param>
public sealed record HistoryModel(IReadOnlyList<HistoryEntry> Entries, string? Subject, string? Newest, string? Older);

public sealed record EntryModel(HistoryEntry Entry, EntryDifference Difference);
