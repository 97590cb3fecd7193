using System.Text;
using Fairlead.Server.Api;
using Xunit;

namespace Fairlead.SystemTests.Api;

public sealed class SitesTests
{
    [Fact]
    public async Task A_site_is_loaded_read_changed_over_its_tag_and_deleted()
    {
        await using var served = await ServedLedger.StartAsync();

        using var made = await served.PutAsync("madrid", SampleSites.Madrid);
        var tag = made.Headers.ETag!.ToString();
        using var read = await served.Client.GetAsync("/api/v1/sites/madrid", TestContext.Current.CancellationToken);
        Assert.Equal(tag, read.Headers.ETag!.ToString());
        await served.PutAsync("madrid", SampleSites.Madrid + SampleSites.Shop, "\"77\"").IsProblemAsync(ProblemTypes.Stale);
        await served.PutAsync("madrid", SampleSites.Madrid + SampleSites.Shop, tag).IsAsync(200);
        await served.PutAsync("madrid", SampleSites.Madrid, tag).IsProblemAsync(ProblemTypes.Stale);

        using var yaml = new HttpRequestMessage(HttpMethod.Get, "/api/v1/sites/madrid") { Headers = { { "Accept", "application/yaml" } } };
        using var text = await served.Client.SendAsync(yaml, TestContext.Current.CancellationToken);
        Assert.Equal(SampleSites.Madrid + SampleSites.Shop, await text.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

        await served.Client.DeleteAsync("/api/v1/sites/madrid", TestContext.Current.CancellationToken).IsAsync(204);
        await served.Client.GetAsync("/api/v1/sites/madrid", TestContext.Current.CancellationToken).IsProblemAsync(ProblemTypes.NotFound);
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);
    }

    [Fact]
    public async Task Unusable_input_is_422_with_every_finding_and_stores_nothing()
    {
        await using var served = await ServedLedger.StartAsync();

        var problem = await served.PutAsync("madrid", SampleSites.Madrid.Replace("10.20.0.0/24", "10.20.0.0/99", StringComparison.Ordinal).Replace("gateway", "gatway", StringComparison.Ordinal)).IsProblemAsync(ProblemTypes.UnusableSite);

        Assert.True(problem["diagnostics"]!.AsArray().Count >= 2);
        Assert.Equal(7, (int)problem["diagnostics"]!.AsArray().Min(finding => (int)finding!["location"]!["line"]!));
        Assert.Empty((await served.GetAsync("/api/v1/sites"))["items"]!.AsArray());
        Assert.Empty((await served.GetAsync("/api/v1/history"))["items"]!.AsArray());
    }

    [Fact]
    public async Task A_file_of_another_site_is_not_loaded_under_this_name()
    {
        await using var served = await ServedLedger.StartAsync();

        await served.PutAsync("lyon", SampleSites.Madrid).IsProblemAsync(ProblemTypes.UnusableSite);
    }

    [Fact]
    public async Task Findings_are_stored_with_the_site_and_a_strict_one_refuses_its_errors()
    {
        await using var served = await ServedLedger.StartAsync();
        var wrong = SampleSites.Madrid + SampleSites.Shop.Replace("10.20.0.20", "10.20.0.110", StringComparison.Ordinal);

        var loaded = await served.PutAsync("madrid", wrong).IsAsync(201);
        var findings = await served.GetAsync("/api/v1/sites/madrid/findings");
        var strict = await served.PutAsync("madrid", wrong.Replace("name: madrid\n", "name: madrid\npolicy: strict\n", StringComparison.Ordinal)).IsProblemAsync(ProblemTypes.StrictSite);

        Assert.Equal(1, (int)loaded["site"]!["errors"]!);
        Assert.Contains(findings["diagnostics"]!.AsArray(), finding => (string?)finding!["rule"] == "FL2003");
        Assert.Contains(strict["diagnostics"]!.AsArray(), finding => (string?)finding!["rule"] == "FL2003");
    }

    [Fact]
    public async Task A_plan_is_made_without_loading_anything()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid).IsAsync(201);
        await served.ReserveAsync(new { kind = "load-balancer", owner = "bank", address = "10.20.0.20" }).IsAsync(201);

        var plan = await served.Client.PostAsync("/api/v1/plan", new StringContent(SampleSites.Madrid + SampleSites.Shop, Encoding.UTF8, "application/yaml"), TestContext.Current.CancellationToken).IsAsync(200);

        Assert.Equal("FL2004", (string?)Assert.Single(plan["diagnostics"]!.AsArray(), finding => (string?)finding!["severity"] == "error")!["rule"]);
        Assert.Equal(2, (await served.GetAsync("/api/v1/history"))["items"]!.AsArray().Count);
    }

    [Fact]
    public async Task Who_has_an_address_is_told_with_its_source()
    {
        await using var served = await ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid + SampleSites.Shop).IsAsync(201);
        await served.ReserveAsync(new { kind = "load-balancer", owner = "bank", address = "10.20.0.60" }).IsAsync(201);

        var file = (await served.GetAsync("/api/v1/claims?address=10.20.0.33"))["answers"]![0]!;
        var reserved = (await served.GetAsync("/api/v1/claims?address=10.20.0.60"))["answers"]![0]!;

        Assert.Equal("madrid/clusters/shop", (string?)Assert.Single(file["claims"]!.AsArray())!["owner"]);
        Assert.Equal("madrid/clusters/bank", (string?)Assert.Single(reserved["claims"]!.AsArray())!["owner"]);
        Assert.Equal("10.20.0.61", (string?)reserved["freeAbove"]);
    }

    [Fact]
    public async Task The_ledger_is_the_same_after_the_server_was_started_again()
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-again-").FullName;
        try
        {
            string? id;
            await using (var served = await ServedLedger.StartAsync(_ => new Fairlead.Ledger.Sqlite.SqliteLedgerStore(Path.Combine(folder, "ledger.db"))))
            {
                await served.PutAsync("madrid", SampleSites.Madrid + SampleSites.Shop).IsAsync(201);
                id = (string?)(await served.ReserveAsync(new { kind = "load-balancer", owner = "bank" }).IsAsync(201))["id"];
            }

            await using var again = await ServedLedger.StartAsync(_ => new Fairlead.Ledger.Sqlite.SqliteLedgerStore(Path.Combine(folder, "ledger.db")));
            Assert.Equal("10.20.0.2", (string?)(await again.GetAsync($"/api/v1/sites/madrid/reservations/{id}"))["range"]);
            await again.ReserveAsync(new { kind = "load-balancer", owner = "late", address = "10.20.0.33" }).IsProblemAsync(ProblemTypes.AlreadyHeld);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
