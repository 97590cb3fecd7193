using Fairlead.Core.Addressing;
using Fairlead.Core.Reports;
using Fairlead.Server.Access;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Api;

/// <summary>Who has an address: <c>GET /api/v1/claims?address=</c>.</summary>
internal static class ClaimsResource
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapGet(LedgerFeature.Root + "/claims", Find).WithTags("claims")
        .WithName("whoHas").WithSummary("Every claim on an address, by files and by reservations, in every address space.")
        .Produces<System.Text.Json.JsonElement>().ProducesProblem(StatusCodes.Status422UnprocessableEntity, Problem.MediaType).RequireScope(Scope.Read);

    private static IResult Find(HttpContext context, Ledger.Ledger ledger, string address)
    {
        if (!IpRange.TryParse(address, out var range, out var error))
            return new Problem(ProblemTypes.Unusable, $"address: {error.Message}").With("hint", error.Hint);
        var caller = context.Caller();
        var answers = ledger.View.Who(range)
            .Select(answer => answer with { Claims = [.. answer.Claims.Where(claim => caller.MaySee(claim.Site.Name))], Segments = [.. answer.Segments.Where(segment => caller.MaySee(segment.Site.Name))] })
            .ToList();
        using var stream = new MemoryStream();
        AddressLookupJson.Write(answers, stream);
        return TypedResults.Bytes(stream.ToArray(), "application/json");
    }
}
