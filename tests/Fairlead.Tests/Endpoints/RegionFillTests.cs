using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;
using Xunit;

namespace Fairlead.Tests.Endpoints;

public sealed class RegionFillTests
{
    [Theory]
    [InlineData("eastus", "eus")]
    [InlineData("australiaeast", "ae")]
    [InlineData("centralindia", "pn")]
    [InlineData("southeastasia", "sea")]
    [InlineData("westeurope", "weu")]
    [InlineData("japaneast", "je")]
    [InlineData("canadacentral", "cc")]
    public void Hosts_with_a_region_in_them_are_filled_in(string name, string shortName)
    {
        Assert.Equal($"{name}.dp.prod.appliances.azure.com", Host("appliances-dataplane", name));
        Assert.Equal($"{shortName}.his.arc.azure.com", Host("hybrid-identity-east-us", name));
        Assert.Equal($"{shortName}.his.arc.azure.com", Host("hybrid-identity-any", name));
        Assert.Equal($"{name}.dp.kubernetesconfiguration.azure.com", Host("kubernetes-configuration", name));
        Assert.Equal($"{name}.login.microsoft.com", Host("login-regional", name));
        Assert.Equal($"{name}-shared.prod.warm.ingest.monitor.core.windows.net", Host("monitoring-ingest-warm", name));
        Assert.Equal($"{name}.obo.arc.azure.com", Host("cluster-connect", name));
    }

    [Fact]
    public void No_other_host_depends_on_the_region()
    {
        var west = Region("westeurope");
        var filled = EndpointCatalog.Default.Endpoints.Where(endpoint => EndpointCatalog.HostIn(endpoint, west) != endpoint.Host);
        Assert.Equal(7, filled.Count());
        Assert.All(EndpointCatalog.Default.Endpoints, endpoint =>
        {
            if (endpoint.Kind != HostKind.Placeholder)
                Assert.DoesNotContain('{', EndpointCatalog.HostIn(endpoint, west));
        });
    }

    [Fact]
    public void Without_a_region_hosts_stay_as_published() => Assert.All(
        EndpointCatalog.Default.Endpoints,
        endpoint => Assert.Equal(endpoint.Host, EndpointCatalog.HostIn(endpoint, null)));

    private static string Host(string id, string region)
    {
        Assert.True(EndpointCatalog.Default.TryGet(id, out var endpoint));
        return EndpointCatalog.HostIn(endpoint, Region(region));
    }

    private static Region Region(string name) => Regions.All.Single(region => region.Name == name);
}
