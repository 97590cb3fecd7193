using Fairlead.Ledger;
using Fairlead.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Api;

/// <summary>What somebody put in place outside the ledger for a site, for its history: <c>/api/v1/sites/{site}/applied</c>.</summary>
internal static class AppliedResource
{
    private const int MostChanges = 10_000;

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGroup(LedgerFeature.Root + "/sites/{site}").WithTags("sites")
        .MapPost("/applied", Record).WithName("recordApplied").WithSummary("Write into history what was changed outside for a site, as 'fairlead apply' does.")
        .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity, Problem.MediaType).RequireScope(Scope.Reserve);

    private static async Task<IResult> Record(HttpContext context, Ledger.Ledger ledger, string site, AppliedBody body)
    {
        if (body.Changes.Count is 0 or > MostChanges)
            return new Problem(ProblemTypes.Unusable, $"The request has {body.Changes.Count} changes.").With("hint", $"send 1 to {MostChanges}");
        var request = new RecordChangesRequest(site, body.Where, body.Result, [.. body.Changes.Select(change => new AppliedChange(change.Target, change.Before, change.After))]);
        return await ledger.AskAsync(request, context.Actor(), context.RequestAborted) is Refused refused ? LedgerProblems.Of(refused) : TypedResults.NoContent();
    }
}

/// <param name="Where">What it was changed in: a folder, kea:unix:/run/kea/kea4-ctrl-socket.</param>
/// <param name="Result">done, or what went wrong and how it stands now.</param>
internal sealed record AppliedBody(string Where, string Result, IReadOnlyList<AppliedBodyChange> Changes);

/// <param name="Target">A file below the folder, a subnet.</param>
/// <param name="Before">In short, such as a sum or pools; null where there was nothing.</param>
/// <param name="After">The same, afterwards.</param>
internal sealed record AppliedBodyChange(string Target, string? Before = null, string? After = null);
