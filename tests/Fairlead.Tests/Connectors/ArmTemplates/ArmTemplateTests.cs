using System.Text;
using Fairlead.Connectors;
using Fairlead.Connectors.ArmTemplates;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Connectors.ArmTemplates;

public sealed class ArmTemplateTests
{
    internal const string VMware = """
        {
          // what the portal exports has no comments; what people write has
          "$schema": "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#",
          "parameters": {"prefix": {"type": "string"}, "name": {"defaultValue": "shop"}, "pools": {"defaultValue": ["web", "db"]}, "vip": {"type": "string"}},
          "variables": {"vnet": "[concat('vnet-', parameters('name'))]"},
          "resources": [
            {"type": "Microsoft.HybridContainerService/virtualNetworks", "name": "[variables('vnet')]", "location": "[resourceGroup().location]",
             "properties": {"infraVnetProfile": {"vmware": {"segmentName": "DPG K8s/Prod"}},
               "ipAddressPrefix": "[parameters('prefix')]", "gateway": "10.20.0.1", "vlanID": 220, "dnsServers": ["10.0.0.53"], "dhcpServers": ["10.0.0.67"],
               "vipPool": [{"startIP": "10.20.3.1", "endIP": "10.20.3.31"}]}},
            {"type": "Microsoft.Kubernetes/connectedClusters", "kind": "ProvisionedCluster", "name": "[parameters('name')]", "location": "West Europe", "properties": {}},
            {"type": "Microsoft.HybridContainerService/provisionedClusterInstances", "name": "default",
             "scope": "[resourceId('Microsoft.Kubernetes/connectedClusters', parameters('name'))]",
             "properties": {"kubernetesVersion": "1.28.5", "controlPlane": {"count": 3, "vmSize": "Standard_A4_v2", "controlPlaneEndpoint": {"hostIP": "[parameters('vip')]"}},
               "copy": [{"name": "agentPoolProfiles", "count": "[length(parameters('pools'))]",
                 "input": {"name": "[parameters('pools')[copyIndex('agentPoolProfiles')]]", "count": 2, "enableAutoScaling": true, "minCount": 1, "maxCount": 5, "vmSize": "[reference('x').size]"}}],
               "networkProfile": {"podCidr": "10.244.0.0/16", "loadBalancerProfile": {"count": 1}},
               "cloudProviderProfile": {"infraNetworkProfile": {"vnetSubnetIds": ["[resourceId('Microsoft.HybridContainerService/virtualNetworks', variables('vnet'))]"]}}}}
          ]
        }
        """;

    internal const string AzureLocal = """
        {"resources": [
          {"type": "Microsoft.AzureStackHCI/logicalNetworks", "name": "lnet", "location": "eastus", "properties": {
            "dhcpOptions": {"dnsServers": ["10.0.0.53"]},
            "subnets": [{"name": "s", "properties": {"addressPrefix": "10.50.0.0/24", "ipAllocationMethod": "Static", "vlan": 50,
              "ipPools": [{"start": "10.50.0.10", "end": "10.50.0.99"}, {"start": "10.50.0.200", "end": "10.50.0.210", "ipPoolType": "vippool"}],
              "routeTable": {"properties": {"routes": [{"properties": {"addressPrefix": "0.0.0.0/0", "nextHopIpAddress": "10.50.0.1"}}]}}}}]}}
        ]}
        """;

    internal const string Parameters = """
        {"parameters": {
          "prefix": {"value": "10.20.0.0/22"},
          "vip": {"value": "10.20.3.1"}}}
        """;

    [Fact]
    public void A_template_and_its_parameters_give_networks_and_clusters_with_their_places()
    {
        var (site, notes) = Read(VMware, Parameters);

        Assert.Equal("aks-arc-vmware", site.Profile);
        var network = Assert.Single(site.Networks);
        Assert.Equal(("vnet-shop", "DPG K8s/Prod", 220), (network.Name.Value, network.VsphereNetwork!.Value, network.Vlan!.Value));
        Assert.Equal(("10.20.0.0/22", "p.json:2"), (network.Prefixes[0].Value.ToString(), network.Prefixes[0].Where));
        Assert.Equal("10.20.3.1-10.20.3.31", Assert.Single(network.VirtualPools).Value.ToString());
        Assert.Equal("10.0.0.67", Assert.Single(network.DhcpServers).Value.ToString());
        var cluster = Assert.Single(site.Clusters);
        Assert.Equal(("shop", "vnet-shop", 3, "10.20.3.1"), (cluster.Name.Value, cluster.Network!.Value, cluster.ControlPlaneNodes!.Value, cluster.ControlPlaneIp!.Value.ToString()));
        Assert.Equal(("p.json:3", "t.json:14"), (cluster.ControlPlaneIp.Where, cluster.ControlPlaneNodes.Where));
        Assert.Equal(["web", "db"], cluster.Pools.Select(pool => pool.Name.Value));
        Assert.All(cluster.Pools, pool => Assert.Equal((2, 1, 5), (pool.Nodes!.Value, pool.Min!.Value, pool.Max!.Value)));
        Assert.Equal(2, notes.Count);
        Assert.All(notes, note => Assert.Contains(".vmSize is left out: its call of reference()", note.Message));
    }

