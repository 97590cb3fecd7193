using Fairlead.Core.Checks.Merging;
using Xunit;

namespace Fairlead.Tests.Checks;

public sealed class VantageNeedsTests
{
    [Theory]
    [InlineData("aks-arc-vmware", false, "physical-nodes, cluster-vms in madrid/one, cluster-vms in madrid/two, management-machine")]
    [InlineData("aks-arc-vmware", true, "physical-nodes, cluster-vms in madrid/one, cluster-vms in madrid/two, appliance-vm, management-machine")]
    [InlineData("kubernetes-vsphere", false, "cluster-vms in madrid/one, cluster-vms in madrid/two")]
    [InlineData("aks-azure-local", false, "cluster-vms in madrid/one, cluster-vms in madrid/two, management-network")]
    public void A_site_is_to_be_asked_from_all_that_open_connections(string profile, bool hasBridge, string expected)
    {
        var bridge = hasBridge ? "\nresourceBridge: {prefix: 10.10.0.0/24, gateway: 10.10.0.1, controlPlaneIP: 10.10.0.20, nodeIPs: 10.10.0.21-10.10.0.22}" : "";
        var site = Plans.Of($$"""
            apiVersion: fairlead.dev/v1
            kind: Site
            name: madrid
            profile: {{profile}}{{bridge}}
            segments:
              - {name: one, prefix: 10.20.0.0/24, gateway: 10.20.0.1, addressing: dhcp}
              - {name: two, prefix: 10.21.0.0/24, gateway: 10.21.0.1, addressing: dhcp}
              - {name: unused, prefix: 10.22.0.0/24, gateway: 10.22.0.1, addressing: dhcp}
            clusters:
              - {name: shop, segment: one, nodePools: [{name: pool, segment: two}]}
            """).Estate.Sites.Single();

        Assert.Equal(expected, string.Join(", ", VantageNeeds.Of(site).Needs.Select(need => need.Role + (need.Segment is null ? "" : $" in {need.Segment}"))));
    }
}
