using Fairlead.Core.Reports;
using Fairlead.Core.Sites;
using Fairlead.Server.Access;
using Fairlead.SiteFiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Api;

/// <summary>What loading a site would find, without loading it: <c>POST /api/v1/plan</c>.</summary>
internal static class PlanResource
{
    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPost(LedgerFeature.Root + "/plan", Plan).WithTags("sites")
        .WithName("planSite").WithSummary("The plan of a site, judged together with all that are loaded and with what the ledger holds; nothing is stored.")
        .Accepts<object>("application/yaml", "text/yaml", "application/json").Produces<System.Text.Json.JsonElement>()
        .ProducesProblem(StatusCodes.Status422UnprocessableEntity, Problem.MediaType).RequireScope(Scope.Read);

    private static async Task<IResult> Plan(HttpContext context, Ledger.Ledger ledger)
    {
        if (await SitesResource.ReadAsync(context, "request") is not { } file)
            return SitesResource.WrongType();
        var names = SiteFileReader.Parse(file.Name, file.Bytes.Span).Select(DocumentOwner.SiteOf).OfType<string>().Distinct().ToList();
        if (names is not [var name])
            return new Problem(ProblemTypes.Unusable, names.Count == 0 ? "The body names no site." : $"The body speaks of several sites: {string.Join(", ", names)}.").With("hint", "send the documents of one site");
        if (!context.Caller().MaySee(name))
            return new Problem(ProblemTypes.MissingScope, $"The token may not see site {name}.").With("scope", "read").With("site", name);
        var plan = ledger.View.PlanWith(name, [file]);
        if (plan.HasUnusableInput)
            return LedgerProblems.NotLoadable(plan, isStrict: false);
        using var stream = new MemoryStream();
        JsonReport.Write(plan.Of(site => site == name), stream);
        return TypedResults.Bytes(stream.ToArray(), "application/json");
    }
}
