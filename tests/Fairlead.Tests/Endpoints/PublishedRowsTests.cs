using Fairlead.Core.Endpoints;
using Xunit;

namespace Fairlead.Tests.Endpoints;

/// <summary>The table of the AKS on VMware page, copied from it row by row.</summary>
public sealed class PublishedRowsTests
{
    public static TheoryData<int, string, int> Rows => new()
    {
        { 1, ".dp.prod.appliances.azure.com", 443 },
        { 2, ".eus.his.arc.azure.com", 443 },
        { 3, "guestnotificationservice.azure.com", 443 },
        { 4, ".dp.kubernetesconfiguration.azure.com", 443 },
        { 5, "management.azure.com", 443 },
        { 6, "raw.githubusercontent.com", 443 },
        { 7, "storage.googleapis.com", 443 },
        { 8, "msk8s.api.cdp.microsoft.com", 443 },
        { 9, "adhs.events.data.microsoft.com", 443 },
        { 10, ".events.data.microsoft.com", 443 },
        { 11, "graph.microsoft.com", 443 },
        { 12, ".login.microsoft.com", 443 },
        { 13, "mcr.microsoft.com", 443 },
        { 14, ".data.mcr.microsoft.com", 443 },
        { 15, "msk8s.sb.tlu.dl.delivery.mp.microsoft.com", 443 },
        { 16, ".prod.microsoftmetrics.com", 443 },
        { 17, "login.microsoftonline.com", 443 },
        { 18, "dc.services.visualstudio.com", 443 },
        { 19, "ctldl.windowsupdate.com", 80 },
        { 20, "azurearcfork8s.azurecr.io", 443 },
        { 21, "ecpacr.azurecr.io", 443 },
        { 22, "hybridaks.azurecr.io", 443 },
        { 23, "kvamanagementoperator.azurecr.io", 443 },
        { 24, "linuxgeneva-microsoft.azurecr.io", 443 },
        { 25, "gcr.io", 443 },
        { 26, "aka.ms", 443 },
        { 27, "k8connecthelm.download.prss.microsoft.com", 443 },
        { 28, "k8sconnectcsp.download.prss.microsoft.com", 443 },
        { 29, ".blob.core.windows.net", 443 },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void The_catalogue_begins_with_the_rows_of_the_page(int row, string printed, int port)
    {
        var endpoint = EndpointCatalog.Default.Endpoints[row - 1];
        var source = Assert.Single(endpoint.Sources, source => source.List.Id == "aks-vmware");

        Assert.Equal((row, printed, port), (source.Row, endpoint.AsPrinted, endpoint.Port));
        Assert.Equal(printed.StartsWith('.') ? "*" + printed : printed, endpoint.Host);
        Assert.Equal(port == 80 ? EndpointProtocol.Http : EndpointProtocol.Https, endpoint.Protocol);
        Assert.Equal(["physical-nodes", "cluster-vms", "appliance-vm"], source.From.Select(group => group.Id));
        Assert.Null(source.Condition);
    }

    [Fact]
    public void No_other_endpoint_claims_to_be_printed_there() => Assert.All(
        EndpointCatalog.Default.Endpoints.Skip(29),
        endpoint =>
        {
            Assert.Null(endpoint.AsPrinted);
            Assert.DoesNotContain(endpoint.Sources, source => source.List.Id == "aks-vmware");
        });
}
