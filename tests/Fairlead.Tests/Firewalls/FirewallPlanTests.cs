using Fairlead.Core.Endpoints;
using Fairlead.Core.Firewalls;
using Fairlead.Core.Profiles;
using Fairlead.Tests.Reports;
using Xunit;

namespace Fairlead.Tests.Firewalls;

public sealed class FirewallPlanTests
{
    private static readonly FirewallPlan Sevilla = FirewallPlan.Of(Rendered.Case("Report/sevilla.yaml").Estate.Sites[0]);

    [Fact]
    public void Every_kind_of_machine_of_the_endpoint_catalogue_is_known() =>
        Assert.All(EndpointCatalog.Default.SourceGroups, group => Assert.Equal(group.Id, PortCatalog.Default.Machine(group.Id).Id));

    [Fact]
    public void Every_port_rule_is_of_a_profile_and_every_source_is_used()
    {
        var catalog = PortCatalog.Default;
        Assert.Equal(catalog.Rules.Count, catalog.Rules.Select(rule => rule.Id).Distinct().Count());
        Assert.All(catalog.Rules, rule => Assert.Subset(Profile.Names.ToHashSet(), rule.Profiles.ToHashSet()));
        Assert.All(catalog.Rules, rule => Assert.All(rule.Ports, port => Assert.InRange(port, 1, 65_535)));
        Assert.Equivalent(catalog.Sources, catalog.Rules.Select(rule => rule.Source).Distinct(), strict: true);
    }

    [Fact]
    public void All_required_endpoints_are_let_out_in_the_region()
    {
        Regions.TryFind("westeurope", out var region);
        Assert.All(EndpointCatalog.Default.Required(region), required => Assert.Single(Sevilla.Egress, rule => rule.Host == required.Host && rule.Ports.Single() == required.Port && !rule.IsConditional));
        Assert.DoesNotContain(Sevilla.Egress, rule => rule.Host!.Contains('{', StringComparison.Ordinal) || rule.Host.Contains(".eus.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_row_is_the_union_of_the_lists()
    {
        var mcr = Assert.Single(Sevilla.Egress, rule => rule.Host == "mcr.microsoft.com");
        Assert.Equal(["ESXi hosts", "cluster nodes", "bridge nodes", "management machine"], mcr.From.Select(machines => machines.Name));
        Assert.Equal(["aks-vmware 13", "arc-resource-bridge 4", "arc-kubernetes 4"], mcr.Sources.Select(source => $"{source.Document} {source.Row}"));
        var identity = Assert.Single(Sevilla.Egress, rule => rule.Host == "weu.his.arc.azure.com");
        Assert.Equal("*.eus.his.arc.azure.com, *.his.arc.azure.com", identity.PublishedAs);
        Assert.True(identity.IsInferred);
    }

    [Fact]
    public void A_condition_is_said_and_kept_apart()
    {
        var connect = Assert.Single(Sevilla.Egress, rule => rule.Ports.Single() == 8084);
        Assert.True(connect.IsConditional);
        Assert.StartsWith("with cluster connect", connect.Condition);
        var control = Assert.Single(Sevilla.Egress, rule => rule.Host == "gcs.prod.monitoring.core.windows.net");
        Assert.False(control.IsConditional);
        Assert.Equal(["bridge nodes"], control.From.Select(machines => machines.Name));
        Assert.StartsWith("from cluster nodes, with the Azure IoT", control.Condition);
    }

    [Fact]
    public void Addresses_are_those_of_the_site()
    {
        var byName = Sevilla.Parties.ToDictionary(machines => machines.Name, machines => string.Join(' ', machines.Addresses));
        Assert.Equal("10.10.0.21-10.10.0.22", byName["bridge nodes"]);
        Assert.Equal("vcenter.contoso.com 10.10.0.5", byName["vCenter"]);
        Assert.Equal("10.20.0.20 10.20.0.10 10.20.8.120 10.20.12.8", byName["cluster control plane IPs"]);
        Assert.Equal("10.10.0.67", byName["DHCP servers"]);
        Assert.Equal("", byName["management machine"]);
    }

    [Theory]
    [InlineData("aks-arc-vmware", false)]
    [InlineData("kubernetes-vsphere", false)]
    [InlineData("aks-azure-local", true)]
    public void The_ports_of_Azure_Local_are_asked_for_under_its_profile_alone(string profile, bool expected)
    {
        var plan = PlanUnder(profile);
        Assert.Equal(expected, plan.Inside.Any(rule => rule.Ports.Contains(55000)));
        Assert.Equal(expected, plan.Inside.Any(rule => rule.Ports.Contains(65000)));
        Assert.Equal(!expected, plan.Inside.Any(rule => rule.To!.Name == "vCenter"));
        Assert.Equal(profile == "aks-arc-vmware", plan.HasEgressList);
    }

    [Fact]
    public void The_bridge_reaches_nodes_and_control_planes()
    {
        foreach (var to in (string[])["cluster nodes", "cluster control plane IPs"])
        {
            var rule = Assert.Single(Sevilla.Inside, rule => rule.From[0].Name == "bridge nodes" && rule.To!.Name == to);
            Assert.Equal([22, 6443], rule.Ports);
            Assert.True(rule.IsInferred);
        }
    }

    private static FirewallPlan PlanUnder(string profile) => FirewallPlan.Of(Plans.Of(
        $"{{apiVersion: fairlead.dev/v1, kind: Site, name: a, profile: {profile}, resourceBridge: {{version: 1.2.0}}, segments: [{{name: s, prefix: 10.0.0.0/24, addressing: dhcp}}], clusters: [{{name: c, segment: s}}]}}").Estate.Sites[0]);
}
