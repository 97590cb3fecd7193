using Fairlead.Core.Capacity;
using Fairlead.Core.Sites;
using Fairlead.Server.Pages.Layout;
using Fairlead.Server.Pages.Serving;
using Microsoft.AspNetCore.Routing;

namespace Fairlead.Server.Pages.Clusters;

/// <summary>Clusters, and the segments whose addresses their nodes take: now, at the peak, and with the leases of replaced nodes.</summary>
internal static class ClusterPages
{
    private const int PageSize = 50;

    public static void Map(IEndpointRouteBuilder endpoints) => endpoints.MapPages("clusters", ShowAsync);

    private static Task ShowAsync(PageContext page)
    {
        var from = page.Number("from");
        var clusters = page.Moment.Plan.Estate.Clusters.Where(cluster => page.Shows(cluster.Site.Name)).ToList();
        var capacity = page.Moment.Plan.Capacity.Where(row => page.Shows(row.Segment.Site.Name) && row.Segment.IsInUse).OrderBy(row => row.Headroom).ToList();
        var model = new ClustersModel
        {
            Clusters = [.. clusters.Skip(from).Take(PageSize)],
            Segments = [.. capacity.Skip(from).Take(PageSize)],
            Needs = page.Moment.Plan.Capacity.SelectMany(row => row.Breakdown).ToLookup(need => need.Cluster),
            Total = clusters.Count,
            SegmentsInUse = capacity.Count,
            Earlier = from > 0 ? At(Math.Max(0, from - PageSize)) : null,
            Later = Math.Max(clusters.Count, capacity.Count) > from + PageSize ? At(from + PageSize) : null,
        };
        return page.ShowAsync<ClustersPage, ClustersModel>(page.Frame("Clusters", PageSection.Clusters), model);

        string At(int first) => PageLinks.Of(PageSection.Clusters, page.Site) + PageLinks.Query(("from", first == 0 ? null : PlanNumber(first)));
    }

    private static string PlanNumber(int number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A page of clusters, and one of segments in use, the tightest first.</summary>
public sealed record ClustersModel
{
    public required IReadOnlyList<Cluster> Clusters { get; init; }

    public required IReadOnlyList<SegmentCapacity> Segments { get; init; }

    /// <summary>What each cluster takes, on each of its segments.</summary>
    public required ILookup<Cluster, ClusterNeed> Needs { get; init; }

    public required int Total { get; init; }

    public required int SegmentsInUse { get; init; }

    public required string? Earlier { get; init; }

    public required string? Later { get; init; }
}
