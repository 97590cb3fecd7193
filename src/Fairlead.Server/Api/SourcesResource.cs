using System.Text.Json;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Fairlead.Core.Reports;
using Fairlead.Ledger.Observing;
using Fairlead.Server.Access;
using Fairlead.Server.Observing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Api;

/// <summary>What the server reads for a site, and what that said: <c>/api/v1/sites/{site}/sources</c>, <c>…/observations</c> and <c>…/sightings</c>.</summary>
internal static class SourcesResource
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var site = endpoints.MapGroup(LedgerFeature.Root + "/sites/{site}").WithTags("observations");
        site.MapGet("/sources", List).WithName("listSources").WithSummary("Outside systems that the server reads for a site: whether they answer, and how old what is known of them is.")
            .Produces<IReadOnlyList<SourceReport>>().ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).RequireScope(Scope.Read);
        site.MapGet("/observations", History).WithName("listObservations").WithSummary("What the sources of a site said, the newest first; what did not change is one entry from first to last.")
            .Produces<IReadOnlyList<OutcomeReport>>().ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).RequireScope(Scope.Read);
        site.MapGet("/sightings", Seen).WithName("listSightings").WithSummary("What was seen at an address, range or prefix: leases, reservations, machines, also those that are off now.")
            .Produces<IReadOnlyList<SightingReport>>().ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity, Problem.MediaType).RequireScope(Scope.Read);
    }

    private static IResult List(Ledger.Ledger ledger, ObservedSites sites, string site) =>
        ledger.View.Site(site) is null ? NoSuchSite(site) : TypedResults.Ok<IReadOnlyList<SourceReport>>([.. sites.Of(site).Select(SourceReport.Of)]);

    private static async Task<IResult> History(HttpContext context, Ledger.Ledger ledger, ObservedSites sites, string site, string? source, int? limit)
    {
        if (ledger.View.Site(site) is null)
            return NoSuchSite(site);
        var one = source is null ? null : sites.Of(site).FirstOrDefault(state => state.Watched.Source.ToString() == source)?.Watched.Source;
        if (source is not null && one is null)
            return new Problem(ProblemTypes.NotFound, $"Site {site} has no source '{source}'.");
        var found = await ledger.Observations.ReadOutcomesAsync(site, one, Asking.Page(limit), context.RequestAborted);
        return TypedResults.Ok<IReadOnlyList<OutcomeReport>>([.. found.Select(OutcomeReport.Of)]);
    }

    private static IResult Seen(Ledger.Ledger ledger, ObservedSites sites, string site, string address)
    {
        if (ledger.View.Site(site) is null)
            return NoSuchSite(site);
        if (!IpRange.TryParse(address, out var range, out var error))
            return new Problem(ProblemTypes.Unusable, $"address: {error.Message}").With("hint", error.Hint);
        // Of this site's own sources: two sites may use the same private addresses.
        var own = sites.Of(site).Select(state => state.Watched.Source).ToHashSet();
        var found = sites.Plan().Observed.SeenAt(range, sites.AddressSpaceOf(site)).Where(seen => own.Contains(seen.Source)).Take(Asking.MostOfPage);
        return TypedResults.Ok<IReadOnlyList<SightingReport>>([.. found.Select(SightingReport.Of)]);
    }

    private static Problem NoSuchSite(string site) => new(ProblemTypes.NotFound, $"There is no site '{site}' in the ledger.");
}

/// <summary>How reasons of failures are written.</summary>
internal static class SourceWords
{
    public static string Of(FailureReason reason) => JsonNamingPolicy.KebabCaseLower.ConvertName(reason.ToString());
}

/// <param name="State"><c>waiting</c> (not read yet), <c>read</c>, or <c>failing</c>.</param>
/// <param name="EverySeconds">From one reading to the next; a source that tells of changes is read when there are some.</param>
/// <param name="ReadAt">When it was last read well.</param>
/// <param name="AsOf">How old that was then: for a file, when it was written.</param>
/// <param name="Contents">What it held, in words.</param>
/// <param name="CountsUntil">While it fails: until when what was read last still counts.</param>
internal sealed record SourceReport(string Source, string Kind, string State, long EverySeconds, DateTimeOffset? ReadAt, DateTimeOffset? AsOf, string? Contents, DateTimeOffset? FailsSince, DateTimeOffset? CountsUntil, string? Reason, string? Message, string? Hint, IReadOnlyList<NoteReport> Notes)
{
    public static SourceReport Of(SourceState state) => new(
        state.Watched.Source.ToString(), state.Watched.Source.Kind.NameOf(), state.Last is null ? "waiting" : state.Failure is null ? "read" : "failing", (long)state.Watched.Every.TotalSeconds,
        state.LastSeen?.ReadAt, state.LastSeen?.AsOf, state.LastSeen is { } seen ? ObservedWords.Contents(seen) : null,
        state.FailsSince, state.Failure is not null ? state.LastSeen?.ReadAt + state.Patience : null, state.Failure is { } failed ? SourceWords.Of(failed.Reason) : null, state.Failure?.Message, state.Failure?.Hint,
        [.. (state.LastSeen?.Notes ?? []).Take(Asking.MostOfPage).Select(note => new NoteReport(note.Where, note.Message))]);
}

internal sealed record NoteReport(string Where, string Message);

internal sealed record OutcomeReport(string Source, DateTimeOffset FirstAt, DateTimeOffset LastAt, string? Contents, string? Reason, string? Message, string? Hint)
{
    public static OutcomeReport Of(StoredOutcome outcome) => new(outcome.Source.ToString(), outcome.FirstAt, outcome.LastAt, outcome.Contents, outcome.Reason is { } reason ? SourceWords.Of(reason) : null, outcome.Message, outcome.Hint);
}

/// <param name="Kind"><c>lease</c>, <c>reservation</c>, <c>pool</c>, <c>vm</c>, <c>vm-before</c>, <c>esxi-host</c> or <c>entry</c>.</param>
internal sealed record SightingReport(string Kind, string Range, string Text, string Source, DateTimeOffset AsOf, bool IsUse)
{
    public static SightingReport Of(Core.Joins.Sighting seen) => new(seen.Kind, seen.Range.ToString(), seen.Text, seen.Source.ToString(), seen.AsOf, seen.IsUse);
}
