using System.Net;
using System.Text.Json;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Xunit;

namespace Fairlead.SystemTests.Server;

/// <summary>A browser sends the cookie whoever made the request: what another page could have made is refused.</summary>
public sealed class CrossSiteTests
{
    private const string Change = "/api/v1/sites/madrid/reservations";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_page_of_ours_changes_with_its_proof()
    {
        await using var server = await StartAsync();
        using var browser = await SignedInAsync(server);
        var proof = await ProofAsync(browser);
        using var byHeader = await SendAsync(browser, HttpMethod.Post, Change, null, ("Sec-Fetch-Site", "same-origin"), ("X-Fairlead-Csrf", proof));
        Assert.Equal("page:root", await byHeader.Content.ReadAsStringAsync(Ct));
        using var form = new FormUrlEncodedContent([new("csrf", proof)]);
        using var byField = await SendAsync(browser, HttpMethod.Post, Change, form, ("Origin", server.Address.GetLeftPart(UriPartial.Authority)));
        Assert.Equal("page:root", await byField.Content.ReadAsStringAsync(Ct));
    }

    public static TheoryData<string, string, bool> Strangers => new()
    {
        { "Sec-Fetch-Site", "cross-site", true }, { "Sec-Fetch-Site", "same-site", true }, { "Sec-Fetch-Site", "none", true },
        { "Origin", "https://evil.example", true }, { "Origin", "null", true }, { "Origin", "http://127.0.0.1:1", true },
        { "X-Nothing", "neither header", true },
        { "Sec-Fetch-Site", "same-origin", false }, { "X-Nothing", "neither header", false },
    };

    [Theory]
    [MemberData(nameof(Strangers))]
    public async Task A_change_without_our_origin_or_without_the_proof_is_refused(string header, string value, bool withProof)
    {
        await using var server = await StartAsync();
        using var browser = await SignedInAsync(server);
        var proof = withProof ? await ProofAsync(browser) : "guessed";
        using var response = await SendAsync(browser, HttpMethod.Post, Change, null, (header, value), ("X-Fairlead-Csrf", proof));
        await response.IsProblemAsync(ProblemTypes.CrossSite);
    }

    [Fact]
    public async Task The_proof_of_one_session_is_none_for_another()
    {
        await using var server = await StartAsync();
        using var browser = await SignedInAsync(server);
        using var other = await SignInAsync(server, server.Admin);
        using var response = await SendAsync(browser, HttpMethod.Post, Change, null, ("Sec-Fetch-Site", "same-origin"), ("X-Fairlead-Csrf", await ProofAsync(other)));
        await response.IsProblemAsync(ProblemTypes.CrossSite);
    }

    [Fact]
    public async Task Reading_from_another_page_is_refused_but_a_link_leads_in()
    {
        await using var server = await StartAsync();
        using var browser = await SignedInAsync(server);
        using var image = await SendAsync(browser, HttpMethod.Get, "/api/v1/sites/madrid", null, ("Sec-Fetch-Site", "same-site"), ("Sec-Fetch-Mode", "no-cors"), ("Sec-Fetch-Dest", "image"));
        await image.IsProblemAsync(ProblemTypes.CrossSite);
        using var frame = await SendAsync(browser, HttpMethod.Get, "/", null, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "iframe"));
        await frame.IsProblemAsync(ProblemTypes.CrossSite);
        using var link = await SendAsync(browser, HttpMethod.Get, "/", null, ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Mode", "navigate"), ("Sec-Fetch-Dest", "document"));
        Assert.Equal(HttpStatusCode.OK, link.StatusCode);
        using var own = await SendAsync(browser, HttpMethod.Get, "/api/v1/sites/madrid", null, ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.OK, own.StatusCode);
    }

