using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Xunit;

namespace Fairlead.Tests.Claims;

public sealed class AddressLookupTests
{
    private const string Site = "{apiVersion: fairlead.dev/v1, kind: Site, name: madrid, profile: kubernetes-vsphere, infrastructure: {vcenter: {address: 10.9.0.5}, ntpServers: 10.9.0.5}, segments: [{name: prod, prefix: 10.0.0.0/24, gateway: 10.0.0.1, addressing: dhcp, dhcp: {scopes: [{range: 10.0.0.100-10.0.0.199, exclude: 10.0.0.120-10.0.0.129}]}}], clusters: [{name: shop, segment: prod, controlPlane: {ip: 10.0.0.10}}]}";

    [Theory]
    [InlineData("10.0.0.10", "control-plane-ip", "10.0.0.9", "10.0.0.11")]
    [InlineData("10.0.0.11", "", "10.0.0.9", "10.0.0.12")]
    [InlineData("10.0.0.150", "dhcp-scope", "10.0.0.99", "10.0.0.200")]
    [InlineData("10.0.0.125", "", "10.0.0.99", "10.0.0.200")] // excluded: not handed out, and not chosen for others
    [InlineData("10.0.0.8-10.0.0.11", "control-plane-ip", "10.0.0.4-10.0.0.7", "10.0.0.12-10.0.0.15")]
    [InlineData("10.0.0.254", "", "10.0.0.253", null)]
    [InlineData("10.0.0.1", "gateway", null, "10.0.0.2")]
    [InlineData("10.9.0.5", "vcenter,ntp-server", null, null)]
    [InlineData("10.8.0.1", "", null, null)]
    public void Names_every_holder_and_the_nearest_free(string asked, string holders, string? below, string? above)
    {
        var answer = Assert.Single(AddressLookup.Find(Plans.Of(Site).Claims, IpRange.Parse(asked)));
        Assert.Equal(holders, string.Join(',', answer.Claims.Select(claim => claim.Kind.NameOf())));
        Assert.Equal(holders.Length > 0, answer.IsTaken);
        Assert.Equal((below, above), (answer.FreeBelow?.ToString(), answer.FreeAbove?.ToString()));
    }

    [Fact]
    public void Answers_for_each_address_space()
    {
        var answers = AddressLookup.Find(Plans.Of(Site, Site.Replace("madrid", "porto", StringComparison.Ordinal).Replace("kind: Site,", "kind: Site, addressSpace: nat-7,", StringComparison.Ordinal)).Claims, IpRange.Parse("10.0.0.10"));
        Assert.Equal(["default", "nat-7"], answers.Select(answer => answer.AddressSpace));
        Assert.All(answers, answer => Assert.Single(answer.Claims));
    }
}
