using System.Text.Json.Nodes;
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
