using System.Text.Json;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Fairlead.Server.Hosting;
using Xunit;

namespace Fairlead.SystemTests.Server;

public sealed class HealthTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_server_that_is_well_says_so_to_everybody()
    {
        await using var server = await RunningServer.StartAsync(new ServerFeature { Readiness = [new Part("ledger", null)] });
        using var client = server.Client();
        Assert.Equal("""{"status":"ok"}""", await client.GetStringAsync("/healthz", Ct));
        Assert.Equal("""{"status":"ready","checks":{"ledger":"ready"}}""", await client.GetStringAsync("/readyz", Ct));
    }

    [Fact]
    public async Task A_part_that_is_not_ready_is_named_and_the_reason_is_in_the_log_alone()
    {
        await using var server = await RunningServer.StartAsync(new ServerFeature
        {
            Readiness = [new Part("ledger", "10.0.0.9 refused the connection"), new Part("guard", null), new Throwing()],
        });
        using var client = server.Client();
        using var response = await client.GetAsync("/readyz", Ct);
        var checks = (await response.IsProblemAsync(ProblemTypes.NotReady)).GetProperty("checks");
        Assert.Equal("not ready", checks.GetProperty("ledger").GetString());
        Assert.Equal("ready", checks.GetProperty("guard").GetString());
        Assert.Equal("not ready", checks.GetProperty("throwing").GetString());
        Assert.DoesNotContain("10.0.0.9", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("ledger is not ready: 10.0.0.9 refused the connection", server.Logged, StringComparison.Ordinal);
        Assert.Contains("throwing is not ready: broken", server.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_are_for_those_who_may_read_everything_and_hold_no_secret()
    {
        await using var server = await RunningServer.StartAsync(options => options with { StartToken = new StartToken("root") });
        using var nobody = server.Client();
        using var refused = await nobody.GetAsync("/metrics", Ct);
        await refused.IsProblemAsync(ProblemTypes.Unauthenticated);
        using var some = server.Client(server.Tokens.Create("madrid", new Grant(Scope.Admin, SiteSet.Of("madrid"))).Secret);
        using var forbidden = await some.GetAsync("/metrics", Ct);
        await forbidden.IsProblemAsync(ProblemTypes.MissingScope);
        using var opened = await nobody.GetAsync(server.Server.StartAddress, Ct);
        using var client = server.Client(server.Tokens.Create("prometheus", new Grant(Scope.Read, SiteSet.All)).Secret);
        await client.GetStringAsync("/api/v1/sites/madrid", Ct);
        var text = await client.GetStringAsync("/metrics", Ct);
        Assert.Contains("""http_route="/api/v1/sites/{site}",""", text, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_bucket{", text, StringComparison.Ordinal);
        Assert.Contains("kestrel_active_connections", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_", text, StringComparison.Ordinal);
        Assert.DoesNotContain("fl_", text, StringComparison.Ordinal);
        Assert.DoesNotContain("token=", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_description_of_the_API_is_made_from_what_is_served()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client();
        using var document = JsonDocument.Parse(await client.GetStringAsync("/openapi/v1.json", Ct));
        var root = document.RootElement;
        Assert.StartsWith("3.", root.GetProperty("openapi").GetString(), StringComparison.Ordinal);
        var paths = root.GetProperty("paths");
        Assert.Equal("Needs the scope read.", paths.GetProperty("/api/v1/session").GetProperty("get").GetProperty("description").GetString());
        Assert.True(paths.GetProperty("/api/v1/session").GetProperty("get").TryGetProperty("security", out _));
        Assert.Equal("Needs the scope admin on every site.", paths.GetProperty("/api/v1/bodies").GetProperty("post").GetProperty("description").GetString());
        Assert.True(paths.GetProperty("/api/v1/bodies").GetProperty("post").GetProperty("responses").GetProperty("default").GetProperty("content").TryGetProperty("application/problem+json", out _));
        Assert.False(paths.GetProperty("/healthz").GetProperty("get").TryGetProperty("security", out _));
        Assert.False(paths.TryGetProperty("/metrics", out _));
        Assert.DoesNotContain(server.Address.Authority, root.GetRawText(), StringComparison.Ordinal);
    }

    private sealed record Part(string Name, string? Fault) : IReadinessCheck
    {
        public ValueTask<string?> FaultAsync(CancellationToken ct) => ValueTask.FromResult(Fault);
    }

    private sealed class Throwing : IReadinessCheck
    {
        public string Name => "throwing";

        public ValueTask<string?> FaultAsync(CancellationToken ct) => throw new InvalidOperationException("broken");
    }
}
