using Fairlead.Core.Profiles;
using Xunit;

namespace Fairlead.Tests.Profiles;

public sealed class ResourceBridgeTests
{
    [Theory]
    [InlineData("1.0.15", "1.25.7")]
    [InlineData("1.0.16", "1.25.7")]
    [InlineData("1.0.17", "1.26.6")]
    [InlineData("1.0.18", "1.26.6")]
    [InlineData("1.1.0", "1.27.3")]
    [InlineData("1.1.1", "1.27.3")]
    [InlineData("1.2.0", "1.28.5")]
    [InlineData("1.2", "1.28.5")]
    [InlineData("1.3.0", "1.29.4")]
    [InlineData("1.3.1", "1.29.4")]
    [InlineData("1.4.0", "1.30.4")]
    [InlineData("1.5.0", "1.30.4")]
    [InlineData("1.6.0", "1.31.5")]
    [InlineData("1.7.0", "1.32.6")]
    [InlineData("1.8.0", "1.33.5")]
    public void A_release_carries_one_Kubernetes_version(string bridge, string kubernetes)
    {
        Assert.True(ResourceBridge.TryGetKubernetesVersion(bridge, out var carried));
        Assert.Equal(kubernetes, carried);
    }

    [Theory]
    [InlineData("1.0.14")]
    [InlineData("1.2.1")]
    [InlineData("1.9.0")]
    [InlineData("newest")]
    public void An_unknown_version_carries_nothing(string bridge)
    {
        Assert.False(ResourceBridge.TryGetKubernetesVersion(bridge, out var carried));
        Assert.Null(carried);
    }

    [Fact]
    public void Releases_are_listed_newest_first_and_once()
    {
        var versions = ResourceBridge.Releases.Select(release => release.Version).ToList();
        Assert.Equal(14, versions.Count);
        Assert.Equal(versions.Distinct().OrderDescending(), versions);
    }

    [Theory]
    [InlineData("0.9", Enforcement.Warn, Enforcement.Warn, "10.96.0.0/12")]
    [InlineData("1.2.0", Enforcement.Warn, Enforcement.Warn, "10.96.0.0/12")]
    [InlineData("1.4.99", Enforcement.Warn, Enforcement.Warn, "10.96.0.0/12")]
    [InlineData("1.5", Enforcement.Block, Enforcement.Warn, "10.96.0.0/12")]
    [InlineData("1.6.0", Enforcement.Block, Enforcement.Warn, "10.96.0.0/12")]
    [InlineData("1.6.7", Enforcement.Block, Enforcement.Warn, "10.96.0.0/12")]
    [InlineData("1.7.0", Enforcement.Block, Enforcement.Block, "10.96.0.0/12")]
    [InlineData("1.8.0", Enforcement.Block, Enforcement.Block, "10.96.0.0/24")]
    [InlineData("1.10.0", Enforcement.Block, Enforcement.Block, "10.96.0.0/24")]
    [InlineData("2.0", Enforcement.Block, Enforcement.Block, "10.96.0.0/24")]
    public void Reserved_ranges_go_by_version(string text, Enforcement pods, Enforcement services, string serviceCidr)
    {
        Assert.True(BridgeVersion.TryParse(text, out var version));
        Assert.Collection(
            ResourceBridge.ReservedCidrs(version),
            range => Assert.Equal(("10.244.0.0/16", "pods", pods), (range.Cidr, range.What, range.Severity)),
            range => Assert.Equal((serviceCidr, "services", services), (range.Cidr, range.What, range.Severity)));
    }

    [Fact]
    public void Addresses_of_the_bridge_need_two_nodes_and_a_29()
    {
        Assert.Equal(2, ResourceBridge.MinNodeAddresses.Value);
        Assert.Equal(29, ResourceBridge.LongestPrefix.Value);
        Assert.Equal(
            "MicrosoftDocs/azure-management-docs articles/azure-arc/resource-bridge/system-requirements.md (2024-05-22)",
            ResourceBridge.LongestPrefix.Source);
    }
}
