using System.Net;
using System.Text.Json.Nodes;
using Fairlead.Ledger.Sqlite;
using Xunit;

namespace Fairlead.SystemTests.Serving;

public sealed class UpTests : IDisposable
{
    private readonly string _state = Directory.CreateTempSubdirectory("fairlead-up-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string LedgerFile => Path.Combine(_state, "fairlead", "ledger.db");

    public void Dispose() => Directory.Delete(_state, recursive: true);

    [Fact]
    public async Task What_the_README_shows_of_up_is_what_it_prints_and_its_address_works_once()
    {
        await using var up = await RunningUp.StartAsync(_state, "examples/contoso", "--listen", "127.0.0.1:0", "--no-check");

        var shown = await File.ReadAllTextAsync(Repository.PathOf("README.md"), Ct);
        foreach (var line in up.Said.Trim().Split('\n'))
            Assert.Contains(line.Replace(_state, "~/.local/state", StringComparison.Ordinal), shown, StringComparison.Ordinal);
        using var first = await up.Browser.GetAsync(up.Address, Ct);
        Assert.Equal((HttpStatusCode.SeeOther, "/"), (first.StatusCode, first.Headers.Location!.ToString()));
        using var stranger = new HttpClient();
        using var second = await stranger.GetAsync(up.Address, Ct);
        Assert.Equal(HttpStatusCode.Unauthorized, second.StatusCode);
        Assert.Equal("contoso-dc1", (string?)(await GetAsync(up, "/api/v1/sites"))["items"]![0]!["name"]);
    }

    [Fact]
    public async Task A_file_that_changes_is_loaded_and_one_that_becomes_unusable_leaves_the_last_good_state()
    {
        var site = Path.Combine(_state, "site.yaml");
        await File.WriteAllTextAsync(site, SampleSites.Madrid, Ct);
        await using var up = await RunningUp.StartAsync(_state, site, "--listen", "127.0.0.1:0", "--no-check");
        using var session = await up.Browser.GetAsync(up.Address, Ct);

        await File.WriteAllTextAsync(site, SampleSites.Madrid + SampleSites.Shop, Ct);
        await up.SaysAsync("(revision 2)");
        Assert.Equal(2, (int)(await GetAsync(up, "/api/v1/sites"))["items"]![0]!["revision"]!);

        await File.WriteAllTextAsync(site, SampleSites.Madrid.Replace("prefix: 10.20.0.0/24", "prefix: 10.20.0.0/99", StringComparison.Ordinal), Ct);
        await up.SaysAsync("site.yaml:7:");
        var notice = Assert.Single((await GetAsync(up, "/api/v1/notices")).AsArray())!;
        Assert.Contains("site.yaml:7", (string?)notice["message"], StringComparison.Ordinal);
        Assert.Equal(2, (int)(await GetAsync(up, "/api/v1/sites"))["items"]![0]!["revision"]!);

        await File.WriteAllTextAsync(site, SampleSites.Madrid, Ct);
        await up.SaysAsync("(revision 3)");
        Assert.Empty((await GetAsync(up, "/api/v1/notices")).AsArray());
    }

    [Fact]
    public async Task Interrupted_it_leaves_a_clean_ledger()
    {
        await using (var up = await RunningUp.StartAsync(_state, "examples/contoso", "--listen", "127.0.0.1:0", "--no-check"))
            Assert.Equal(0, await up.InterruptAsync());

        Assert.Equal([LedgerFile], Directory.GetFiles(Path.GetDirectoryName(LedgerFile)!, "ledger.db*"));
        await using var store = new SqliteLedgerStore(LedgerFile);
        Assert.Single((await store.OpenAsync(Ct)).Sites);
        Assert.Empty(await store.VerifyAsync(Ct));
    }

    [Fact]
    public async Task Unusable_files_are_refused_at_the_start_with_their_places()
    {
        var site = Path.Combine(_state, "site.yaml");
        await File.WriteAllTextAsync(site, "kind: Site\n", Ct);

        var answer = await Shell.RunAsync(RunningUp.Program, ["up", site, "--data", _state, "--listen", "127.0.0.1:0"], Ct);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("site.yaml:1:1: FL0", answer.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:8420", "fairlead serve")]
    [InlineData("127.0.0.1", "no address with a port")]
    public async Task It_listens_on_loopback_alone(string listen, string said)
    {
        var answer = await Shell.RunAsync(RunningUp.Program, ["up", "examples/contoso", "--data", _state, "--listen", listen], Ct);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains(said, answer.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Serving_beyond_loopback_without_TLS_and_tokens_is_refused_with_every_reason()
    {
        var answer = await Shell.RunAsync(RunningUp.Program, ["serve", "--data", _state, "--listen", "192.0.2.1:8443"], Ct);

        Assert.Equal(2, answer.ExitCode);
        Assert.Contains("--tls-certificate", answer.Errors, StringComparison.Ordinal);
        Assert.Contains("fairlead token create", answer.Errors, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_state, "ledger.db")));
    }

    private static async Task<JsonNode> GetAsync(RunningUp up, string path) => JsonNode.Parse(await up.Browser.GetStringAsync(path, Ct))!;
}
