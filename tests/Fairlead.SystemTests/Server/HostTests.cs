using Fairlead.Server.Api;
using Xunit;

namespace Fairlead.SystemTests.Server;

/// <summary>DNS rebinding: a name of somebody else that points here is not answered, with whatever token.</summary>
public sealed class HostTests
{
    [Theory]
    [InlineData("evil.example")]
    [InlineData("evil.example:80")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example")]
    [InlineData("10.0.0.1")]
    [InlineData("[2001:db8::1]")]
    [InlineData("2130706433")]
    [InlineData("169.254.169.254")]
    public async Task A_strange_name_is_421(string host)
    {
        await using var server = await RunningServer.StartAsync(options => options with { Names = ["fairlead.example"] });
        foreach (var path in new[] { "/", "/healthz", "/openapi/v1.json", "/?token=x", "/api/v1/sites/madrid" })
        {
            var answer = await server.SendRawAsync($"GET {path} HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {server.Admin}\r\nConnection: close\r\n\r\n");
            Answers.IsProblem(answer, ProblemTypes.MisdirectedRequest);
        }
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("LOCALHOST:1")]
    [InlineData("127.0.0.1:8080")]
    [InlineData("[::1]")]
    [InlineData("fairlead.example")]
    public async Task Its_own_names_are_answered_at_any_port(string host)
    {
        await using var server = await RunningServer.StartAsync(options => options with { Names = ["fairlead.example"] });
        Assert.StartsWith("HTTP/1.1 200", await server.SendRawAsync($"GET /healthz HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_host_at_all_is_421()
    {
        await using var server = await RunningServer.StartAsync();
        Answers.IsProblem(await server.SendRawAsync("GET /healthz HTTP/1.0\r\n\r\n"), ProblemTypes.MisdirectedRequest);
    }

    [Fact]
    public async Task Headers_of_a_proxy_count_only_when_they_come_from_it()
    {
        const string Request = "GET /healthz HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-For: 192.0.2.7\r\nConnection: close\r\n\r\n";
        await using var alone = await RunningServer.StartAsync();
        Assert.StartsWith("HTTP/1.1 200", await alone.SendRawAsync(Request), StringComparison.Ordinal);
        Assert.DoesNotContain("192.0.2.7", alone.Logged, StringComparison.Ordinal);

        await using var behind = await RunningServer.StartAsync(options => options with { TrustedProxies = [Fairlead.Core.Addressing.IpPrefix.Parse("127.0.0.1/32")] });
        Answers.IsProblem(await behind.SendRawAsync(Request), ProblemTypes.MisdirectedRequest);
        Assert.StartsWith("HTTP/1.1 200", await behind.SendRawAsync(Request.Replace("evil.example", "localhost", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.Contains("192.0.2.7", behind.Logged, StringComparison.Ordinal);
    }
}
