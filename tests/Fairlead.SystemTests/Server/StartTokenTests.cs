using System.Net;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Xunit;

namespace Fairlead.SystemTests.Server;

public sealed class StartTokenTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_address_with_a_token_becomes_a_cookie_and_an_address_without()
    {
        await using var server = await RunningServer.StartAsync(options => options with { StartToken = new StartToken("root") });
        using var client = server.Client();
        using var response = await client.GetAsync(server.Server.StartAddress, Ct);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        Assert.Equal("/", response.Headers.Location?.OriginalString);
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"));
        Assert.StartsWith($"fairlead-{server.Address.Port}=", cookie, StringComparison.Ordinal);
        Assert.Contains("; path=/", cookie, StringComparison.Ordinal);
        Assert.Contains("; samesite=strict", cookie, StringComparison.Ordinal);
        Assert.Contains("; httponly", cookie, StringComparison.Ordinal);
        Assert.DoesNotContain("domain", cookie, StringComparison.OrdinalIgnoreCase);

        client.DefaultRequestHeaders.Add("Cookie", cookie.Split(';')[0]);
        Assert.Equal("page:root", await client.GetStringAsync("/api/v1/sites/madrid", Ct));
        using var page = await client.GetAsync("/", Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Fact]
    public async Task The_token_works_once_however_many_try()
    {
        await using var server = await RunningServer.StartAsync(options => options with { StartToken = new StartToken("root") });
        using var client = server.Client();
        var responses = await Task.WhenAll(Enumerable.Range(0, 32).Select(_ => client.GetAsync(server.Server.StartAddress, Ct)));
        Assert.Single(responses, response => response.StatusCode == HttpStatusCode.SeeOther);
        foreach (var response in responses.Where(response => response.StatusCode != HttpStatusCode.SeeOther))
            await response.IsProblemAsync(ProblemTypes.Unauthenticated);
    }

    [Fact]
    public async Task Whoever_has_the_session_may_open_the_address_again()
    {
        await using var server = await RunningServer.StartAsync(options => options with { StartToken = new StartToken("root") });
        using var client = server.Client(handler: new SocketsHttpHandler { AllowAutoRedirect = true, CookieContainer = new CookieContainer() });
        using var first = await client.GetAsync(server.Server.StartAddress, Ct);
        using var second = await client.GetAsync(server.Server.StartAddress, Ct);
        Assert.Equal(HttpStatusCode.OK, second.StatusCode);
        Assert.Equal(server.Address, second.RequestMessage?.RequestUri);
    }

    [Fact]
    public async Task Fetching_in_advance_does_not_use_the_token_up()
    {
        await using var server = await RunningServer.StartAsync(options => options with { StartToken = new StartToken("root") });
        using var client = server.Client();
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Server.StartAddress);
        request.Headers.Add("Sec-Purpose", "prefetch");
        using var advance = await client.SendAsync(request, Ct);
        await advance.IsProblemAsync(ProblemTypes.Unauthenticated);
        using var response = await client.GetAsync(server.Server.StartAddress, Ct);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
    }

    [Fact]
    public async Task The_token_is_neither_a_bearer_token_nor_in_the_log()
    {
        await using var server = await RunningServer.StartAsync(options => options with { StartToken = new StartToken("root") });
        var secret = server.Server.StartAddress!.Query["?token=".Length..];
        using var bearer = server.Client(secret);
        using var refused = await bearer.GetAsync("/api/v1/sites/madrid", Ct);
        await refused.IsProblemAsync(ProblemTypes.Unauthenticated);
        using var client = server.Client();
        using var opened = await client.GetAsync(server.Server.StartAddress, Ct);
        Assert.Contains("GET / 303", server.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain("token=", server.Logged, StringComparison.Ordinal);
        Assert.DoesNotContain(secret, server.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_of_one_server_are_nothing_to_another_unless_they_share_the_key()
    {
        var key = new byte[32];
        Random.Shared.NextBytes(key);
        await using var first = await RunningServer.StartAsync(options => options with { StartToken = new StartToken("root"), SessionKey = key });
        await using var replica = await RunningServer.StartAsync(options => options with { SessionKey = key });
        await using var stranger = await RunningServer.StartAsync();
        using var client = first.Client();
        using var opened = await client.GetAsync(first.Server.StartAddress, Ct);
        var value = Assert.Single(opened.Headers.GetValues("Set-Cookie")).Split(';')[0].Split('=', 2)[1];
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(replica, value));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(stranger, value));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(replica, value[..^1] + (value[^1] == 'A' ? 'E' : 'A')));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(replica, 't' + value[1..]));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(replica, "...."));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(replica, ""));
    }

    private static async Task<HttpStatusCode> StatusAsync(RunningServer server, string cookie)
    {
        using var client = server.Client();
        client.DefaultRequestHeaders.Add("Cookie", $"fairlead-{server.Address.Port}={cookie}");
        using var response = await client.GetAsync("/api/v1/session", Ct);
        return response.StatusCode;
    }
}
