using Fairlead.Core.Addressing;
using Fairlead.Core.Reports.Html;
using Xunit;

namespace Fairlead.Tests.Reports;

public sealed class AddressMapTests
{
    [Fact]
    public void Tiles_follow_each_other_and_show_what_matters_most()
    {
        var map = MapOf("""
            {apiVersion: fairlead.dev/v1, kind: Site, name: a, profile: kubernetes-vsphere, segments: [{name: s, prefix: 10.0.0.0/28, gateway: 10.0.0.1, addressing: dhcp,
              dhcp: {scopes: [{range: 10.0.0.4-10.0.0.11, exclude: [10.0.0.6-10.0.0.7]}]}, reserved: [{range: 10.0.0.10-10.0.0.12}]}],
              clusters: [{name: c, segment: s, controlPlane: {ip: 10.0.0.6}, loadBalancer: {addresses: [10.0.0.14]}}]}
            """);
        (string, MapUse)[] expected =
        [
            ("10.0.0.0", MapUse.Edge), ("10.0.0.1", MapUse.Host), ("10.0.0.2-10.0.0.3", MapUse.Free), ("10.0.0.4-10.0.0.5", MapUse.Scope), ("10.0.0.6", MapUse.ControlPlane),
            ("10.0.0.7", MapUse.Excluded), ("10.0.0.8-10.0.0.9", MapUse.Scope), ("10.0.0.10-10.0.0.11", MapUse.Reserved), ("10.0.0.12", MapUse.Reserved), ("10.0.0.13", MapUse.Free),
            ("10.0.0.14", MapUse.LoadBalancer), ("10.0.0.15", MapUse.Edge),
        ];
        Assert.Equal(expected, map.Tiles.Select(tile => (tile.Range.ToString(), tile.Use)));
        Assert.Equal("10.0.0.10-10.0.0.11", Assert.Single(map.Conflicts).Addresses.ToString());
    }

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("::/0")]
    [InlineData("2001:db8::/64")]
    [InlineData("255.255.255.254/31")]
    public void A_map_ends_where_its_prefix_ends(string prefix)
    {
        var map = MapOf($"{{apiVersion: fairlead.dev/v1, kind: Site, name: a, profile: kubernetes-vsphere, segments: [{{name: s, prefix: '{prefix}', addressing: static}}]}}");
        Assert.Equal((map.Prefix.First, map.Prefix.Last), (map.Tiles[0].Range.First, map.Tiles[^1].Range.Last));
        Assert.Equal(Scale.Whole, map.Tiles.Sum(tile => new Scale(map.Prefix.Range).Width(tile.Range)));
    }

    [Fact]
    public void Rounding_never_opens_a_gap()
    {
        var universe = IpRange.Parse("10.0.0.0-10.0.0.96");
        var scale = new Scale(universe);
        for (var cut = universe.First; cut < universe.Last; cut = Next(cut))
            Assert.Equal(Scale.Whole, scale.Width(IpRange.Of(universe.First, cut)) + scale.Width(IpRange.Of(Next(cut), universe.Last)));
    }

    private static IpAddr Next(IpAddr address) => address.TryNext(out var next) ? next : throw new InvalidOperationException();

    private static AddressMap MapOf(string site)
    {
        var plan = Plans.Of(site);
        return Assert.Single(new MapMaker(plan).MapsOf(plan.Estate.Segments.Single()));
    }
}
