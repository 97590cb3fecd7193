using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Fairlead.SystemTests.Api;

/// <summary>The description of the API is what is served, and what is committed: clients are made from it.</summary>
public sealed class OpenApiTests
{
    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true, NewLine = "\n", Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public async Task The_committed_description_is_the_one_that_is_served()
    {
        await using var served = await ServedLedger.StartAsync();

        Golden.Matches((await served.GetAsync("/openapi/v1.json")).ToJsonString(Readable) + "\n", Repository.PathOf("docs", "openapi.json"));
    }

    [Fact]
    public async Task Every_endpoint_of_the_API_is_described_and_nothing_else_is()
    {
        await using var served = await ServedLedger.StartAsync();
        var described = (await served.GetAsync("/openapi/v1.json"))["paths"]!.AsObject()
            .SelectMany(path => path.Value!.AsObject().Select(operation => $"{operation.Key.ToUpperInvariant()} {path.Key}"))
            .Where(operation => operation.Contains(" /api/v1/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
        var mapped = served.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
            .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? []).Select(method => $"{method} /{PathOf(endpoint)}"))
            .Where(operation => operation.Contains(" /api/v1/", StringComparison.Ordinal)).Order(StringComparer.Ordinal);

        Assert.Equal(mapped, described);
    }

    [Fact]
    public async Task Every_answer_of_a_described_status_has_the_described_members()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid + SampleSites.Shop).IsAsync(201);
        await served.ReserveAsync(new { kind = "load-balancer", owner = "bank" }).IsAsync(201);
        var document = await served.GetAsync("/openapi/v1.json");

        foreach (var (path, schema) in ((string, string)[])[("/api/v1/sites", "/api/v1/sites"), ("/api/v1/sites/madrid", "/api/v1/sites/{site}"), ("/api/v1/sites/madrid/reservations", "/api/v1/sites/{site}/reservations"), ("/api/v1/history", "/api/v1/history"), ("/api/v1/session", "/api/v1/session")])
        {
            var described = Resolve(document, document["paths"]![schema]!["get"]!["responses"]!["200"]!["content"]!["application/json"]!["schema"]!);
            var answered = await served.GetAsync(path);
            Assert.All(answered.AsObject(), member => Assert.True(described["properties"]!.AsObject().ContainsKey(member.Key), $"{path} answers with {member.Key}, which is not described"));
        }
    }

    private static JsonNode Resolve(JsonNode document, JsonNode schema) =>
        (string?)schema["$ref"] is { } reference ? document["components"]!["schemas"]![reference.Split('/')[^1]]! : schema;

    /// <summary>Without the constraints of parameters, as OpenAPI writes it.</summary>
    private static string PathOf(RouteEndpoint endpoint) =>
        System.Text.RegularExpressions.Regex.Replace(endpoint.RoutePattern.RawText!.Trim('/'), @"\{(\w+):\w+\}", "{$1}");
}
