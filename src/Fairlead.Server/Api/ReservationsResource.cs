using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Ledger;
using Fairlead.Ledger.Json;
using Fairlead.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Api;

/// <summary>Reservations: made in a segment, found and ended in their site.</summary>
internal static class ReservationsResource
{
    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var site = endpoints.MapGroup(LedgerFeature.Root + "/sites/{site}").WithTags("reservations");
        var segment = site.MapGroup("/segments/{segment}/reservations");
        segment.MapPost("", Reserve).WithName("reserve").WithSummary("Reserve an address, so many in one range, or a given range; with Idempotency-Key once, however often it is sent.")
            .Produces<HoldingDocument>(StatusCodes.Status201Created).Produces<HoldingDocument>()
            .ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).ProducesProblem(StatusCodes.Status409Conflict, Problem.MediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity, Problem.MediaType).RequireScope(Scope.Reserve);
        segment.MapGet("", (Ledger.Ledger ledger, string site, string segment, Guid? after, int? limit) => List(ledger, site, segment, after, limit)).WithName("listReservationsOfSegment").WithSummary("What the ledger holds in a segment, by address.").Produces<Page<HoldingDocument>>().ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).RequireScope(Scope.Read);
        foreach (var (prefix, suffix) in ((string, string)[])[("/reservations", ""), ("/segments/{segment}/reservations", "OfSegment")])
        {
            var one = site.MapGroup(prefix + "/{id:guid}");
            one.MapGet("", Get).WithName("getReservation" + suffix).WithSummary("One reservation.").Produces<HoldingDocument>().ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).RequireScope(Scope.Read);
            one.MapPost("/activate", Activate).WithName("activateReservation" + suffix).WithSummary("Its owner is there and uses it.").Produces<HoldingDocument>().ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).RequireScope(Scope.Reserve);
            one.MapDelete("", Release).WithName("releaseReservation" + suffix).WithSummary("Give it back, into quarantine.").Produces<HoldingDocument>().ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).ProducesProblem(StatusCodes.Status409Conflict, Problem.MediaType).RequireScope(Scope.Reserve);
        }

        site.MapGet("/reservations", (Ledger.Ledger ledger, string site, Guid? after, int? limit) => List(ledger, site, null, after, limit)).WithName("listReservations").WithSummary("What the ledger holds in a site, by segment and address.").Produces<Page<HoldingDocument>>().ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).RequireScope(Scope.Read);
        site.MapPost("/observations", Observe).WithName("observe").WithSummary("Somebody looked at an address: a control plane IP is released only after it was seen silent.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity, Problem.MediaType).RequireScope(Scope.Reserve);
    }

    private static async Task<IResult> Reserve(HttpContext context, Ledger.Ledger ledger, string site, string segment, ReservationBody body, bool? dryRun)
    {
        if (HoldingWords.KindOf(body.Kind) is not { } kind)
            return Senseless($"'{body.Kind}' can't be reserved.", $"kind is one of {string.Join(", ", HoldingWords.Kinds.Select(each => each.NameOf()))}");
        if (body is { Address: not null, Count: not null })
            return Senseless("The request names an address and a count.", "send one of the two");
        IpRange? address = null;
        if (body.Address is { } text)
        {
            if (!IpRange.TryParse(text, out var range, out var error))
                return Senseless($"address: {error.Message}", error.Hint);
            address = range;
        }

        var request = new ReserveRequest(site, segment, kind, body.Owner)
        {
            Address = address,
            Count = body.Count ?? 1,
            Note = body.Note,
            Until = body.Until,
            IsDryRun = dryRun ?? false,
            Key = dryRun == true ? null : context.Key(site),
        };
        return LedgerProblems.ToResult(await ledger.AskAsync(request, context.Actor(), context.RequestAborted), granted =>
        {
            var document = HoldingDocument.Of(granted.Holding);
            return dryRun == true ? TypedResults.Ok(document) : TypedResults.Created($"{LedgerFeature.Root}/sites/{site}/reservations/{document.Id}", document);
        });
    }

    private static IResult List(Ledger.Ledger ledger, string site, string? segment, Guid? after, int? limit)
    {
        var most = Asking.Page(limit);
        var found = ledger.View.Holdings(site, segment, after, most + 1);
        // A site whose files are gone may still hold addresses.
        if (found.Count == 0 && ledger.View.Site(site) is null && ledger.View.Holdings(site, null, null, 1).Count == 0)
            return new Problem(ProblemTypes.NotFound, $"There is no site '{site}' in the ledger.");
        var page = found.Take(most).Select(HoldingDocument.Of).ToList();
        return TypedResults.Ok(new Page<HoldingDocument>(page, found.Count > most ? page[^1].Id.ToString() : null));
    }

    private static IResult Get(Ledger.Ledger ledger, string site, Guid id) => ledger.View.Holding(id) is { } holding && holding.Site == site
        ? TypedResults.Ok(HoldingDocument.Of(holding))
        : new Problem(ProblemTypes.NotFound, $"There is no reservation {id} in site {site}.");

    private static async Task<IResult> Activate(HttpContext context, Ledger.Ledger ledger, string site, Guid id) =>
        LedgerProblems.ToResult(await ledger.AskAsync(new ActivateRequest(site, id) { Key = context.Key(site) }, context.Actor(), context.RequestAborted), granted => TypedResults.Ok(HoldingDocument.Of(granted.Holding)));

    private static async Task<IResult> Release(HttpContext context, Ledger.Ledger ledger, string site, Guid id, bool? dryRun)
    {
        var request = new ReleaseRequest(site, id) { IsDryRun = dryRun ?? false, Key = dryRun == true ? null : context.Key(site) };
        return LedgerProblems.ToResult(await ledger.AskAsync(request, context.Actor(), context.RequestAborted), granted => TypedResults.Ok(HoldingDocument.Of(granted.Holding)));
    }

    private static async Task<IResult> Observe(HttpContext context, Ledger.Ledger ledger, TimeProvider time, string site, ObservationBody body)
    {
        if (!IpAddr.TryParse(body.Address, out var address, out var error))
            return Senseless($"address: {error.Message}", error.Hint);
        if (body.At > time.GetUtcNow())
            return Senseless("The observation was made in the future.", "set the observer's clock");
        if (ledger.View.Plan.Estate.Sites.FirstOrDefault(each => each.Name == site) is not { } known)
            return new Problem(ProblemTypes.NotFound, $"There is no site '{site}' in the ledger.");
        var space = known.Segments.FirstOrDefault(segment => segment.Contains(address))?.AddressSpace ?? known.AddressSpace;
        // Who may change this site does not thereby speak about another's reservations.
        if (!ledger.View.HoldingsIn(space, IpRange.Single(address), 1).Any(holding => holding.Site == site))
            return new Problem(ProblemTypes.NotFound, $"Site {site} holds nothing at {address}.");
        await ledger.AskAsync(new ObserveRequest(space, address, new Sighting(body.At ?? time.GetUtcNow(), body.Answered, body.By), body.ByMember ?? false), context.Actor(), context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static Problem Senseless(string message, string hint) => new Problem(ProblemTypes.Unusable, message).With("hint", hint);
}

/// <param name="Kind">control-plane-ip, load-balancer, bridge-control-plane-ip or bridge-node-ip.</param>
/// <param name="Owner">A cluster's name, or a subject such as madrid/clusters/shop.</param>
/// <param name="Address">This one: an address, a range a-b or a prefix.</param>
/// <param name="Count">So many in one range, in place of an address; default 1.</param>
/// <param name="Until">Released by then unless it is active.</param>
internal sealed record ReservationBody(string Kind, string Owner, string? Address = null, int? Count = null, string? Note = null, DateTimeOffset? Until = null);

/// <param name="Answered">False: silence, from where an answer would have been heard.</param>
/// <param name="By">From where it was looked.</param>
/// <param name="ByMember">The one who answered belongs to the owner.</param>
/// <param name="At">Default: now.</param>
internal sealed record ObservationBody(string Address, bool Answered, string By, bool? ByMember = null, DateTimeOffset? At = null);
