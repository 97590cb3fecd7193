using System.Text;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Profiles;
using Xunit;

namespace Fairlead.Tests.Endpoints;

public sealed class EndpointDataTests
{
    private static readonly EndpointCatalog Catalog = EndpointCatalog.Default;

    [Fact]
    public void Every_endpoint_says_where_it_comes_from_and_who_needs_it()
    {
        Assert.Equal(52, Catalog.Endpoints.Count);
        Assert.All(Catalog.Endpoints, endpoint =>
        {
            Assert.NotEmpty(endpoint.Sources);
            Assert.All(endpoint.Sources, source =>
            {
                Assert.InRange(source.Row, 1, source.List.Rows);
                Assert.NotEmpty(source.From);
            });
        });
    }

    [Theory]
    [InlineData("aks-vmware", 29, 29, 29)]
    [InlineData("arc-resource-bridge", 29, 31, 32)] // blob storage stands in two rows
    [InlineData("arc-kubernetes", 14, 22, 22)]
    [InlineData("arc-vsphere", 6, 7, 7)]
    public void Every_row_of_every_list_is_there(string id, int rows, int entries, int mentions)
    {
        var list = Assert.Single(Catalog.Lists, list => list.Id == id);
        var endpoints = Catalog.Endpoints.Where(endpoint => endpoint.Sources.Any(source => source.List == list)).ToList();
        var sources = endpoints.SelectMany(endpoint => endpoint.Sources).Where(source => source.List == list).ToList();

        Assert.Equal((rows, entries), (list.Rows, list.Entries));
        Assert.Equal(entries, endpoints.Count);
        Assert.Equal(mentions, sources.Count);
        Assert.Equal(Enumerable.Range(1, rows), sources.Select(source => source.Row).Distinct().Order());
    }

    [Fact]
    public void Ids_and_destinations_are_unique()
    {
        Assert.Distinct(Catalog.Endpoints.Select(endpoint => endpoint.Id));
        Assert.Distinct(Catalog.Endpoints.Select(endpoint => (endpoint.Host, endpoint.Port)));
    }

    [Fact]
    public void Kinds_agree_with_hosts() => Assert.All(Catalog.Endpoints, endpoint => Assert.Matches(
        endpoint.Kind switch
        {
            HostKind.Exact => @"^[a-z0-9-]+(\.[a-z0-9-]+)+$",
            HostKind.Wildcard => @"^\*(\.[a-z0-9-]+){2,}$",
            _ => @"^\{[a-zA-Z]+\}$",
        },
        endpoint.Host));

    [Fact]
    public void A_wildcard_named_as_covering_covers()
    {
        var covered = Catalog.Endpoints.Where(endpoint => endpoint.CoveredBy is not null).ToList();
        Assert.Equal(
            ["hybrid-identity-east-us", "telemetry-adhs", "telemetry-v20", "hybrid-identity-global"],
            covered.Select(endpoint => endpoint.Id));
        Assert.All(covered, endpoint =>
        {
            Assert.True(Catalog.TryGet(endpoint.CoveredBy!, out var wider));
            Assert.True(HostPattern.Covers(wider.Host, endpoint.Host), endpoint.Id);
            Assert.Equal(wider.Port, endpoint.Port);
        });
    }

    /// <summary>The East US row is the exception: what is used there is the bare name, which its own wildcard leaves out.</summary>
    [Fact]
    public void Probe_hosts_are_members_of_their_wildcards_but_for_the_East_US_row()
    {
        var outside = Catalog.Endpoints
            .Where(endpoint => endpoint.ProbeHost is not null && !HostPattern.Covers(endpoint.Host, endpoint.ProbeHost))
            .Select(endpoint => endpoint.Id);
        Assert.Equal(["hybrid-identity-east-us"], outside);
    }

    [Fact]
    public void Conditional_rows_are_the_published_ones()
    {
        var conditional = Catalog.Endpoints.Where(endpoint => !endpoint.IsUnconditional).Select(endpoint => endpoint.Id);
        Assert.Equal(["time-windows", "guest-notification-any", "cluster-connect"], conditional);
        Assert.Equal(12, Catalog.Endpoints.SelectMany(endpoint => endpoint.Sources).Count(source => source.Condition is not null));
    }

    [Fact]
    public void Special_transports_are_kept()
    {
        Assert.Equal(["service-bus"], Catalog.Endpoints.Where(endpoint => endpoint.WebSocket).Select(endpoint => endpoint.Id));
        Assert.Equal(
            [("windows-trust-list", 80, EndpointProtocol.Http), ("dns-servers", 53, EndpointProtocol.Dns), ("time-windows", 123, EndpointProtocol.Ntp), ("cluster-connect", 8084, EndpointProtocol.Https)],
            Catalog.Endpoints.Where(endpoint => endpoint.Port != 443).Select(endpoint => (endpoint.Id, endpoint.Port, endpoint.Protocol)));
    }

    [Fact]
    public void Rows_of_the_edition_of_2026_are_told_apart()
    {
        var newer = Catalog.Endpoints.SelectMany(endpoint => endpoint.Sources).Where(source => source.Edition is not null).ToList();
        Assert.Equal(4, newer.Count);
        Assert.All(newer, source => Assert.Equal(("arc-kubernetes", 14, "2026-06-11 only"), (source.List.Id, source.Row, source.Edition)));
    }

    [Fact]
    public void The_spelling_of_another_list_is_kept()
    {
        Assert.True(Catalog.TryGet("kubernetes-configuration", out var endpoint));
        var source = Assert.Single(endpoint.Sources, source => source.List.Id == "arc-kubernetes");
        Assert.Equal("https://<region>.dp.kubernetesconfiguration.azure.com", source.AsPrinted);
    }

    [Fact]
    public void A_source_prints_as_page_and_row()
    {
        Assert.True(Catalog.TryGet("blob-storage", out var endpoint));
        Assert.Equal(
            "MicrosoftDocs/azure-stack-docs AKS-Arc/aks-vmware-networking-concepts.md (2025-09-15) row 29",
            endpoint.Sources[0].ToString());
    }

    [Fact]
    public void The_hosts_of_the_Python_index_are_read_although_the_file_does_not_spell_them()
    {
        string[] hosts = ["pypi\u002eorg", "*.pypi\u002eorg", "pythonhosted\u002eorg", "*.pythonhosted\u002eorg"];
        var known = Catalog.Endpoints.Select(endpoint => endpoint.Host).ToList();
        var file = Encoding.UTF8.GetString(EmbeddedData.Bytes("Endpoints.Data.endpoints.json"));

        Assert.All(hosts, host => Assert.Contains(host, known));
        Assert.All(hosts, host => Assert.DoesNotContain(host, file, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Every_source_group_is_used() => Assert.Equivalent(
        Catalog.SourceGroups.Select(group => group.Id),
        Catalog.Endpoints.SelectMany(endpoint => endpoint.Sources).SelectMany(source => source.From).Select(group => group.Id).Distinct(),
        strict: true);
}
