using System.Net;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Xunit;

namespace Fairlead.SystemTests.Server;

public sealed class OidcTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_token_of_the_issuer_is_worth_what_its_scopes_are_mapped_to()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var server = await StartAsync(issuer.Name);
        using var client = server.Client(issuer.Sign(issuer.Claims()));
        Assert.Equal("oidc:alice@example.com", await client.GetStringAsync("/api/v1/sites/madrid", Ct));
        using var refused = await client.PostAsync("/api/v1/sites/madrid/reservations", null, Ct);
        Assert.Equal("reserve", (await refused.IsProblemAsync(ProblemTypes.MissingScope)).GetProperty("scope").GetString());
    }

    [Fact]
    public async Task Roles_may_be_worth_something_on_one_site_alone()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var server = await StartAsync(issuer.Name);
        var claims = issuer.Claims();
        claims["roles"] = new JsonArray("madrid-operators", "others");
        using var client = server.Client(issuer.Sign(claims));
        using var madrid = await client.PostAsync("/api/v1/sites/madrid/reservations", null, Ct);
        Assert.Equal("oidc:alice@example.com", await madrid.Content.ReadAsStringAsync(Ct));
        using var paris = await client.PostAsync("/api/v1/sites/paris/reservations", null, Ct);
        await paris.IsProblemAsync(ProblemTypes.MissingScope);
        Assert.Equal("oidc:alice@example.com", await client.GetStringAsync("/api/v1/sites/paris", Ct));
    }

    [Fact]
    public async Task Who_has_no_mapped_right_is_somebody_and_may_nothing()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var server = await StartAsync(issuer.Name);
        var claims = issuer.Claims();
        claims.Remove("scope");
        claims.Remove("preferred_username");
        using var client = server.Client(issuer.Sign(claims));
        using var response = await client.GetAsync("/api/v1/sites/madrid", Ct);
        Assert.Contains("oidc:f3b1", (await response.IsProblemAsync(ProblemTypes.MissingScope)).GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    public static TheoryData<string, string, string> Forgeries => new()
    {
        { "another audience", "aud", "\"grafana\"" }, { "another issuer", "iss", "\"https://evil.example\"" }, { "expired", "exp", "1000000000" },
        { "not yet", "nbf", "4000000000" }, { "for ever", "exp", "null" }, { "no audience", "aud", "null" },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_token_that_is_not_for_us_is_401(string _, string claim, string json)
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var server = await StartAsync(issuer.Name);
        var claims = issuer.Claims();
        if (json == "null")
            claims.Remove(claim);
        else
            claims[claim] = JsonNode.Parse(json);
        await IsRefusedAsync(server, issuer.Sign(claims));
    }

    [Fact]
    public async Task A_signature_that_is_none_of_the_issuers_is_401()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var server = await StartAsync(issuer.Name);
        using var stranger = RSA.Create(2048);
        await IsRefusedAsync(server, issuer.Sign(issuer.Claims(), "RS256", content => stranger.SignData(content, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        await IsRefusedAsync(server, issuer.Sign(issuer.Claims(), "none", _ => []));
        // The published key taken as the secret of a MAC (RFC 8725 2.1).
        var published = issuer.Key.ExportSubjectPublicKeyInfo();
        await IsRefusedAsync(server, issuer.Sign(issuer.Claims(), "HS256", content => HMACSHA256.HashData(published, content)));
        var good = issuer.Sign(issuer.Claims());
        await IsRefusedAsync(server, good[..^5]);
        await IsRefusedAsync(server, good[..good.LastIndexOf('.')] + ".");
        await IsRefusedAsync(server, "a.b.c");
        await IsRefusedAsync(server, new string('a', 5000));
        Assert.DoesNotContain(good[..40], server.Logged, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_of_the_issuer_is_fetched()
    {
        await using var issuer = await TestIssuer.StartAsync();
        await using var server = await StartAsync(issuer.Name);
        using var before = server.Client(issuer.Sign(issuer.Claims()));
        Assert.Equal("oidc:alice@example.com", await before.GetStringAsync("/api/v1/sites/madrid", Ct));
        issuer.RotateKey("key-2");
        // The first token under the new key makes the server fetch the keys again, beside the request: one of the next ones is accepted.
        using var after = server.Client(issuer.Sign(issuer.Claims()));
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromMinutes(2));
        while (true)
        {
            using var response = await after.GetAsync("/api/v1/sites/madrid", limit.Token);
            if (response.StatusCode == HttpStatusCode.OK)
                break;
            await response.IsProblemAsync(ProblemTypes.Unauthenticated);
        }

        await IsRefusedAsync(server, before.DefaultRequestHeaders.Authorization!.Parameter!);
    }

    [Fact]
    public async Task An_issuer_that_does_not_answer_is_503_and_tokens_of_our_own_still_work()
    {
        var silent = TestIssuer.Silent();
        await using var server = await StartAsync(silent);
        await using var issuer = await TestIssuer.StartAsync();
        var claims = issuer.Claims();
        claims["iss"] = silent;
        using var client = server.Client(issuer.Sign(claims));
        using var response = await client.GetAsync("/api/v1/sites/madrid", Ct);
        await response.IsProblemAsync(ProblemTypes.IdentityUnavailable);
        Assert.Contains("can't be asked for its keys", server.Logged, StringComparison.Ordinal);
        using var admin = server.Client(server.Admin);
        Assert.Equal("token:admin", await admin.GetStringAsync("/api/v1/sites/madrid", Ct));
    }

    private static Task<RunningServer> StartAsync(string issuer) => RunningServer.StartAsync(options => options with
    {
        Oidc = new OidcOptions
        {
            Issuer = new Uri(issuer),
            Audience = "fairlead",
            Mappings = [new("fairlead.read", new Grant(Scope.Read, SiteSet.All)), new("madrid-operators", new Grant(Scope.Reserve, SiteSet.Of("madrid")))],
        },
    });

    private static async Task IsRefusedAsync(RunningServer server, string token)
    {
        using var client = server.Client(token);
        using var response = await client.GetAsync("/api/v1/sites/madrid", Ct);
        await response.IsProblemAsync(ProblemTypes.Unauthenticated);
        Assert.Contains("error=\"invalid_token\"", response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }
}
