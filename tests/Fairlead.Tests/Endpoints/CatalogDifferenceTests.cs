using Fairlead.Core.Endpoints;
using Fairlead.Core.Reports;
using Xunit;

namespace Fairlead.Tests.Endpoints;

public sealed class CatalogDifferenceTests
{
    private static readonly EndpointCatalog Now = EndpointCatalog.Default;

    [Fact]
    public void A_day_before_the_edition_of_2026_lacks_its_row()
    {
        var then = CatalogEdition.At(Now, new(2025, 4, 15));
        var difference = CatalogDifference.Between(then.Catalog, Now);
        Assert.Empty(difference.Added);
        Assert.Empty(difference.Removed);
        Assert.Empty(difference.Frame);
        Assert.Equal(["microsoft-metrics", "monitoring-control", "monitoring-ingest-hot", "monitoring-ingest-warm"], difference.Changed.Select(entry => entry.Id));
        Assert.Equal(["lists", "neededBy", "arc-kubernetes row 14"], difference.Changed[1].Fields.Select(field => field.Field));
        Assert.Equal(4, then.Notes.Count);
        Assert.Contains("without the 4 row entries known to be newer than 2025-04-15", then.Notes[2], StringComparison.Ordinal);
        Assert.StartsWith("arc-vsphere: the edition of 2024-06-04, the newest in this catalogue", then.Notes[3], StringComparison.Ordinal);
    }

    [Fact]
    public void The_day_of_an_edition_has_it() =>
        Assert.True(CatalogDifference.Between(CatalogEdition.At(Now, new(2026, 6, 11)).Catalog, Now).IsEmpty);

    [Fact]
    public void A_row_of_one_edition_alone_goes_with_the_next()
    {
        var later = Now.Lists.Select(list => list.Id == "arc-kubernetes" ? list with { Date = new(2026, 9, 1) } : list).ToDictionary(list => list.Id);
        var catalog = new EndpointCatalog([.. later.Values], Now.SourceGroups, [.. Now.Endpoints.Select(endpoint => endpoint with { Sources = [.. endpoint.Sources.Select(source => source with { List = later[source.List.Id] })] })]);
        Assert.Equal(8, Rows(new(2026, 8, 31)) + Rows(new(2026, 7, 1)));
        Assert.Equal(0, Rows(new(2026, 9, 1)));

        int Rows(DateOnly day) => CatalogEdition.At(catalog, day).Catalog.Endpoints.SelectMany(endpoint => endpoint.Sources).Count(source => source.Edition is not null);
    }

    [Fact]
    public void An_endpoint_that_only_got_another_id_is_the_same()
    {
        var renamed = With(Now.Endpoints.Select(endpoint => endpoint.Id == "gcr" ? endpoint with { Id = "google-registry", Port = 443 } : endpoint));
        var change = Assert.Single(CatalogDifference.Between(Now, renamed).Changed);
        Assert.Equal([new FieldChange("id", "gcr", "google-registry")], change.Fields);
    }

    [Fact]
    public void Hosts_ports_and_conditions_are_shown_as_before_and_after()
    {
        var changed = With(Now.Endpoints.Where(endpoint => endpoint.Id != "aka-ms").Select(endpoint => endpoint.Id == "cluster-connect"
            ? endpoint with { Port = 443, Sources = [.. endpoint.Sources.Select(source => source with { Condition = null })] }
            : endpoint));
        var report = new EndpointDiffReport(CatalogDifference.Between(Now, changed), "embedded", "new.json", []);
        Assert.Equal("""
            - aka.ms HTTPS/443 (aks-vmware, arc-vsphere; for physical-nodes, cluster-vms, appliance-vm, management-machine)
            ~ cluster-connect
                port: 8084 → 443
                condition: with cluster connect (edition of 2026-06-11: with cluster connect and Azure RBAC) → (none)
                arc-kubernetes row 12: for cluster-vms, printed https://<region>.obo.arc.azure.com:8084/, with cluster connect (edition of 2026-06-11: with cluster connect and Azure RBAC) → for cluster-vms, printed https://<region>.obo.arc.azure.com:8084/
            0 added, 1 removed, 1 changed.

            """, report.Text(), ignoreLineEndingDifferences: true);
    }

    private static EndpointCatalog With(IEnumerable<Endpoint> endpoints) => new(Now.Lists, Now.SourceGroups, [.. endpoints]);
}
