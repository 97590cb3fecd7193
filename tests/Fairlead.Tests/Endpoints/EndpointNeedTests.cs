using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;
using Xunit;

namespace Fairlead.Tests.Endpoints;

public sealed class EndpointNeedTests
{
    [Theory]
    [InlineData("mcr.microsoft.com", 443)]
    [InlineData("MCR.microsoft.com.", 443)]
    [InlineData("*.microsoft.com", 443)]
    [InlineData("*.data.mcr.microsoft.com", 443)]
    [InlineData("westus.data.mcr.microsoft.com", 443)]
    [InlineData("*.westus.data.mcr.microsoft.com", 443)]
    [InlineData("myaccount.blob.core.windows.net", 443)]
    [InlineData("ctldl.windowsupdate.com", 80)]
    [InlineData("time.windows.com", 123)]
    [InlineData("westeurope.obo.arc.azure.com", 8084)]
    [InlineData("weu.his.arc.azure.com", 443)]
    [InlineData("*.prod.warm.ingest.monitor.core.windows.net", 443)]
    [InlineData("*", 443)]
    public void A_rule_that_serves_an_endpoint_is_needed(string host, int port) =>
        Assert.True(EndpointCatalog.Default.AnyEndpointNeeds(host, port, WestEurope));

    [Theory]
    [InlineData("mcr.microsoft.com", 80)]
    [InlineData("ctldl.windowsupdate.com", 443)]
    [InlineData("data.mcr.microsoft.com", 443)]
    [InlineData("login.microsoft.com", 443)]
    [InlineData("westeurope.obo.arc.azure.com", 443)]
    [InlineData("www.example.com", 443)]
    [InlineData("*.example.com", 443)]
    [InlineData("*.mcr.microsoft.com.example.com", 443)]
    [InlineData("*", 25)]
    public void A_rule_that_serves_none_is_not(string host, int port) =>
        Assert.False(EndpointCatalog.Default.AnyEndpointNeeds(host, port, WestEurope));

    /// <summary>A catalogue of one endpoint whose regional host lies outside its published wildcard, as in the East US row of the page.</summary>
    [Fact]
    public void The_host_of_the_region_counts_beside_the_published_one()
    {
        Assert.True(EndpointCatalog.Default.TryGet("hybrid-identity-east-us", out var eastUs));
        var catalog = new EndpointCatalog([], [], [eastUs]);

        Assert.True(catalog.AnyEndpointNeeds("weu.his.arc.azure.com", 443, WestEurope));
        Assert.False(catalog.AnyEndpointNeeds("weu.his.arc.azure.com", 443, null));
        Assert.True(catalog.AnyEndpointNeeds("*.eus.his.arc.azure.com", 443, WestEurope));
    }

    private static Region WestEurope => Regions.All.Single(region => region.Name == "westeurope");
}
