using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;
using Xunit;

namespace Fairlead.Tests.Endpoints;

public sealed class RequiredEndpointsTests
{
    private static readonly EndpointCatalog Catalog = EndpointCatalog.Default;

    [Fact]
    public void The_page_comes_first_and_nothing_is_asked_for_twice()
    {
        var required = Catalog.Required(null).ToList();

        // 52 endpoints less 2 placeholders and 3 conditional ones.
        Assert.Equal(47, required.Count);
        Assert.Equal(Catalog.Endpoints.Take(29), required.Take(29).Select(item => item.Endpoint));
        Assert.Distinct(required.Select(item => (item.Host, item.Port)));
        Assert.Contains(("ctldl.windowsupdate.com", 80), required.Select(item => (item.Host, item.Port)));
    }

    [Theory]
    [InlineData("{vcenter}")]
    [InlineData("{dnsServers}")]
    [InlineData("time.windows.com")]
    [InlineData("*.guestnotificationservice.azure.com")]
    [InlineData("*.obo.arc.azure.com")]
    public void Placeholders_and_conditional_endpoints_are_not_required(string host) =>
        Assert.DoesNotContain(host, Catalog.Required(null).Select(item => item.Host));

    [Theory]
    [InlineData("guestnotificationservice.azure.com")]
    [InlineData("graph.microsoft.com")]
    [InlineData("*.servicebus.windows.net")]
    public void One_row_without_a_condition_is_enough(string host) =>
        Assert.Contains(host, Catalog.Required(null).Select(item => item.Host));

    [Fact]
    public void In_a_region_two_rows_become_one_host()
    {
        Assert.True(Regions.TryFind("West Europe", out var region));
        var required = Catalog.Required(region).ToList();

        Assert.Equal(46, required.Count);
        var identity = Assert.Single(required, item => item.Host == "weu.his.arc.azure.com");
        Assert.Equal("hybrid-identity-east-us", identity.Endpoint.Id);
        Assert.Single(required, item => item.Host == "gbl.his.arc.azure.com");
        Assert.DoesNotContain(required, item => item.Host.Contains("eus.", StringComparison.Ordinal));
    }
}
