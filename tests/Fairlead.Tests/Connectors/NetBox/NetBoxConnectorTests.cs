using Fairlead.Connectors;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Connectors.NetBox;

/// <summary>Against a peer of our own: there is no NetBox here.</summary>
public sealed class NetBoxConnectorTests
{
    private const string Empty = """{"count": 0, "next": null, "results": []}""";

    [Fact]
    public async Task Pages_are_followed_with_the_token_and_every_list_is_asked_for()
    {
        await using var peer = new ScriptedPeer((path, authorization) => authorization != "Token s3cret" ? (403, "{}") : path switch
        {
            "/api/ipam/prefixes/?limit=1000" => (200, """{"count": 2, "next": "https://127.0.0.1/api/ipam/prefixes/?limit=1000&offset=1", "results": [{"id": 1, "prefix": "10.0.0.0/24"}]}"""),
            "/api/ipam/prefixes/?limit=1000&offset=1" => (200, """{"count": 2, "next": null, "results": [{"id": 2, "prefix": "10.0.1.0/24"}]}"""),
            "/api/ipam/ip-addresses/?limit=1000" => (200, """{"next": null, "results": [{"id": 3, "address": "10.0.0.9/24"}]}"""),
            _ => (200, Empty),
        });

        var seen = Assert.IsType<ObservationOutcome.Seen>(await Observe(peer, "s3cret")).Observation;

        Assert.Equal(["10.0.0.0/24", "10.0.1.0/24", "10.0.0.9"], seen.Entries.Select(entry => entry.Range.TryToPrefix(out var prefix) && prefix.Length < 32 ? prefix.ToString() : entry.Range.ToString()));
        Assert.Equal("/api/ipam/prefixes/[0] (id 2)", seen.Entries[1].Where);
        Assert.Equal(4, peer.Asked.Count);
    }

    [Fact]
    public async Task A_token_of_the_new_kind_is_a_bearer_token()
    {
        await using var peer = new ScriptedPeer((_, authorization) => authorization == "Bearer nbt_abc.def" ? (200, Empty) : (401, "{}"));

        Assert.IsType<ObservationOutcome.Seen>(await Observe(peer, "nbt_abc.def"));
    }

    [Theory]
    [InlineData(401, "{}", FailureReason.NotAuthenticated)]
    [InlineData(403, "{}", FailureReason.NotPermitted)]
    [InlineData(404, "{}", FailureReason.NotFound)]
    [InlineData(500, "{}", FailureReason.Refused)]
    [InlineData(302, "{}", FailureReason.Refused)]
    [InlineData(200, "<html>Login</html>", FailureReason.Malformed)]
    [InlineData(200, "{\"results\": 7}", FailureReason.Malformed)]
    [InlineData(200, "{\"results\": [{\"prefix\"", FailureReason.Malformed)]
    [InlineData(200, "{\"next\": \"http://evil.example.com/\", \"results\": []}", FailureReason.Refused)]
    [InlineData(200, "{\"next\": \"/api/ipam/prefixes/?limit=1000\", \"results\": []}", FailureReason.Malformed)]
    public async Task A_wrong_answer_is_one_failure_that_names_the_source(int status, string body, FailureReason reason)
    {
        await using var peer = new ScriptedPeer((_, _) => (status, body));

        var failed = Assert.IsType<ObservationOutcome.Failed>(await Observe(peer, "s3cret"));

        Assert.Equal(reason, failed.Reason);
        Assert.Contains(peer.Address, failed.Message);
        Assert.DoesNotContain("s3cret", failed.Message + failed.Hint);
    }

    [Fact]
    public async Task A_peer_that_hangs_runs_into_the_limit()
    {
        await using var peer = new ScriptedPeer((_, _) => null);

        Assert.Equal(FailureReason.TimedOut, Assert.IsType<ObservationOutcome.Failed>(await Observe(peer, "s3cret", TimeSpan.FromSeconds(1))).Reason);
    }

    private static Task<ObservationOutcome> Observe(ScriptedPeer peer, string token, TimeSpan? timeout = null) => ConnectorCatalog.Open(
        SourceReference.Parse($"netbox:{peer.Address}"),
        new ConnectorSettings { Time = TimeProvider.System, Timeout = timeout ?? TimeSpan.FromMinutes(1), Environment = name => name == "FAIRLEAD_NETBOX_TOKEN" ? token : null })
        .ObserveAsync(TestContext.Current.CancellationToken);
}
