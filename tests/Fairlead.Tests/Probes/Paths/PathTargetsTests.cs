using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Paths;
using Fairlead.Probes.Running;
using Xunit;

namespace Fairlead.Tests.Probes.Paths;

public sealed class PathTargetsTests
{
    private const string Site = """
        apiVersion: fairlead.dev/v1
        kind: Site
        name: madrid
        profile: aks-arc-vmware
        infrastructure:
          vcenter: {host: vcenter.contoso.com, address: 10.10.0.5}
          hosts: [10.10.0.11-10.10.0.12, 10.11.0.0/24]
          ntpServers: [10.10.0.2, 10.10.0.3, 10.10.0.2]
        resourceBridge: {prefix: 10.10.0.0/24, gateway: 10.10.0.1, controlPlaneIP: 10.10.0.20, nodeIPs: 10.10.0.21-10.10.0.22}
        segments:
          - name: k8s-prod
            prefix: [10.20.0.0/24, "2001:db8:20::/64"]
            gateway: [10.20.0.1, "2001:db8:20::1"]
            dnsServers: [10.10.0.53, 10.20.0.1]
            addressing: dhcp
          - name: spare
            prefix: 10.21.0.0/24
            gateway: 10.21.0.1
            addressing: dhcp
        clusters:
          - {name: shop, segment: k8s-prod, controlPlane: {ip: 10.20.0.20}}
        """;

    [Fact]
    public void Sizes_are_asked_where_this_machine_stands_and_each_address_once() =>
        Assert.Equal(["10.20.0.1", "10.10.0.53", "10.10.0.5"], PathTargets.OfMtu(Request("cluster-vms", "10.20.0.50/24")).Select(target => target.Place));

    [Fact]
    public void Sizes_are_asked_of_families_that_this_machine_has_and_never_of_itself() =>
        Assert.Equal(["2001:db8:20::1", "10.10.0.53", "10.10.0.5"], PathTargets.OfMtu(Request("cluster-vms", "10.20.0.1/24", "2001:db8:20::50/64")).Select(target => target.Place));

    [Fact]
    public void Outside_of_every_segment_no_size_is_asked() => Assert.Empty(PathTargets.OfMtu(Request("management-machine")));

    [Fact]
    public void Clocks_are_the_time_servers_and_vCenter()
    {
        var request = Request("management-machine");

        Assert.Equal(["10.10.0.2", "10.10.0.3"], PathTargets.OfClocks(request).Select(target => target.Place));
        var vcenter = PathTargets.OfDates(request).Single();
        Assert.Equal(("path.clock", "10.10.0.5:443", "vcenter.contoso.com", "madrid/infrastructure/vcenter/address"), (vcenter.Check.Id, vcenter.Place, vcenter.Host, vcenter.Subject.ToString()));
    }

    [Fact]
    public void A_node_needs_vCenter_alone() => Assert.Equal(["10.10.0.5:443"], PathTargets.OfPorts(Request("cluster-vms")).Select(target => target.Place));

    [Fact]
    public void The_machine_that_deploys_needs_the_bridge_vCenter_and_the_hosts_behind_the_datastore()
    {
        var targets = PathTargets.OfPorts(Request("management-machine"));

        Assert.Equal(
            [
                "10.10.0.21:22", "10.10.0.21:6443", "10.10.0.22:22", "10.10.0.22:6443", "10.10.0.20:22", "10.10.0.20:6443",
                "10.10.0.5:443", "10.10.0.11:443", "10.10.0.12:443",
            ],
            targets.Select(target => target.Place));
        Assert.Equal(["10.10.0.5:443"], targets.Where(target => target.MustExist).Select(target => target.Place));
    }

    [Fact]
    public void The_bridge_needs_each_cluster_asked_about()
    {
        Assert.Contains("10.20.0.20:6443", PathTargets.OfPorts(Request("appliance-vm")).Select(target => target.Place));
        Assert.DoesNotContain("10.20.0.20:6443", PathTargets.OfPorts(Request("appliance-vm") with { Clusters = [] }).Select(target => target.Place));
    }

    [Fact]
    public void No_port_of_this_machine_itself_is_asked() =>
        Assert.Empty(PathTargets.OfPorts(Request("cluster-vms", "10.10.0.5/24")));

    [Fact]
    public void A_cluster_whose_API_listens_elsewhere_is_asked_there()
    {
        var targets = PathTargets.OfPorts(RequestOf(Site.Replace("{ip: 10.20.0.20}", "{ip: 10.20.0.20, port: 8443}", StringComparison.Ordinal), "appliance-vm"));
        Assert.Contains("10.20.0.20:8443", targets.Select(target => target.Place));
        Assert.DoesNotContain("10.20.0.20:6443", targets.Select(target => target.Place));
    }

    private static CheckRequest Request(string role, params string[] addresses) => RequestOf(Site, role, addresses);

    private static CheckRequest RequestOf(string site, string role, params string[] addresses)
    {
        var plan = Plans.Of(site);
        var link = addresses.Length == 0 ? null : new LinkInterface
        {
            Name = "eth0",
            Index = 2,
            Mac = MacAddress.Read([2, 0, 0, 0, 0, 1]),
            Addresses = [.. addresses.Select(text => text.Split('/')).Select(parts => (Address: IpAddr.Parse(parts[0]), Length: int.Parse(parts[1], System.Globalization.CultureInfo.InvariantCulture))).Select(own => new LinkAddress(own.Address, IpPrefix.Of(own.Address, own.Length)))],
            Gateways = [],
            Mtu = 1500,
            IsUp = true,
        };
        return new()
        {
            Plan = plan,
            Segments = [plan.Estate.Segments.First()],
            Clusters = [.. plan.Estate.Clusters],
            Interface = link,
            OnLinkSegment = link is null ? null : plan.Estate.Segments.First(),
            Role = role,
            Time = TimeProvider.System,
            Broadcasts = new BroadcastPacer(10, TimeProvider.System),
        };
    }
}
