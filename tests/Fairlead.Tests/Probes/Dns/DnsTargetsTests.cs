using Fairlead.Probes.Dns;
using Fairlead.Probes.Running;
using Xunit;

namespace Fairlead.Tests.Probes.Dns;

public sealed class DnsTargetsTests
{
    [Fact]
    public void A_server_of_two_segments_is_asked_once_under_its_first_name()
    {
        var plan = Plans.Of(DnsTestServer.Site + "\n  - {name: other, prefix: 10.21.0.0/24, gateway: 10.21.0.1, dnsServers: [10.10.0.54, 10.10.0.55], addressing: dhcp}\n");
        var request = new CheckRequest { Plan = plan, Segments = [.. plan.Estate.Segments], Clusters = [], Time = TimeProvider.System, Broadcasts = new BroadcastPacer(10, TimeProvider.System) };

        Assert.Equal(
            ["madrid/segments/k8s-prod/dnsServers/0", "madrid/segments/k8s-prod/dnsServers/1", "madrid/segments/other/dnsServers/1"],
            DnsTargets.Servers(request).Select(server => server.Subject.ToString()));
    }

    [Fact]
    public void Names_are_those_of_the_site_and_few_of_the_catalogue()
    {
        var names = DnsTargets.Names(Plans.Of(DnsTestServer.Site).Estate.Sites.Single());

        Assert.Equal("vcenter.contoso.com", names[0].Name);
        Assert.Equal("10.10.0.5", names[0].Expected.Single().ToString());
        Assert.Equal(["guestnotificationservice.azure.com", "raw.githubusercontent.com", "storage.googleapis.com"], names.Skip(1).Select(name => name.Name));
    }

    [Fact]
    public void A_proxy_is_a_name_too_and_a_vCenter_without_one_is_not()
    {
        var site = DnsTestServer.Site
            .Replace("{host: vcenter.contoso.com, address: 10.10.0.5}", "{host: 10.10.0.5}", StringComparison.Ordinal)
            .Replace("aks-arc-vmware", "kubernetes-vsphere\nproxy: {http: \"http://Proxy.contoso.com:3128\", https: \"http://proxy.contoso.com:3128\"}", StringComparison.Ordinal);

        Assert.Equal([new("proxy.contoso.com", "the proxy", [], true, false)], DnsTargets.Names(Plans.Of(site).Estate.Sites.Single()), (one, other) => one.Name == other.Name && one.Party == other.Party);
    }

    [Fact]
    public void A_name_that_is_the_site_s_and_the_catalogue_s_is_asked_once()
    {
        var names = DnsTargets.Names(Plans.Of(DnsTestServer.Site.Replace("vcenter.contoso.com", "raw.githubusercontent.com", StringComparison.Ordinal)).Estate.Sites.Single());

        Assert.Single(names, name => name.Name == "raw.githubusercontent.com");
        Assert.Equal("vCenter", names[0].Party);
    }

    [Fact]
    public void Random_labels_differ_and_fit() => Assert.NotEqual(DnsTargets.RandomLabel(), DnsTargets.RandomLabel());
}
