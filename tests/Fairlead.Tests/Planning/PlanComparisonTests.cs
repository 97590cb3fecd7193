using Fairlead.Core.Planning;
using Xunit;

namespace Fairlead.Tests.Planning;

public sealed class PlanComparisonTests
{
    private const string Site = "{apiVersion: fairlead.dev/v1, kind: Site, name: madrid, profile: kubernetes-vsphere, segments: [{name: prod, prefix: 10.0.0.0/24, dnsServers: 10.9.9.9, addressing: dhcp, dhcp: {leaseTime: 8h, scopes: [{range: 10.0.0.100-10.0.0.199}]}}], clusters: [{name: shop, segment: prod, controlPlane: {ip: 10.0.0.10, nodes: 3}, nodePools: [{name: default, nodes: 3}]}]}";

    [Fact]
    public void The_same_files_differ_in_nothing() => Assert.True(PlanComparison.Between(Plans.Of(Site), Plans.Of(Site)).IsEmpty);

    [Fact]
    public void Lines_that_move_are_no_change() => Assert.True(PlanComparison.Between(Plans.Of(Broken), Plans.Of("\n\n# moved\n" + Broken)).IsEmpty);

    [Fact]
    public void Findings_appear_and_go()
    {
        Assert.Equal(["FL2003 madrid/clusters/shop/controlPlane/ip"], Name(PlanComparison.Between(Plans.Of(Site), Plans.Of(Broken)).Appeared));
        Assert.Equal(["FL2003 madrid/clusters/shop/controlPlane/ip"], Name(PlanComparison.Between(Plans.Of(Broken), Plans.Of(Site)).Gone));
    }

    [Fact]
    public void Capacity_shows_before_and_after()
    {
        var change = Assert.Single(PlanComparison.Between(Plans.Of(Site), Plans.Of(Site.Replace("nodes: 3}]", "nodes: 5}]", StringComparison.Ordinal))).Capacity);
        Assert.Equal((6L, 8L), (change.Before!.Steady, change.After!.Steady));
    }

    [Fact]
    public void A_control_plane_IP_that_changed_is_an_error_of_its_own()
    {
        var before = Plans.Of(Site);
        var held = PlanComparison.ControlPlaneIpsOf(before);
        var after = Planner.Make(Fairlead.SiteFiles.SiteFileReader.Parse("a.yaml", System.Text.Encoding.UTF8.GetBytes(Site.Replace("10.0.0.10", "10.0.0.11", StringComparison.Ordinal))), new PlanOptions { AsOf = Plans.Today, HeldControlPlaneIps = held });
        Assert.Contains(after.Diagnostics, finding => finding.Rule.Id == "FL2005");
        var address = Assert.Single(PlanComparison.Between(before, after).Addresses);
        Assert.Equal("10.0.0.10 10.0.0.11", $"{address.Before} {address.After}");
    }

    private static string Broken => Site.Replace("ip: 10.0.0.10", "ip: 10.0.0.150", StringComparison.Ordinal);

    private static IEnumerable<string> Name(IEnumerable<Core.Diagnostics.Diagnostic> findings) => findings.Select(finding => $"{finding.Rule.Id} {finding.Subject}");
}
