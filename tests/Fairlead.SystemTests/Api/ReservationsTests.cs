using System.Text.Json.Nodes;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Xunit;

namespace Fairlead.SystemTests.Api;

public sealed class ReservationsTests
{
    [Fact]
    public async Task A_reservation_is_made_once_and_answered_alike_for_its_key()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);

        var first = await served.ReserveAsync(new { kind = "load-balancer", owner = "shop", count = 4, note = "blue" }, "key-1").IsAsync(201);
        var again = await served.ReserveAsync(new { kind = "load-balancer", owner = "shop", count = 4, note = "blue" }, "key-1").IsAsync(201);
        await served.ReserveAsync(new { kind = "load-balancer", owner = "shop", count = 5, note = "blue" }, "key-1").IsProblemAsync(ProblemTypes.KeyReused);

        Assert.Equal("10.20.0.2-10.20.0.5", (string?)first["range"]);
        Assert.Equal("madrid/clusters/shop", (string?)first["owner"]);
        Assert.Equal("token:admin", (string?)first["createdBy"]);
        Assert.True(JsonNode.DeepEquals(first, again));
        Assert.Single((await served.GetAsync("/api/v1/sites/madrid/segments/k8s/reservations"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_refusal_is_answered_alike_for_its_key_too()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);
        var held = await served.ReserveAsync(new { kind = "load-balancer", owner = "bank", address = "10.20.0.60" }).IsAsync(201);
        var refused = await served.ReserveAsync(new { kind = "load-balancer", owner = "shop", address = "10.20.0.60" }, "key-2").IsProblemAsync(ProblemTypes.AlreadyHeld);

        Assert.Equal((string?)held["id"], (string?)refused["reservation"]);
        Assert.Contains("madrid/clusters/bank", (string?)refused["holder"], StringComparison.Ordinal);
        Assert.Equal("10.20.0.59", (string?)refused["nearest"]);
        await served.Client.DeleteAsync($"/api/v1/sites/madrid/reservations/{held["id"]}", TestContext.Current.CancellationToken).IsAsync(200);
        Assert.True(JsonNode.DeepEquals(refused, await served.ReserveAsync(new { kind = "load-balancer", owner = "shop", address = "10.20.0.60" }, "key-2").IsProblemAsync(ProblemTypes.AlreadyHeld)));
    }

    [Fact]
    public async Task A_full_segment_says_what_is_left()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);

        var problem = await served.ReserveAsync(new { kind = "load-balancer", owner = "shop", count = 100 }).IsProblemAsync(ProblemTypes.Exhausted);

        Assert.Equal((152, 55), ((int)problem["left"]!, (int)problem["longest"]!));
    }

    [Fact]
    public async Task A_dry_run_says_what_would_be_and_changes_nothing()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);

        var tried = await served.ReserveAsync(new { kind = "load-balancer", owner = "shop" }, query: "?dryRun=true").IsAsync(200);

        Assert.Equal("10.20.0.2", (string?)tried["range"]);
        Assert.Empty((await served.GetAsync("/api/v1/sites/madrid/reservations"))["items"]!.AsArray());
    }

    [Fact]
    public async Task It_lives_from_reserved_to_active_to_quarantined()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);
        var id = (string?)(await served.ReserveAsync(new { kind = "control-plane-ip", owner = "shop" }).IsAsync(201))["id"];
        var path = $"/api/v1/sites/madrid/reservations/{id}";

        Assert.Equal("active", (string?)(await served.Client.PostAsync(path + "/activate", null, TestContext.Current.CancellationToken).IsAsync(200))["state"]);
        await served.Client.DeleteAsync(path, TestContext.Current.CancellationToken).IsProblemAsync(ProblemTypes.Immutable);
        await served.Client.PostAsync("/api/v1/sites/madrid/observations", Json("""{"address": "10.20.0.2", "answered": false, "by": "lab"}"""), TestContext.Current.CancellationToken).IsAsync(204);
        Assert.Equal("quarantined", (string?)(await served.Client.DeleteAsync(path, TestContext.Current.CancellationToken).IsAsync(200))["state"]);
        Assert.Equal("quarantined", (string?)(await served.GetAsync(path))["state"]);
    }

    [Theory]
    [InlineData("""{"kind": "gateway", "owner": "shop"}""", "kind is one of")]
    [InlineData("""{"kind": "load-balancer", "owner": "shop", "address": "010.20.0.7"}""", "")]
    [InlineData("""{"kind": "load-balancer", "owner": "shop", "address": "10.20.0.7", "count": 1}""", "one of the two")]
    [InlineData("""{"kind": "load-balancer", "owner": "shop", "address": "10.20.0.7'; DROP TABLE claim; --"}""", "")]
    [InlineData("""{"kind": "load-balancer", "owner": ""}""", "name the cluster")]
    public async Task What_makes_no_sense_is_a_problem_with_a_hint(string body, string hint)
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);

        var problem = await served.ReserveAsync(body).IsProblemAsync(ProblemTypes.Unusable);

        Assert.Contains(hint, (string?)problem["hint"], StringComparison.Ordinal);
        Assert.Empty((await served.GetAsync("/api/v1/sites/madrid/reservations"))["items"]!.AsArray());
    }

    [Theory]
    [InlineData("""{"kind": "load-balancer", "owner": "shop", "adress": "10.20.0.7"}""")]
    [InlineData("""{"kind": "load-balancer", "owner": "shop", "count": "4"}""")]
    [InlineData("""{"kind": "load-balancer", "owner": "shop", "owner": "bank"}""")]
    [InlineData("""{"kind": "load-balancer", "owner":""")]
    [InlineData("""[]""")]
    public async Task A_body_of_another_shape_is_a_problem(string body)
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);

        await served.ReserveAsync(body).IsProblemAsync(ProblemTypes.MalformedBody);
    }

    [Fact]
    public async Task A_token_of_one_site_neither_sees_nor_changes_another()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);
        using var lyon = served.With("lyon-ci", Scope.Reserve, "lyon");
        using var reader = served.With("reader", Scope.Read, "madrid");

        await served.ReserveAsync(new { kind = "load-balancer", owner = "shop" }, client: lyon).IsProblemAsync(ProblemTypes.MissingScope);
        await served.ReserveAsync(new { kind = "load-balancer", owner = "shop" }, client: reader).IsProblemAsync(ProblemTypes.MissingScope);
        Assert.Empty((await served.GetAsync("/api/v1/sites", lyon))["items"]!.AsArray());
        Assert.Empty((await served.GetAsync("/api/v1/history", lyon))["items"]!.AsArray());
        Assert.Empty((await served.GetAsync("/api/v1/claims?address=10.20.0.1", lyon))["answers"]!.AsArray().SelectMany(answer => answer!["claims"]!.AsArray()));
        Assert.Single((await served.GetAsync("/api/v1/sites", reader))["items"]!.AsArray());
    }

    [Fact]
    public async Task Lists_come_in_pages_without_loss()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);
        for (var i = 0; i < 25; i++)
            await served.ReserveAsync(new { kind = "load-balancer", owner = $"c{i}" }).IsAsync(201);

        var seen = new List<string>();
        for (string? next = ""; next is not null;)
        {
            var page = await served.GetAsync($"/api/v1/sites/madrid/reservations?limit=10{(next.Length > 0 ? $"&after={next}" : "")}");
            seen.AddRange(page["items"]!.AsArray().Select(item => (string)item!["range"]!));
            next = (string?)page["next"];
        }

        Assert.Equal(Enumerable.Range(2, 25).Select(host => $"10.20.0.{host}"), seen);
    }

    private static StringContent Json(string text) => new(text, System.Text.Encoding.UTF8, "application/json");
}
