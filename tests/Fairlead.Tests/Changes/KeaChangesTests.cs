using System.Text.Json.Nodes;
using Fairlead.Core.Addressing;
using Fairlead.Core.Changes;
using Xunit;

namespace Fairlead.Tests.Changes;

/// <summary>Pools of a running Kea configuration, as a plan wants them.</summary>
public sealed class KeaChangesTests
{
    private const string Config = """
        {"Dhcp4": {"valid-lifetime": 3600, "subnet4": [
          {"id": 1, "subnet": "10.20.0.0/24", "pools": [{"pool": "10.20.0.10-10.20.0.99", "client-class": "nodes"}, {"pool": "10.20.0.128/25"}], "relay": {"ip-addresses": ["10.20.0.1"]}}],
         "shared-networks": [{"name": "x", "subnet4": [{"id": 2, "subnet": "10.21.0.0/24", "pools": [{"pool": "10.21.0.10 - 10.21.0.19"}]}]}]}, "hash": "AB"}
        """;

    [Fact]
    public void A_pool_is_split_around_what_stays_out_and_keeps_what_it_says_besides()
    {
        var changes = Between(Wish("10.20.0.0/24", "10.20.0.10-10.20.0.19", "10.20.0.30-10.20.0.99", "10.20.0.128-10.20.0.255"));

        var change = Assert.Single(changes.Changes);
        Assert.Equal((ChangeKind.Change, "madrid/k8s (10.20.0.0/24)", "10.20.0.20-10.20.0.29 is no longer handed out"), (change.Kind, change.Target, change.Why));
        var subnet = changes.Config!["Dhcp4"]!["subnet4"]![0]!;
        Assert.Equal("""[{"pool":"10.20.0.10-10.20.0.19","client-class":"nodes"},{"pool":"10.20.0.30-10.20.0.99","client-class":"nodes"},{"pool":"10.20.0.128-10.20.0.255"}]""", subnet["pools"]!.ToJsonString());
        Assert.Equal("10.20.0.1", (string?)subnet["relay"]!["ip-addresses"]![0]);
        Assert.Null(changes.Config["hash"]);
        Assert.Equal(3600, (int)changes.Config["Dhcp4"]!["valid-lifetime"]!);
    }

    [Fact]
    public void Nothing_changes_where_the_pools_are_as_wanted()
    {
        var changes = Between(Wish("10.20.0.0/24", "10.20.0.10-10.20.0.99", "10.20.0.128-10.20.0.255"), Wish("10.21.0.0/24", "10.21.0.10-10.21.0.19"));
        Assert.Empty(changes.Changes);
        Assert.Null(changes.Config);
    }

    [Fact]
    public void A_subnet_of_a_shared_network_is_found_and_grows()
    {
        var changes = Between(Wish("10.21.0.0/24", "10.21.0.10-10.21.0.29"));
        Assert.Equal("10.21.0.20-10.21.0.29 is handed out, too", Assert.Single(changes.Changes).Why);
        Assert.Equal("""[{"pool":"10.21.0.10-10.21.0.19"},{"pool":"10.21.0.20-10.21.0.29"}]""", changes.Config!["Dhcp4"]!["shared-networks"]![0]!["subnet4"]![0]!["pools"]!.ToJsonString());
    }

    [Theory]
    [InlineData("10.22.0.0/24", "no such subnet")]
    [InlineData("10.20.0.0/22", "10.20.0.0/24 in its place")]
    public void A_subnet_that_is_not_there_is_reported_and_nothing_changes(string subnet, string why)
    {
        var changes = Between(Wish(subnet));
        Assert.Contains(why, Assert.Single(changes.Changes).Why, StringComparison.Ordinal);
        Assert.False(changes.Changes[0].IsStep);
        Assert.Null(changes.Config);
    }

    [Theory]
    [InlineData("""{"Dhcp4": {"subnet4": [{"subnet": "10.20.0.0/24", "pools": [{"pool": "nonsense"}]}]}}""")]
    [InlineData("""{"Dhcp4": {"subnet4": [{"subnet": "10.20.0.0/24", "pools": [{}]}]}}""")]
    [InlineData("""{"Dhcp4": {"subnet4": [{"subnet": "10.20.0.0/24"}, {"subnet": "10.20.0.0/24"}]}}""")]
    [InlineData("""{"Dhcp4": {"subnet4": [{"subnet": 5}, 7, null]}}""")]
    [InlineData("""{"Dhcp4": {"subnet4": {}}}""")]
    public void What_is_not_understood_is_left_alone(string config)
    {
        var changes = KeaChanges.Between((JsonObject)JsonNode.Parse(config)!, [Wish("10.20.0.0/24", "10.20.0.10-10.20.0.19")]);
        Assert.Null(changes.Config);
        Assert.Equal(ChangeKind.Report, Assert.Single(changes.Changes).Kind);
    }

    private static KeaWish Wish(string subnet, params string[] pools) => new("madrid/k8s", IpPrefix.Parse(subnet), IpSet.Of(pools.Select(IpRange.Parse)));

    private static KeaChanges Between(params KeaWish[] wishes) => KeaChanges.Between((JsonObject)JsonNode.Parse(Config)!, wishes);
}
