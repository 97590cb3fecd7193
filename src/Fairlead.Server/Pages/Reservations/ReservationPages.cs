using Fairlead.Ledger;
using Fairlead.Server.Access;
using Fairlead.Server.Pages.Layout;
using Fairlead.Server.Pages.Serving;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Pages.Reservations;

/// <summary>What the ledger holds for whom; reserving and releasing, each with a dry run before it.</summary>
internal static class ReservationPages
{
    private const int PageSize = 100;

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        endpoints.MapPages("reservations", ListAsync);
        endpoints.MapPage("/sites/{site}/reserve", page => ShowFormAsync(page, ReserveForm.FromQuery(page)));
        endpoints.MapForm("/sites/{site}/reserve", Scope.Reserve, ReserveAsync);
        endpoints.MapPage("/sites/{site}/reservations/{id:guid}/release", page => ShowReleaseAsync(page));
        endpoints.MapForm("/sites/{site}/reservations/{id:guid}/release", Scope.Reserve, ReleaseAsync);
    }

    private static Task ListAsync(PageContext page)
    {
        _ = Guid.TryParse(page.Query("after"), out var after);
        _ = Guid.TryParse(page.Query("done"), out var done);
        var view = page.Ledger.View;
        var first = view.Holding(after)?.Site;
        var sites = page.Moment.Plan.Estate.Sites.Select(site => site.Name).Where(page.Shows).Order(StringComparer.Ordinal).SkipWhile(site => first is not null && site != first);
        var found = new List<Holding>();
        foreach (var site in sites)
        {
            found.AddRange(view.Holdings(site, null, site == first ? after : null, PageSize + 1 - found.Count));
            if (found.Count > PageSize)
                break;
        }

        var shown = found.Take(PageSize).ToList();
        var own = PageLinks.Of(PageSection.Reservations, page.Site);
        var model = new ReservationsModel(
            shown,
            view.Holding(done) is { } holding && page.Caller.MaySee(holding.Site) ? holding : null,
            First: first is null ? null : own,
            Next: found.Count > PageSize ? own + PageLinks.Query(("after", shown[^1].Id.ToString())) : null);
        return page.ShowAsync<ReservationsPage, ReservationsModel>(page.Frame("Reservations", PageSection.Reservations), model);
    }

    private static Task ShowFormAsync(PageContext page, ReserveForm form, IReadOnlyDictionary<string, string>? faults = null, LedgerOutcome? outcome = null)
    {
        var site = page.Moment.Site(page.Site!)!;
        var model = new ReserveModel
        {
            Site = site.Name,
            Segments = [.. site.Segments.Where(segment => segment.Prefixes.Count > 0).Select(segment => new SegmentChoice(segment.Name, string.Join(", ", segment.Prefixes.Select(prefix => prefix.Value)), page.Moment.Free(segment)))],
            Owners = [.. site.Clusters.Select(cluster => cluster.Name), "resourceBridge"],
            Form = form,
            Faults = faults ?? new Dictionary<string, string>(),
            Outcome = outcome,
            MayReserve = page.Caller.May(Scope.Reserve, site.Name),
        };
        var frame = page.Frame("Reserve", PageSection.Reservations, new Crumb("Reservations", PageLinks.Of(PageSection.Reservations, page.Site)));
        return page.ShowAsync<ReservePage, ReserveModel>(frame, model, StatusOf(faults, outcome));
    }

    private static async Task ReserveAsync(PageContext page)
    {
        var form = await ReserveForm.FromFieldsAsync(page);
        if (form.ToRequest(page.Site!, out var faults) is not { } request)
        {
            await ShowFormAsync(page, form, faults);
            return;
        }

        var isDryRun = await page.FieldAsync("step") != "reserve";
        var actor = new Actor(page.Caller.Name, request.Note);
        // The key with whoever asks: nobody gets another's answer.
        var outcome = await page.Ledger.AskAsync(request with { IsDryRun = isDryRun, Key = isDryRun ? null : $"{page.Caller.Name}\n{page.Site}\n{form.Key}" }, actor, page.Aborted);
        if (!isDryRun && outcome is Granted granted)
            await page.SeeAsync(PageLinks.Of(PageSection.Reservations, page.Site) + PageLinks.Query(("done", granted.Holding.Id.ToString())));
        else
            await ShowFormAsync(page, form, null, outcome);
    }

    private static async Task ShowReleaseAsync(PageContext page, LedgerOutcome? outcome = null)
    {
        var id = Id(page);
        if (page.Ledger.View.Holding(id) is not { } holding || holding.Site != page.Site)
        {
            await page.NotFoundAsync($"There is no reservation {id} in site {page.Site}. One that was released is gone after its quarantine.");
            return;
        }

        var isRefused = outcome is not null;
        outcome ??= await page.Ledger.AskAsync(new ReleaseRequest(page.Site!, id) { IsDryRun = true }, new Actor(page.Caller.Name), page.Aborted);
        var frame = page.Frame($"Release {holding.Range}", PageSection.Reservations, new Crumb("Reservations", PageLinks.Of(PageSection.Reservations, page.Site)));
        await page.ShowAsync<ReleasePage, ReleaseModel>(frame, new ReleaseModel(holding, outcome, page.Caller.May(Scope.Reserve, holding.Site)), isRefused ? StatusOf(null, outcome) : StatusCodes.Status200OK);
    }

    private static async Task ReleaseAsync(PageContext page)
    {
        var id = Id(page);
        var outcome = await page.Ledger.AskAsync(new ReleaseRequest(page.Site!, id), new Actor(page.Caller.Name, await page.FieldAsync("why")), page.Aborted);
        if (outcome is Granted)
            await page.SeeAsync(PageLinks.Of(PageSection.Reservations, page.Site) + PageLinks.Query(("done", id.ToString())));
        else
            await ShowReleaseAsync(page, outcome);
    }

    private static Guid Id(PageContext page) => Guid.Parse((string)page.Http.Request.RouteValues["id"]!);

    /// <summary>A refusal is a page like the others, but programs that look at the status should not take it for a success.</summary>
    private static int StatusOf(IReadOnlyDictionary<string, string>? faults, LedgerOutcome? outcome) => outcome switch
    {
        AlreadyHeld or Exhausted => StatusCodes.Status409Conflict,
        Refused => StatusCodes.Status422UnprocessableEntity,
        _ => faults is { Count: > 0 } ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status200OK,
    };
}

/// <param name="Done">What was just reserved or released.</param>
public sealed record ReservationsModel(IReadOnlyList<Holding> Holdings, Holding? Done, string? First, string? Next);

/// <param name="Outcome">Of the dry run, or of the release that was refused.</param>
public sealed record ReleaseModel(Holding Holding, LedgerOutcome Outcome, bool MayRelease);

/// <summary>The form to reserve with, and what was found out with it.</summary>
public sealed record ReserveModel
{
    public required string Site { get; init; }

    public required IReadOnlyList<SegmentChoice> Segments { get; init; }

    /// <summary>Names to choose from; any other may be written.</summary>
    public required IReadOnlyList<string> Owners { get; init; }

    public required ReserveForm Form { get; init; }

    public required IReadOnlyDictionary<string, string> Faults { get; init; }

    /// <summary>Null before the first dry run.</summary>
    public required LedgerOutcome? Outcome { get; init; }

    public required bool MayReserve { get; init; }
}

public sealed record SegmentChoice(string Name, string Prefixes, IReadOnlyList<FreeFigure> Free);
