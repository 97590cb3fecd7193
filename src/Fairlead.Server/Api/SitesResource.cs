using System.Globalization;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.Ledger;
using Fairlead.Ledger.Json;
using Fairlead.Server.Access;
using Fairlead.Server.Observing;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace Fairlead.Server.Api;

/// <summary>Sites as they were loaded: <c>/api/v1/sites</c>.</summary>
internal static class SitesResource
{
    private const string Yaml = "application/yaml";
    private const string Json = "application/json";

    private static readonly string[] YamlTypes = [Yaml, "text/yaml", "application/x-yaml", "text/x-yaml"];

    public static void Map(IEndpointRouteBuilder endpoints)
    {
        var sites = endpoints.MapGroup(LedgerFeature.Root + "/sites").WithTags("sites");
        sites.MapGet("", List).WithName("listSites").WithSummary("Loaded sites, by name.").Produces<Page<SiteSummary>>().RequireScope(Scope.Read);
        sites.MapGet("/{site}", Get).WithName("getSite").WithSummary("A site as it was loaded; as YAML with Accept: application/yaml.")
            .Produces<SiteReport>().Produces(StatusCodes.Status304NotModified).ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).RequireScope(Scope.Read);
        sites.MapPut("/{site}", Put).WithName("putSite").WithSummary("Load a site from YAML or JSON, over the revision of If-Match.")
            .Accepts<object>(Yaml, [.. YamlTypes[1..], Json])
            .Produces<SiteReport>().Produces<SiteReport>(StatusCodes.Status201Created)
            .ProducesProblem(StatusCodes.Status412PreconditionFailed, Problem.MediaType).ProducesProblem(StatusCodes.Status422UnprocessableEntity, Problem.MediaType).RequireScope(Scope.Admin);
        sites.MapDelete("/{site}", Delete).WithName("deleteSite").WithSummary("Forget a site; its reservations stay.")
            .Produces(StatusCodes.Status204NoContent).ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).ProducesProblem(StatusCodes.Status412PreconditionFailed, Problem.MediaType).RequireScope(Scope.Admin);
        sites.MapGet("/{site}/findings", Findings).WithName("listFindings").WithSummary("What is wrong with a site, judged together with all others and with what its sources say: known conflicts among it.")
            .Produces<System.Text.Json.JsonElement>().ProducesProblem(StatusCodes.Status404NotFound, Problem.MediaType).RequireScope(Scope.Read);
    }

    /// <summary>The files of a request; the body is read whole, within the server's limit.</summary>
    /// <returns>Null when the media type is none of a site's; an answer says so.</returns>
    public static async Task<StoredFile?> ReadAsync(HttpContext context, string name)
    {
        var type = MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var parsed) ? parsed.MediaType.Value : null;
        var extension = type == Json ? "json" : YamlTypes.Contains(type) ? "yaml" : null;
        if (extension is null)
            return null;
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        return new StoredFile($"{name}.{extension}", body.ToArray());
    }

    public static Problem WrongType() => new(ProblemTypes.UnsupportedMediaType, $"A site comes as {string.Join(", ", YamlTypes)} or {Json}.");

    private static Ok<Page<SiteSummary>> List(HttpContext context, Ledger.Ledger ledger, ObservedSites observed, string? after, int? limit)
    {
        var (most, plan) = (Asking.Page(limit), observed.Plan());
        var visible = ledger.View.AllSites().Where(site => context.Caller().MaySee(site.Name) && string.CompareOrdinal(site.Name, after) > 0).Take(most + 1).ToList();
        var page = visible.Take(most).Select(site => SiteSummary.Of(site, plan)).ToList();
        return TypedResults.Ok(new Page<SiteSummary>(page, visible.Count > most ? page[^1].Name : null));
    }

    private static IResult Get(HttpContext context, Ledger.Ledger ledger, ObservedSites observed, string site)
    {
        if (ledger.View.Site(site) is not { } stored)
            return NoSuchSite(site);
        var tag = TagOf(stored);
        context.Response.Headers.ETag = tag;
        if (context.Request.Headers.IfNoneMatch.Contains(tag))
            return TypedResults.StatusCode(StatusCodes.Status304NotModified);
        if (!context.Request.Headers.Accept.Any(accept => YamlTypes.Any(type => accept?.Contains(type, StringComparison.OrdinalIgnoreCase) == true)))
            return TypedResults.Ok(SiteReport.Of(stored, observed.Plan()));
        if (stored.Files.Any(file => file.Name.EndsWith(".json", StringComparison.OrdinalIgnoreCase)))
            return new Problem(ProblemTypes.NotAcceptable, $"Site {site} was loaded from JSON; ask for {Json}.");
        return TypedResults.Text(string.Join("---\n", stored.Files.Select(file => file.Text)), Yaml);
    }

    private static async Task<IResult> Put(HttpContext context, Ledger.Ledger ledger, string site)
    {
        if (await ReadAsync(context, site) is not { } file)
            return WrongType();
        return await ledger.AskAsync(new PutSiteRequest(site, [file], RevisionIn(context.Request)), context.Actor(), context.RequestAborted) switch
        {
            SiteLoaded loaded => Loaded(context, loaded),
            NotLoadable refused => LedgerProblems.NotLoadable(refused.Plan, refused.IsStrict),
            Refused refused => LedgerProblems.Of(refused),
            var other => throw new System.Diagnostics.UnreachableException($"{other.GetType()} is no answer to loading a site."),
        };
    }

    private static IResult Loaded(HttpContext context, SiteLoaded loaded)
    {
        context.Response.Headers.ETag = TagOf(loaded.Site!);
        var report = SiteReport.Of(loaded.Site!, loaded.Plan);
        return loaded.IsNew ? TypedResults.Created($"{LedgerFeature.Root}/sites/{loaded.Site!.Name}", report) : TypedResults.Ok(report);
    }

    private static async Task<IResult> Delete(HttpContext context, Ledger.Ledger ledger, string site) =>
        await ledger.AskAsync(new DeleteSiteRequest(site, RevisionIn(context.Request)), context.Actor(), context.RequestAborted) switch
        {
            SiteLoaded => TypedResults.NoContent(),
            Refused refused => LedgerProblems.Of(refused),
            var other => throw new System.Diagnostics.UnreachableException($"{other.GetType()} is no answer to deleting a site."),
        };

    private static IResult Findings(Ledger.Ledger ledger, ObservedSites observed, string site)
    {
        if (ledger.View.Site(site) is null)
            return NoSuchSite(site);
        return TypedResults.Bytes(JsonOf(observed.Plan().Of(name => name == site)), Json);
    }

    private static byte[] JsonOf(Plan plan)
    {
        using var stream = new MemoryStream();
        JsonReport.WriteFindings(plan, stream);
        return stream.ToArray();
    }

    private static Problem NoSuchSite(string site) => new(ProblemTypes.NotFound, $"There is no site '{site}' in the ledger.");

    private static string TagOf(StoredSite site) => string.Create(CultureInfo.InvariantCulture, $"\"{site.Revision}\"");

    /// <summary>The revision of If-Match, 0 for If-None-Match: *, null for neither.</summary>
    /// <exception cref="BadHttpRequestException">It is no tag that this server gave.</exception>
    private static long? RevisionIn(HttpRequest request)
    {
        var headers = request.GetTypedHeaders();
        if (request.Headers.IfMatch.Count == 0)
            return headers.IfNoneMatch is [{ } none] && none == EntityTagHeaderValue.Any ? 0 : null;
        if (headers.IfMatch is [{ } any] && any == EntityTagHeaderValue.Any)
            return null;
        return headers.IfMatch is [{ IsWeak: false } tag] && long.TryParse(tag.Tag.AsSpan().Trim('"'), NumberStyles.None, CultureInfo.InvariantCulture, out var revision)
            ? revision
            : throw new BadHttpRequestException("If-Match takes the one ETag that the site was read with.");
    }
}

/// <summary>A site in a list.</summary>
/// <param name="Errors">Findings of that severity that no override accepts.</param>
internal sealed record SiteSummary(string Name, long Revision, DateTimeOffset LoadedAt, string LoadedBy, int Errors, int Warnings, int Infos)
{
    public static SiteSummary Of(StoredSite site, Plan plan)
    {
        var own = plan.Diagnostics.Where(finding => finding.Site == site.Name && !finding.IsOverridden).CountBy(finding => finding.Severity).ToDictionary();
        return new(site.Name, site.Revision, site.At, site.By, own.GetValueOrDefault(Severity.Error), own.GetValueOrDefault(Severity.Warning), own.GetValueOrDefault(Severity.Info));
    }
}

/// <summary>A site with its files.</summary>
internal sealed record SiteReport(SiteSummary Site, IReadOnlyList<FileDocument> Files)
{
    public static SiteReport Of(StoredSite site, Plan plan) => new(SiteSummary.Of(site, plan), SiteDocument.Of(site).Files);
}