    [Fact]
    public void A_parameter_without_a_value_is_named_with_the_path_of_what_lacks_it()
    {
        var (site, notes) = Read(VMware, null);

        Assert.Empty(site.Networks[0].Prefixes);
        Assert.Null(site.Clusters[0].ControlPlaneIp);
        Assert.Contains(notes, note => note is { Where: "t.json:9" } && note.Message.StartsWith("resources[0].properties.ipAddressPrefix is left out: it needs the parameter 'prefix', which has no value", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Message.StartsWith("resources[2].properties.controlPlane.controlPlaneEndpoint.hostIP is left out", StringComparison.Ordinal));
    }

    [Fact]
    public void A_logical_network_of_Azure_Local_is_read_down_to_its_pools_and_routes()
    {
        var (site, notes) = Read(AzureLocal, null);

        Assert.Empty(notes);
        Assert.Equal(("aks-azure-local", "eastus"), (site.Profile, site.Region!.Value));
        var network = Assert.Single(site.Networks);
        Assert.Equal(("10.50.0.0/24", "10.50.0.1", 50, true), (network.Prefixes[0].Value.ToString(), network.Gateways[0].Value.ToString(), network.Vlan!.Value, network.IsStatic!.Value));
        Assert.Equal("10.50.0.10-10.50.0.99", Assert.Single(network.Pools).Value.ToString());
        Assert.Equal("10.50.0.200-10.50.0.210", Assert.Single(network.VirtualPools).Value.ToString());
    }

    [Fact]
    public void Loops_conditions_children_and_nested_templates_are_followed()
    {
        const string Nested = """
            {"resources": [
              {"type": "Microsoft.HybridContainerService/virtualNetworks", "copy": {"name": "v", "count": 2}, "name": "[format('net{0}', copyIndex())]",
               "properties": {"ipAddressPrefix": "[format('10.{0}.0.0/24', copyIndex(60))]"}},
              {"type": "Microsoft.HybridContainerService/virtualNetworks", "condition": false, "name": "never", "properties": {"ipAddressPrefix": "10.9.0.0/24"}},
              {"type": "Microsoft.HybridContainerService/virtualNetworks", "condition": "[reference('x')]", "name": "open", "properties": {}},
              {"type": "Microsoft.Resources/deployments", "name": "linked", "properties": {"templateLink": {"uri": "https://example.com"}}},
              {"type": "Microsoft.Resources/deployments", "name": "inner", "properties": {"expressionEvaluationOptions": {"scope": "Inner"}, "parameters": {"p": {"value": "10.70.0.0/24"}},
                "template": {"parameters": {"p": {"type": "string"}}, "resources": {"symbol": {"type": "Microsoft.HybridContainerService/virtualNetworks", "name": "in", "properties": {"ipAddressPrefix": "[parameters('p')]"}}}}}}
            ]}
            """;

        var (site, notes) = Read(Nested, null);

        Assert.Equal(["net0 10.60.0.0/24", "net1 10.61.0.0/24", "in 10.70.0.0/24"], site.Networks.Select(network => $"{network.Name.Value} {network.Prefixes[0].Value}"));
        Assert.Equal(2, notes.Count);
        Assert.Contains(notes, note => note.Message.StartsWith("resources[2] is left out: whether it is deployed is not known", StringComparison.Ordinal));
        Assert.Contains(notes, note => note.Message.Contains("templateLink", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("", "t.json:1: The file")]
    [InlineData("[1]", "t.json:1: it is JSON and no object")]
    [InlineData("{\"a\": 1}", "t.json:1: it is JSON and no deployment template")]
    [InlineData("{\n\"resources\": [", "t.json:2: The file is not JSON: it ends too early.")]
    [InlineData(Parameters, "t.json:1: it is JSON and no deployment template")]
    public void What_is_no_template_is_refused_with_its_line(string text, string expected)
    {
        var failure = Assert.Throws<SourceFailureException>(() => Read(text, null));

        Assert.Equal(FailureReason.Malformed, failure.Reason);
        Assert.StartsWith(expected, failure.Message);
    }

    [Fact]
    public void Loops_in_loops_end()
    {
        const string Bomb = """
            {"variables": {"a": {"copy": [{"name": "x", "count": 800, "input": {"copy": [{"name": "y", "count": 800, "input": {"copy": [{"name": "z", "count": 800, "input": "q"}]}}]}}]}},
             "resources": [{"type": "Microsoft.HybridContainerService/virtualNetworks", "name": "[string(length(variables('a').x))]", "properties": {"ipAddressPrefix": "10.0.0.0/24"}}]}
            """;

        var (site, notes) = Read(Bomb, null);

        Assert.True(site.Networks.Count + notes.Count > 0);
    }

    internal static (DeclaredSite Site, IReadOnlyList<ObservationNote> Notes) Read(string template, string? parameters) =>
        ArmTemplate.Read("t.json", Encoding.UTF8.GetBytes(template), parameters is null ? null : "p.json", Encoding.UTF8.GetBytes(parameters ?? ""), null);
}
