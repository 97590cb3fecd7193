using System.Globalization;
using System.Text.Json;
using Fairlead.Ledger;
using Fairlead.Ledger.Storage;
using Fairlead.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Api;

/// <summary>Who changed what, when and why: <c>/api/v1/history</c>.</summary>
internal static class HistoryResource
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(LedgerFeature.Root + "/history", List).WithTags("history")
        .WithName("listHistory").WithSummary("Changes after an entry, oldest first; with order=desc before it, newest first.")
        .Produces<Page<HistoryItem>>().RequireScope(Scope.Read);

    private static async Task<IResult> List(HttpContext context, Ledger.Ledger ledger, long? after, int? limit, string? site, string? subject, string? order)
    {
        var most = Asking.Page(limit);
        if (order is not (null or "asc" or "desc"))
            throw new BadHttpRequestException("order is asc or desc.");
        if (after < 0)
            throw new BadHttpRequestException("after is the id of an entry.");
        var found = await ledger.HistoryAsync(new HistoryQuery(after ?? 0, most + 1, site, subject) { Backwards = order == "desc" }, context.RequestAborted);
        var page = found.Take(most).ToList();
        var caller = context.Caller();
        return TypedResults.Ok(new Page<HistoryItem>(
            [.. page.Where(entry => caller.MaySee(entry.Site)).Select(HistoryItem.Of)],
            found.Count > most ? page[^1].Id.ToString(CultureInfo.InvariantCulture) : null));
    }
}

/// <param name="Before">Null where there was nothing.</param>
/// <param name="After">Null where there is nothing any more.</param>
internal sealed record HistoryItem(long Id, DateTimeOffset At, string Who, string Action, string Site, string Subject, string? Why, JsonElement? Before, JsonElement? After)
{
    public static HistoryItem Of(HistoryEntry entry) => new(entry.Id, entry.At, entry.Who, entry.Action, entry.Site, entry.Subject, entry.Why, Parse(entry.Before), Parse(entry.After));

    private static JsonElement? Parse(string? json)
    {
        if (json is null)
            return null;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.Clone();
    }
}
