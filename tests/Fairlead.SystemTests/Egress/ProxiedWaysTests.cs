using Fairlead.Testing.Lab;
using Fairlead.Testing.Lab.Egress;
using Xunit;

namespace Fairlead.SystemTests.Egress;

/// <summary>A segment whose direct way out is shut, and squid beside it, with and without a user.</summary>
public sealed class ProxiedWays : IAsyncLifetime
{
    public const string Open = "http://10.20.0.31:3128";
    public const string Known = "http://10.20.0.32:3128";

    private LabNetwork? _lab;

    internal LabNode Machine => _lab!["vm"];

    public async ValueTask InitializeAsync()
    {
        LabNetwork.Require();
        _lab = await LabNetwork.StartAsync(EgressScenes.Proxied, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (_lab is not null)
            await _lab.DisposeAsync();
    }

    internal Task<Answer> CheckAsync(string environment, CancellationToken ct) => Machine.RunAsync(
        "env", [.. environment.Split(' '), LabNode.Fairlead, "check", "site.yaml", "--only", "egress,proxy", "--public-roots", "public.pem", "--format", "json"], ct);
}

/// <summary>What a proxy lets through, and what it does not.</summary>
public sealed class ProxiedWaysTests(ProxiedWays ways) : IClassFixture<ProxiedWays>
{
    [Fact]
    public async Task What_only_a_proxy_lets_out_fails_here_and_a_refusal_never_passes()
    {
        var run = await ways.CheckAsync($"HTTPS_PROXY={ProxiedWays.Open} HTTP_PROXY={ProxiedWays.Open} NO_PROXY=.azurecr.io", TestContext.Current.CancellationToken);
        var checks = CheckAnswer.Of(run);
        Assert.Equal(1, run.ExitCode);
        Expect(checks, "management.azure.com:443", "failed", "proxy-required", "through the proxy http://10.20.0.31:3128 it answers");
        Expect(checks, "graph.microsoft.com:443", "failed", "proxy-denied", "answers CONNECT with 403");
        Expect(checks, "ctldl.windowsupdate.com:80", "failed", "proxy-denied", "X-Squid-Error: ERR_ACCESS_DENIED");
        Expect(checks, "ecpacr.azurecr.io:443", "failed", "icmp-prohibited", "administratively prohibited"); // NO_PROXY
        Expect(checks, "raw.githubusercontent.com:443", "failed", "dns", "there is no such name"); // nobody knows it, squid neither
        Assert.DoesNotContain(checks, check => check.Id == "egress.endpoint" && check.Outcome == "passed");
        var needed = Assert.Single(checks, check => check.Id == "proxy.needed");
        Assert.Equal(("failed", "proxy-required"), (needed.Outcome, needed.Reason));
        Assert.Contains("can't create clusters behind a proxy", needed.Message, StringComparison.Ordinal);
        Assert.Equal("not-in-site", Assert.Single(checks, check => check.Id == "proxy.environment").Reason);
        Assert.Equal("not-offered", Assert.Single(checks, check => check.Id == "proxy.wpad-dhcp").Reason);
        Assert.Equal("none-seen", Assert.Single(checks, check => check.Id == "proxy.transparent").Reason);
    }

    [Fact]
    public async Task A_proxy_that_asks_for_a_user_is_named()
    {
        var run = await ways.CheckAsync($"https_proxy={ProxiedWays.Known} http_proxy={ProxiedWays.Known}", TestContext.Current.CancellationToken);
        var checks = CheckAnswer.Of(run);
        Expect(checks, "management.azure.com:443", "failed", "proxy-auth", "asks for a user and password (407)");
        Expect(checks, "ctldl.windowsupdate.com:80", "failed", "proxy-auth", "asks for a user and password (407)");
        Assert.Equal(("unknown", "nothing-reached"), Assert.Single(checks.Where(check => check.Id == "proxy.needed").Select(check => (check.Outcome, check.Reason))));
    }

    [Fact]
    public async Task Its_user_is_used_and_never_shown()
    {
        var run = await ways.CheckAsync("https_proxy=http://ops:geheim-7@10.20.0.32:3128", TestContext.Current.CancellationToken);
        Expect(CheckAnswer.Of(run), "management.azure.com:443", "failed", "proxy-required", "through the proxy http://10.20.0.32:3128 it answers");
        Assert.DoesNotContain("geheim", run.Output + run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("ops:geheim-7"u8), run.Output + run.Errors, StringComparison.Ordinal);
        Assert.Contains("with a user that is not shown", run.Output, StringComparison.Ordinal);
    }

    private static void Expect(IReadOnlyList<CheckAnswer> checks, string target, string outcome, string reason, string said)
    {
        var check = Assert.Single(checks, check => check.Id == "egress.endpoint" && check.Target == target);
        Assert.Equal((outcome, reason), (check.Outcome, check.Reason));
        Assert.Contains(said, check.Message, StringComparison.Ordinal);
    }
}
