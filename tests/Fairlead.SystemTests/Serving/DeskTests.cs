using System.Text.Json.Nodes;
using Fairlead.SystemTests.Api;
using Xunit;

namespace Fairlead.SystemTests.Serving;

/// <summary><c>reserve</c>, <c>release</c> and <c>ledger</c>, on a ledger of this machine and through a server.</summary>
public sealed class DeskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-desk-").FullName;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_ledger_of_this_machine_is_asked_looked_into_and_taken_care_of()
    {
        var site = Path.Combine(_folder, "madrid.yaml");
        await File.WriteAllTextAsync(site, SampleSites.Madrid + SampleSites.Shop, Ct);
        await using (await RunningUp.StartAsync(_folder, site, "--data", _folder, "--listen", "127.0.0.1:0", "--no-check"))
        {
            // Beside the server that has it open.
            var made = await SayAsync(0, "reserve", "madrid/k8s", "--for", "bank", "--kind", "load-balancer", "--count", "3", "--why", "CHG-1", "--format", "json");
            Assert.Equal("10.20.0.2-10.20.0.4", (string?)JsonNode.Parse(made)![0]!["range"]);
        }

        Assert.Contains("10.20.0.20", await SayAsync(1, "ledger", "who", "10.20.0.20"), StringComparison.Ordinal);
        Assert.Contains("nearest free choice is 10.20.0.19", await SayAsync(1, "reserve", "madrid/k8s", "--for", "late", "--kind", "load-balancer", "--address", "10.20.0.20"), StringComparison.Ordinal);
        Assert.Contains("did you mean k8s", await SayAsync(2, "reserve", "madrid/k8z", "--for", "late", "--kind", "load-balancer"), StringComparison.Ordinal);
        Assert.Contains("quarantined", await SayAsync(0, "release", "madrid", "10.20.0.3"), StringComparison.Ordinal);
        Assert.Contains("quarantined", await SayAsync(0, "ledger", "list", "madrid"), StringComparison.Ordinal);
        Assert.Contains("CHG-1", await SayAsync(0, "ledger", "history"), StringComparison.Ordinal);
        Assert.Contains("is sound", await SayAsync(0, "ledger", "verify"), StringComparison.Ordinal);

        var before = await SayAsync(0, "ledger", "export");
        await SayAsync(0, "ledger", "backup", Path.Combine(_folder, "copy.db"));
        var other = Path.Combine(_folder, "other");
        await SayInAsync(other, 0, "ledger", "restore", Path.Combine(_folder, "copy.db"));
        Assert.Equal(before, await SayInAsync(other, 0, "ledger", "export"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "export.jsonl"), before, Ct);
        var third = Path.Combine(_folder, "third");
        await SayInAsync(third, 0, "ledger", "import", Path.Combine(_folder, "export.jsonl"));
        Assert.Equal(before, await SayInAsync(third, 0, "ledger", "export"));
    }

    [Fact]
    public async Task A_server_is_asked_with_a_token_that_no_argument_shows()
    {
        await using var served = await Api.ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid + SampleSites.Shop);
        var token = Path.Combine(_folder, "token");
        await File.WriteAllTextAsync(token, served.Tokens.Create("desk", Fairlead.Server.Access.Grant.Everything).Secret, Ct);
        string[] server = ["--server", served.Client.BaseAddress!.ToString(), "--token-file", token];

        var made = await SayAsync(0, ["reserve", "madrid/k8s", "--for", "bank", "--kind", "load-balancer", "--key", "k1", "--format", "json", .. server]);
        Assert.Equal(made, await SayAsync(0, ["reserve", "madrid/k8s", "--for", "bank", "--kind", "load-balancer", "--key", "k1", "--format", "json", .. server]));
        Assert.Contains("nearest free choice is 10.20.0.19", await SayAsync(1, ["reserve", "madrid/k8s", "--for", "late", "--kind", "load-balancer", "--address", "10.20.0.20", .. server]), StringComparison.Ordinal);
        Assert.Contains("10.20.0.2 ", await SayAsync(0, ["ledger", "list", "madrid", .. server]), StringComparison.Ordinal);
        Assert.Contains("madrid/clusters/bank", await SayAsync(1, ["ledger", "who", "10.20.0.2", .. server]), StringComparison.Ordinal);
        Assert.Contains("token:desk", await SayAsync(0, ["ledger", "history", .. server]), StringComparison.Ordinal);
        Assert.Contains("quarantined", await SayAsync(0, ["release", "madrid", "10.20.0.2", "--why", "CHG-2", .. server]), StringComparison.Ordinal);
        Assert.Contains("use https", await SayAsync(2, "ledger", "list", "madrid", "--server", "http://192.0.2.1:80"), StringComparison.Ordinal);
        Assert.Contains("FAIRLEAD_TOKEN", await SayAsync(2, "ledger", "list", "madrid", "--server", "http://127.0.0.1:9"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_applied_stands_in_the_history_of_this_machine()
    {
        var site = Path.Combine(_folder, "madrid.yaml");
        var into = Path.Combine(_folder, "out");
        await File.WriteAllTextAsync(site, SampleSites.Madrid + SampleSites.Shop, Ct);
        // Without a ledger it is applied, and that it stands nowhere is said; a ledger that is named has to be there.
        var alone = await Shell.RunAsync("env", [$"XDG_STATE_HOME={Path.Combine(_folder, "none")}", RunningUp.Program, "apply", site, "--into", into, "--target", "kea", "--yes"], Ct);
        Assert.True(alone.ExitCode == 0 && alone.Errors.Contains("there is no ledger here", StringComparison.Ordinal), alone.Errors);
        Assert.Contains("There is no ledger", await SayAsync(2, "apply", site, "--into", into, "--target", "metallb", "--yes"), StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(into, "madrid-shop-metallb.yaml")));

        await using (await RunningUp.StartAsync(_folder, site, "--data", _folder, "--listen", "127.0.0.1:0", "--no-check"))
            await SayAsync(0, "apply", site, "--into", into, "--target", "metallb", "--yes", "--why", "CHG-7");
        Assert.Contains("changes.apply          madrid/applied  (CHG-7)", await SayAsync(0, "ledger", "history", "--subject", "madrid/applied"), StringComparison.Ordinal);
        var entry = (await SayAsync(0, "ledger", "export")).Split('\n').Single(line => line.Contains("changes.apply", StringComparison.Ordinal));
        Assert.Contains("madrid-shop-metallb.yaml", entry, StringComparison.Ordinal);
        Assert.Contains("sha256:", entry, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_applied_stands_in_the_history_of_a_server()
    {
        await using var served = await Api.ServedLedger.StartAsync();
        await served.PutAsync("madrid", SampleSites.Madrid + SampleSites.Shop);
        var (site, token) = (Path.Combine(_folder, "madrid.yaml"), Path.Combine(_folder, "token"));
        await File.WriteAllTextAsync(site, SampleSites.Madrid + SampleSites.Shop, Ct);
        await File.WriteAllTextAsync(token, served.Tokens.Create("desk", Fairlead.Server.Access.Grant.Everything).Secret, Ct);
        var done = await Shell.RunAsync(RunningUp.Program, ["apply", site, "--into", Path.Combine(_folder, "out"), "--target", "metallb", "--yes", "--why", "CHG-8", "--server", served.Client.BaseAddress!.ToString(), "--token-file", token], Ct);
        Assert.True(done.ExitCode == 0 && !done.Errors.Contains("not in", StringComparison.Ordinal), done.Errors);

        var entry = (await served.GetAsync("/api/v1/history?order=desc&limit=1"))["items"]![0]!;
        Assert.Equal(("changes.apply", "madrid/applied", "CHG-8", "done"), ((string?)entry["action"], (string?)entry["subject"], (string?)entry["why"], (string?)entry["after"]!["result"]));
        Assert.StartsWith("sha256:", (string?)entry["after"]!["madrid-shop-metallb.yaml"], StringComparison.Ordinal);

        // Of a site that the server does not know nothing is written, and the changes are made all the same.
        await File.WriteAllTextAsync(site, (SampleSites.Madrid + SampleSites.Shop).Replace("name: madrid", "name: porto", StringComparison.Ordinal), Ct);
        var unknown = await Shell.RunAsync(RunningUp.Program, ["apply", site, "--into", Path.Combine(_folder, "porto"), "--target", "kea", "--yes", "--server", served.Client.BaseAddress!.ToString(), "--token-file", token], Ct);
        Assert.True(unknown.ExitCode == 0 && unknown.Errors.Contains("not in the ledger's history: There is no site 'porto'", StringComparison.Ordinal), unknown.Errors);
        await served.Client.PostAsync("/api/v1/sites/madrid/applied", new StringContent("""{"where": "here", "result": "done", "changes": []}""", System.Text.Encoding.UTF8, "application/json"), Ct).IsProblemAsync(Fairlead.Server.Api.ProblemTypes.Unusable);
        using var reader = served.With("reader", Fairlead.Server.Access.Scope.Read);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, (await reader.PostAsync("/api/v1/sites/madrid/applied", new StringContent("""{"where": "here", "result": "done", "changes": [{"target": "a"}]}""", System.Text.Encoding.UTF8, "application/json"), Ct)).StatusCode);
    }

    [Fact]
    public async Task Tokens_are_made_listed_and_revoked()
    {
        var secret = (await SayAsync(0, "token", "create", "ci", "--scope", "reserve", "--site", "madrid")).Trim();

        Assert.StartsWith("fl_", secret, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, await File.ReadAllTextAsync(Path.Combine(_folder, "tokens.json"), Ct), StringComparison.Ordinal);
        Assert.Matches("^ci +reserve +madrid", await SayAsync(0, "token", "list"));
        Assert.Contains("there is a token ci already", await SayAsync(2, "token", "create", "ci"), StringComparison.Ordinal);
        await SayAsync(0, "token", "revoke", "ci");
        Assert.Equal("", await SayAsync(0, "token", "list"));
        Assert.Contains("there is no token 'ci'", await SayAsync(2, "token", "revoke", "ci"), StringComparison.Ordinal);
    }

    public static TheoryData<string, string[]> WrongInputs => new()
    {
        { "can't name a token", ["token", "create", "no name"] },
        { "There is no backup", ["ledger", "restore", "none.db"] },
        { "none.jsonl can't be read", ["ledger", "import", "none.jsonl"] },
        { "bad, line 1", ["ledger", "import", "BAD"] },
        { "can't be used, and nothing is restored", ["ledger", "restore", "BAD"] },
        { "There is no ledger", ["ledger", "list", "madrid"] },
        { "There is no ledger", ["ledger", "history"] },
        { "There is no ledger", ["ledger", "verify"] },
        { "There is no ledger", ["ledger", "export"] },
        { "There is no ledger", ["ledger", "forget", "madrid"] },
        { "There is no ledger", ["reserve", "madrid/k8s", "--for", "bank", "--kind", "load-balancer"] },
        { "can't be read from", ["ledger", "verify", "--database-file", "none.txt"] },
    };

    [Theory]
    [MemberData(nameof(WrongInputs))]
    public async Task What_is_wrong_in_the_input_is_said_and_no_ledger_is_made(string said, string[] words)
    {
        var bad = Path.Combine(_folder, "bad");
        await File.WriteAllTextAsync(bad, "{\"hello\": 1}\n", Ct);

        var answer = await SayAsync(2, [.. words.Select(word => word == "BAD" ? bad : word)]);

        Assert.Contains(said, answer, StringComparison.Ordinal);
        Assert.DoesNotContain("should not have happened", answer, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(_folder, "ledger.db*"));
    }

    [Fact]
    public async Task A_site_that_the_ledger_does_not_know_is_unusable_input()
    {
        await using var served = await Api.ServedLedger.StartAsync();
        var token = Path.Combine(_folder, "token");
        await File.WriteAllTextAsync(token, served.Tokens.Create("desk", Fairlead.Server.Access.Grant.Everything).Secret, Ct);

        Assert.Contains("porto", await SayAsync(2, "ledger", "list", "porto", "--server", served.Client.BaseAddress!.ToString(), "--token-file", token), StringComparison.Ordinal);
        await File.WriteAllTextAsync(token, "fl_wrong", Ct);
        await SayAsync(2, "ledger", "history", "--server", served.Client.BaseAddress!.ToString(), "--token-file", token);
    }

    private Task<string> SayAsync(int exitCode, params string[] words) => SayInAsync(_folder, exitCode, words);

    /// <summary>Both outputs of a command that ends like this.</summary>
    private static async Task<string> SayInAsync(string folder, int exitCode, params string[] words)
    {
        var answer = await Shell.RunAsync(RunningUp.Program, words.Contains("--server") ? words : [.. words, "--data", folder], Ct);
        Assert.True(answer.ExitCode == exitCode, $"{answer.ExitCode}: {answer.Output}{answer.Errors}");
        return exitCode == 0 ? answer.Output : answer.Output + answer.Errors;
    }
}
