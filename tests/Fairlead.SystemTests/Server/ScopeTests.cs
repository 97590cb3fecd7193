using System.Net;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Xunit;

namespace Fairlead.SystemTests.Server;

public sealed class ScopeTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_token_the_answer_is_401_and_says_what_to_send()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client();
        using var response = await client.GetAsync("/api/v1/sites/madrid", Ct);
        await response.IsProblemAsync(ProblemTypes.Unauthenticated);
        Assert.Equal("Bearer realm=\"fairlead\"", Assert.Single(response.Headers.WwwAuthenticate).ToString());
    }

    [Theory]
    [InlineData("Bearer fl_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("Bearer fl_")]
    [InlineData("Bearer")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.e30.")]
    [InlineData("Basic YWRtaW46YWRtaW4=")]
    [InlineData("fl_' OR 1=1 --")]
    public async Task A_token_that_does_not_hold_is_401_and_named_invalid(string header)
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", header);
        using var response = await client.GetAsync("/api/v1/sites/madrid", Ct);
        await response.IsProblemAsync(ProblemTypes.Unauthenticated);
        Assert.Contains("error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_does_what_its_scope_includes_and_history_can_name_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client(server.Tokens.Create("ci", new Grant(Scope.Reserve, SiteSet.All)).Secret);
        Assert.Equal("token:ci", await client.GetStringAsync("/api/v1/sites/madrid", Ct));
        using var reserved = await client.PostAsync("/api/v1/sites/madrid/reservations", null, Ct);
        Assert.Equal("token:ci", await reserved.Content.ReadAsStringAsync(Ct));
        using var all = await client.PostAsync("/api/v1/all", null, Ct);
        var problem = await all.IsProblemAsync(ProblemTypes.MissingScope);
        Assert.Equal("admin", problem.GetProperty("scope").GetString());
        Assert.Contains("error=\"insufficient_scope\", scope=\"admin\"", all.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_one_site_is_403_on_another_and_lists_its_own()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client(server.Tokens.Create("madrid", new Grant(Scope.Reserve, SiteSet.Of("madrid"))).Secret);
        Assert.Equal("token:madrid", await client.GetStringAsync("/api/v1/sites/madrid", Ct));
        Assert.Equal("madrid", await client.GetStringAsync("/api/v1/sites", Ct));
        foreach (var other in new[] { "paris", "Madrid", "madrid%2f..%2fparis", "madrid%00", "%2e%2e%2fmadrid" })
        {
            using var response = await client.PostAsync($"/api/v1/sites/{other}/reservations", null, Ct);
            var text = await response.Content.ReadAsStringAsync(Ct);
            Assert.True(response.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.BadRequest, $"{other}: {response.StatusCode} {text}");
        }

        using var paris = await client.PostAsync("/api/v1/sites/paris/reservations", null, Ct);
        Assert.Equal("paris", (await paris.IsProblemAsync(ProblemTypes.MissingScope)).GetProperty("site").GetString());
        using var all = await client.PostAsync("/api/v1/all", null, Ct);
        await all.IsProblemAsync(ProblemTypes.MissingScope);
    }

    [Fact]
    public async Task An_endpoint_that_forgot_to_say_whom_it_is_for_is_closed()
    {
        await using var server = await RunningServer.StartAsync();
        using var nobody = server.Client();
        using var refused = await nobody.GetAsync("/forgotten", Ct);
        await refused.IsProblemAsync(ProblemTypes.Unauthenticated);
        using var one = server.Client(server.Tokens.Create("madrid", new Grant(Scope.Admin, SiteSet.Of("madrid"))).Secret);
        using var forbidden = await one.GetAsync("/forgotten", Ct);
        await forbidden.IsProblemAsync(ProblemTypes.MissingScope);
        using var admin = server.Client(server.Admin);
        Assert.Equal("read", await admin.GetStringAsync("/forgotten", Ct));
    }

    [Fact]
    public async Task A_token_revoked_by_another_process_is_refused_at_once()
    {
        await using var server = await RunningServer.StartAsync();
        var secret = server.Tokens.Create("ci", new Grant(Scope.Read, SiteSet.All)).Secret;
        using var client = server.Client(secret);
        Assert.Equal("token:ci", await client.GetStringAsync("/api/v1/sites/madrid", Ct));
        Assert.True(new TokenFile(server.Tokens.Path, TimeProvider.System).Revoke("ci"));
        using var response = await client.GetAsync("/api/v1/sites/madrid", Ct);
        await response.IsProblemAsync(ProblemTypes.Unauthenticated);
    }

    [Fact]
    public async Task A_file_of_tokens_that_is_damaged_meanwhile_lets_nobody_in_and_is_said()
    {
        await using var server = await RunningServer.StartAsync();
        await File.WriteAllTextAsync(server.Tokens.Path, "{", Ct);
        using var client = server.Client(server.Admin);
        using var response = await client.GetAsync("/api/v1/sites/madrid", Ct);
        await response.IsProblemAsync(ProblemTypes.IdentityUnavailable);
        Assert.Contains("is damaged at line 1", server.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_expired_token_is_refused()
    {
        await using var server = await RunningServer.StartAsync();
        // Made in a past in which it had an hour to live.
        var past = new TokenFile(server.Tokens.Path, new FixedTime(DateTimeOffset.UtcNow.AddHours(-2)));
        using var client = server.Client(past.Create("old", Grant.Everything, DateTimeOffset.UtcNow.AddHours(-1)).Secret);
        using var response = await client.GetAsync("/api/v1/sites/madrid", Ct);
        await response.IsProblemAsync(ProblemTypes.Unauthenticated);
    }

    [Fact]
    public async Task No_secret_reaches_the_log()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client(server.Admin);
        await client.GetStringAsync("/api/v1/sites/madrid", Ct);
        using var bad = server.Client("fl_wrongwrongwrongwrongwrongwrongwrongwrongwrong");
        using var refused = await bad.GetAsync("/api/v1/sites/madrid", Ct);
        using var failed = await client.GetAsync("/fails", Ct);
        Assert.Contains("/api/v1/sites/madrid 200", server.Logged, StringComparison.Ordinal);
        Assert.Contains("token:admin", server.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain("fl_", server.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_report_says_who_asks_and_what_they_may()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client(server.Tokens.Create("ci", new Grant(Scope.Reserve, SiteSet.Of("madrid"))).Secret);
        Assert.Equal("""{"name":"token:ci","rights":[{"scope":"reserve","sites":["madrid"]}]}""", await client.GetStringAsync("/api/v1/session", Ct));
    }
}
