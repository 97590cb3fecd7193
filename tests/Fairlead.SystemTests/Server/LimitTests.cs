using System.Net;
using Fairlead.Server.Access;
using Fairlead.Server.Api;
using Fairlead.Server.Hosting;
using Xunit;

namespace Fairlead.SystemTests.Server;

public sealed class LimitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_asks_too_often_is_told_when_to_come_back_and_others_are_not_held_up()
    {
        // One request an hour, so that none is given back while the test runs.
        await using var server = await RunningServer.StartAsync(options => options with { Limits = new ServerLimits { Burst = 3, Rate = 1, RatePeriod = TimeSpan.FromHours(1) } });
        using var client = server.Client(server.Admin);
        for (var i = 0; i < 3; i++)
            Assert.Equal("token:admin", await client.GetStringAsync("/api/v1/sites/madrid", Ct));
        using var refused = await client.GetAsync("/api/v1/sites/madrid", Ct);
        var problem = await refused.IsProblemAsync(ProblemTypes.TooManyRequests);
        Assert.True(problem.GetProperty("retryAfterSeconds").GetInt64() > 0);
        Assert.NotNull(refused.Headers.RetryAfter?.Delta);
        using var other = server.Client(server.Tokens.Create("ci", new Grant(Scope.Read, SiteSet.All)).Secret);
        Assert.Equal("token:ci", await other.GetStringAsync("/api/v1/sites/madrid", Ct));
    }

    [Fact]
    public async Task Guessing_tokens_is_limited_by_address()
    {
        await using var server = await RunningServer.StartAsync(options => options with { Limits = new ServerLimits { Burst = 3, Rate = 1, RatePeriod = TimeSpan.FromHours(1) } });
        for (var i = 0; i < 3; i++)
        {
            using var guess = server.Client(AccessToken.Create());
            using var response = await guess.GetAsync("/api/v1/sites/madrid", Ct);
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }

        using var last = server.Client(AccessToken.Create());
        using var refused = await last.GetAsync("/api/v1/sites/madrid", Ct);
        await refused.IsProblemAsync(ProblemTypes.TooManyRequests);
        using var client = server.Client(server.Admin);
        Assert.Equal("token:admin", await client.GetStringAsync("/api/v1/sites/madrid", Ct));
    }
}
