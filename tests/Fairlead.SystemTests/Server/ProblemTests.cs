using System.Net;
using System.Text;
using Fairlead.Server.Api;
using Fairlead.Server.Hosting;
using Xunit;

namespace Fairlead.SystemTests.Server;

/// <summary>Whatever goes wrong, the answer is a problem document, and nothing else.</summary>
public sealed class ProblemTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Paths => new()
    {
        { "GET", "/nothing" }, { "GET", "/api/v1/nothing" }, { "GET", "/api/v1/../../etc/passwd" }, { "GET", "/..%2f..%2f..%2fetc%2fpasswd" },
        { "GET", "/%2e%2e/%2e%2e/etc/passwd" }, { "GET", "/problems/..%2f..%2fetc%2fpasswd" }, { "GET", "/problems/%00" }, { "GET", "/api/v1/sites/madrid/'; DROP TABLE claims; --" },
    };

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task An_address_of_nothing_is_404(string method, string path)
    {
        await using var server = await RunningServer.StartAsync();
        var answer = await server.SendRawAsync($"{method} {path.Replace(" ", "%20", StringComparison.Ordinal)} HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: Bearer {server.Admin}\r\nConnection: close\r\n\r\n");
        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        if (answer.StartsWith("HTTP/1.1 404", StringComparison.Ordinal))
            Answers.IsProblem(answer, ProblemTypes.NotFound);
        else
            AssertBareRefusal(answer, 400); // octets that can't stand in a path: refused before there is a request
        Assert.DoesNotContain("root:", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_method_is_405_and_lists_those_that_are()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client(server.Admin);
        using var response = await client.DeleteAsync("/healthz", Ct);
        await response.IsProblemAsync(ProblemTypes.MethodNotAllowed);
        Assert.Contains("GET", response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("""{"owner":"a"}""")]
    [InlineData("""{"owner":"a","count":1,"count":2}""")]
    [InlineData("""{"owner":"a","count":1,"colour":2}""")]
    [InlineData("""{"owner":"a","count":"1"}""")]
    [InlineData("""{"owner":null,"count":1}""")]
    [InlineData("""{"owner":"a","count":99999999999999999999}""")]
    [InlineData("""{"owner":"a","count":1}{}""")]
    [InlineData("\0\0\0\0")]
    public async Task A_body_of_another_form_is_400_and_says_where(string body)
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client(server.Admin);
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/v1/bodies", content, Ct);
        var type = body.Length == 0 || body == "null" ? ProblemTypes.BadRequest : ProblemTypes.MalformedBody;
        await response.IsProblemAsync(type);
    }

    [Fact]
    public async Task Nesting_without_end_is_a_malformed_body()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client(server.Admin);
        using var content = new StringContent(new string('[', 100_000), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync("/api/v1/bodies", content, Ct);
        await response.IsProblemAsync(ProblemTypes.MalformedBody);
    }

    [Fact]
    public async Task A_body_that_is_no_JSON_by_its_own_word_is_415()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client(server.Admin);
        using var content = new StringContent("owner: a", Encoding.UTF8, "text/plain");
        using var response = await client.PostAsync("/api/v1/bodies", content, Ct);
        await response.IsProblemAsync(ProblemTypes.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_body_that_announces_too_much_is_413_before_it_is_sent()
    {
        await using var server = await RunningServer.StartAsync(options => options with { Limits = new ServerLimits { Body = 1000 } });
        var answer = await server.SendRawAsync($"POST /api/v1/bodies HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: Bearer {server.Admin}\r\nContent-Type: application/json\r\nContent-Length: 1001\r\nConnection: close\r\n\r\n");
        Assert.Equal(1000, Answers.IsProblem(answer, ProblemTypes.BodyTooLarge).GetProperty("limit").GetInt64());
    }

    [Fact]
    public async Task A_body_that_never_ends_is_413_when_the_limit_is_reached()
    {
        await using var server = await RunningServer.StartAsync(options => options with { Limits = new ServerLimits { Body = 1000 } });
        var chunk = "1f4\r\n" + new string(' ', 500) + "\r\n";
        var answer = await server.SendRawAsync($"POST /api/v1/bodies HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: Bearer {server.Admin}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{chunk}{chunk}{chunk}");
        Answers.IsProblem(answer, ProblemTypes.BodyTooLarge);
    }

    [Fact]
    public async Task An_endpoint_has_a_limit_of_its_own()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client(server.Admin);
        using var small = await client.PostAsync("/api/v1/small", new StringContent("0123456789"), Ct);
        Assert.Equal(HttpStatusCode.OK, small.StatusCode);
        using var large = await client.PostAsync("/api/v1/small", new StringContent("01234567890"), Ct);
        Assert.Equal(10, (await large.IsProblemAsync(ProblemTypes.BodyTooLarge)).GetProperty("limit").GetInt64());
    }

    [Fact]
    public async Task A_body_that_is_cut_off_changes_nothing_and_harms_nobody()
    {
        await using var server = await RunningServer.StartAsync();
        var head = $"POST /api/v1/bodies HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: Bearer {server.Admin}\r\nContent-Type: application/json\r\n";
        var answer = await server.SendRawAsync(Encoding.Latin1.GetBytes(head + "Content-Length: 100\r\n\r\n{\"owner\":"), closes: true);
        if (answer.Length > 0) // Kestrel takes a half-closed connection for one that nobody listens to any more
            Answers.IsProblem(answer, ProblemTypes.BadRequest);
        answer = await server.SendRawAsync(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n");
        Answers.IsProblem(answer, ProblemTypes.BadRequest);
        using var client = server.Client();
        Assert.Equal("""{"status":"ok"}""", await client.GetStringAsync("/healthz", Ct));
    }

    [Fact]
    public async Task A_body_that_drips_is_408()
    {
        await using var server = await RunningServer.StartAsync(options => options with { Limits = new ServerLimits { SlowestBody = 1_000_000, BodyGrace = TimeSpan.FromSeconds(1.1) } });
        var answer = await server.SendRawAsync($"POST /api/v1/bodies HTTP/1.1\r\nHost: {server.Address.Authority}\r\nAuthorization: Bearer {server.Admin}\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{{");
        Answers.IsProblem(answer, ProblemTypes.RequestTimeout);
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_given_up()
    {
        await using var server = await RunningServer.StartAsync(options => options with { Limits = new ServerLimits { Request = TimeSpan.FromMilliseconds(100) } });
        using var client = server.Client(server.Admin);
        using var response = await client.GetAsync("/waits", Ct);
        await response.IsProblemAsync(ProblemTypes.TimedOut);
    }

    [Fact]
    public async Task A_fault_of_the_program_is_500_without_its_text_and_the_log_has_it()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client(server.Admin);
        using var response = await client.GetAsync("/fails", Ct);
        await response.IsProblemAsync(ProblemTypes.Internal);
        Assert.DoesNotContain("secret of the house", await response.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Contains("the secret of the house", server.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_fault_after_the_answer_began_breaks_it_off()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client(server.Admin);
        var exception = await Assert.ThrowsAnyAsync<Exception>(() => client.GetStringAsync("/fails-late", Ct));
        Assert.DoesNotContain("secret of the house", exception.ToString(), StringComparison.Ordinal);
    }

    /// <summary>What is no HTTP never becomes a request; Kestrel answers it with a bare status.</summary>
    [Theory]
    [InlineData("\r\n\r\nHELLO\r\n\r\n")]
    [InlineData("GET / HTTP/9.9\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nBad Header: x\r\n\r\n")]
    [InlineData("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n")]
    [InlineData("\u0016\u0003\u0001\u0002\0\u0001\0")]
    public async Task What_is_no_HTTP_gets_a_bare_status(string request)
    {
        await using var server = await RunningServer.StartAsync();
        var answer = await server.SendRawAsync(Encoding.Latin1.GetBytes(request), closes: true);
        AssertBareRefusal(answer, null);
    }

    [Theory]
    [InlineData("X-Long: ", 40_000, 1)]
    [InlineData("X-Many: ", 1, 200)]
    public async Task Too_many_headers_are_431(string header, int length, int count)
    {
        await using var server = await RunningServer.StartAsync();
        var headers = string.Concat(Enumerable.Range(0, count).Select(_ => header + new string('x', length) + "\r\n"));
        var answer = await server.SendRawAsync($"GET / HTTP/1.1\r\nHost: {server.Address.Authority}\r\n{headers}\r\n");
        AssertBareRefusal(answer, 431);
    }

    [Fact]
    public async Task Headers_that_drip_are_cut_off()
    {
        await using var server = await RunningServer.StartAsync(options => options with { Limits = new ServerLimits { Headers = TimeSpan.FromSeconds(1) } });
        var answer = await server.SendRawAsync("GET / HTTP/1.1\r\nHost: loc");
        AssertBareRefusal(answer, 408);
    }

    [Fact]
    public async Task A_part_says_what_its_exceptions_mean()
    {
        await using var server = await RunningServer.StartAsync(new ServerFeature { Problems = static exception => exception is InvalidOperationException ? new Problem(ProblemTypes.NotReady, "Later.") : null });
        using var client = server.Client(server.Admin);
        using var response = await client.GetAsync("/fails", Ct);
        Assert.Equal("Later.", (await response.IsProblemAsync(ProblemTypes.NotReady)).GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Each_problem_is_explained_at_its_own_address()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = server.Client();
        foreach (var type in ProblemTypes.All)
            Assert.Contains(type.Meaning, await client.GetStringAsync(type.Address, Ct), StringComparison.Ordinal);
        Golden.Matches(ProblemPages.Markdown(), Repository.PathOf("docs", "problems.md"));
    }

    private static void AssertBareRefusal(string answer, int? status)
    {
        if (answer.Length == 0)
            return; // closed without a word
        Assert.Matches($"^HTTP/1.1 {status?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "(400|408|505)"} ", answer);
        Assert.EndsWith("\r\n\r\n", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Server:", answer, StringComparison.Ordinal);
    }
}