    [Fact]
    public async Task A_bearer_token_needs_no_proof()
    {
        await using var server = await StartAsync();
        using var client = server.Client(server.Admin);
        using var response = await SendAsync(client, HttpMethod.Post, Change, null, ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://elsewhere.example"));
        Assert.Equal("token:admin", await response.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_browser_signs_in_with_a_token_and_out_again()
    {
        await using var server = await StartAsync();
        using var browser = await SignInAsync(server, server.Tokens.Create("viewer", new Grant(Scope.Read, SiteSet.Of("madrid"))).Secret);
        Assert.Equal("page:viewer", await browser.GetStringAsync("/api/v1/sites/madrid", Ct));
        using var forbidden = await browser.GetAsync("/api/v1/sites/paris", Ct);
        await forbidden.IsProblemAsync(ProblemTypes.MissingScope);
        using var form = new FormUrlEncodedContent([new("csrf", await ProofAsync(browser))]);
        using var left = await SendAsync(browser, HttpMethod.Post, "/sign-out", form, ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.SeeOther, left.StatusCode);
        Assert.Contains("expires=Thu, 01 Jan 1970", Assert.Single(left.Headers.GetValues("Set-Cookie")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_ends_with_the_token_that_it_came_from()
    {
        await using var server = await StartAsync();
        using var browser = await SignInAsync(server, server.Tokens.Create("viewer", new Grant(Scope.Read, SiteSet.All)).Secret);
        Assert.Equal("page:viewer", await browser.GetStringAsync("/api/v1/sites/madrid", Ct));
        server.Tokens.Revoke("viewer");
        using var response = await browser.GetAsync("/api/v1/sites/madrid", Ct);
        await response.IsProblemAsync(ProblemTypes.Unauthenticated);
    }

    [Fact]
    public async Task Another_page_can_not_sign_a_browser_in()
    {
        await using var server = await StartAsync();
        using var client = server.Client();
        using var form = new FormUrlEncodedContent([new("token", server.Admin)]);
        using var foreign = await SendAsync(client, HttpMethod.Post, "/sign-in", form, ("Sec-Fetch-Site", "cross-site"));
        await foreign.IsProblemAsync(ProblemTypes.CrossSite);
        using var wrong = new FormUrlEncodedContent([new("token", "fl_wrong")]);
        using var refused = await SendAsync(client, HttpMethod.Post, "/sign-in", wrong, ("Sec-Fetch-Site", "same-origin"));
        await refused.IsProblemAsync(ProblemTypes.Unauthenticated);
        using var json = new StringContent("{}", System.Text.Encoding.UTF8, "application/json");
        using var unread = await SendAsync(client, HttpMethod.Post, "/sign-in", json, ("Sec-Fetch-Site", "same-origin"));
        await unread.IsProblemAsync(ProblemTypes.UnsupportedMediaType);
    }

    [Fact]
    public async Task Pages_and_data_carry_the_headers_that_hold_a_browser_back()
    {
        await using var server = await StartAsync();
        using var browser = await SignedInAsync(server);
        using var page = await browser.GetAsync("/", Ct);
        var policy = Assert.Single(page.Headers.GetValues("Content-Security-Policy"));
        Assert.StartsWith("default-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        using var data = await browser.GetAsync("/api/v1/session", Ct);
        Assert.Equal("default-src 'none'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'", Assert.Single(data.Headers.GetValues("Content-Security-Policy")));
        foreach (var response in new[] { page, data })
        {
            Assert.Equal("nosniff", Assert.Single(response.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
            Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Opener-Policy")));
            Assert.Equal("same-origin", Assert.Single(response.Headers.GetValues("Cross-Origin-Resource-Policy")));
            Assert.Equal("no-store", response.Headers.CacheControl?.ToString());
            Assert.False(response.Headers.Contains("Server"));
        }
    }

    private static Task<RunningServer> StartAsync() => RunningServer.StartAsync(options => options with { StartToken = new StartToken("root") });

    private static HttpClient Browser(RunningServer server) => server.Client(handler: new SocketsHttpHandler { AllowAutoRedirect = false, CookieContainer = new CookieContainer() });

    private static async Task<HttpClient> SignedInAsync(RunningServer server)
    {
        var browser = Browser(server);
        using var response = await browser.GetAsync(server.Server.StartAddress, Ct);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        return browser;
    }

    private static async Task<HttpClient> SignInAsync(RunningServer server, string token)
    {
        var browser = Browser(server);
        using var form = new FormUrlEncodedContent([new("token", token)]);
        using var response = await SendAsync(browser, HttpMethod.Post, "/sign-in", form, ("Sec-Fetch-Site", "same-origin"));
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        return browser;
    }

    private static async Task<string> ProofAsync(HttpClient browser)
    {
        using var session = JsonDocument.Parse(await browser.GetStringAsync("/api/v1/session", Ct));
        return session.RootElement.GetProperty("csrf").GetString()!;
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, HttpContent? content, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = content };
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await client.SendAsync(request, Ct);
    }
}
