using Fairlead.Core.Diagnostics;
using Xunit;

namespace Fairlead.Tests.Sites;

public sealed class SubjectTests
{
    private static readonly Subject Madrid = Subject.Document("madrid", 0);

    [Fact]
    public void Is_the_path_as_written() =>
        Assert.Equal("madrid/segments/k8s-prod/dhcp/scopes/0", Madrid.Field("segments").Named("k8s-prod", 3).Field("dhcp").Field("scopes").At(0).ToString());

    [Fact]
    public void Sorts_in_reading_order_with_a_thing_before_its_parts()
    {
        var segment = Madrid.Field("segments").Named("z", 0);
        var later = Madrid.Field("segments").Named("a", 1);
        Subject[] sorted =
        [
            Madrid, Madrid.Field("profile"), Madrid.Field("region"), Madrid.Field("infrastructure").Field("hosts").At(2),
            Madrid.Field("infrastructure").Field("hosts").At(10), Madrid.Field("resourceBridge").Field("nodeIPs"), Madrid.Field("proxy"),
            Madrid.Field("firewall").Field("allow"), segment, segment.Field("prefix"), segment.Field("gateway"), segment.Field("dnsServers"),
            segment.Field("dhcp"), segment.Field("pool"), segment.Field("reserved").At(0), later, Madrid.Field("clusters"),
            Madrid.Field("clusters").Named("shop", 0).Field("controlPlane").Field("ip"), Madrid.Field("clusters").Named("shop", 0).Field("nodePools"),
            Madrid.Field("clusters").Named("shop", 0).Field("loadBalancer").Field("addresses").At(1), Madrid.Field("clusters").Named("shop", 0).Field("podCIDR"),
            Madrid.Field("clusters").Named("shop", 0).Field("serviceCIDR"), Madrid.Field("overrides").At(0), Madrid.UnknownField("aardvark", 0),
            Subject.Document("berlin", 1),
        ];
        var shuffled = sorted.Reverse().ToArray();
        Array.Sort(shuffled);
        Assert.Equal(sorted, shuffled);
    }

    [Fact]
    public void Equality_is_by_path_and_order_by_place()
    {
        var (first, second) = (Subject.Document("madrid", 0), Subject.Document("madrid", 5));
        Assert.Equal(first, second);
        Assert.True(first < second);
    }

    [Theory]
    [InlineData("madrid/clusters/shop/loadBalancer", true)]
    [InlineData("madrid/clusters/shop", true)]
    [InlineData("madrid", true)]
    [InlineData("madrid/clusters/sho", false)]
    [InlineData("madrid/clusters/shop/loadBalancer/addresses/0", true)]
    [InlineData("madrid/clusters/shop/loadBalancer/addresses/0/x", false)]
    [InlineData("", false)]
    public void Is_at_or_below_by_whole_components(string path, bool expected) =>
        Assert.Equal(expected, Madrid.Field("clusters").Named("shop", 0).Field("loadBalancer").Field("addresses").At(0).IsAtOrBelow(path));
}
