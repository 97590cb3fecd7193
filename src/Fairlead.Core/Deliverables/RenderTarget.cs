using Fairlead.Core.Planning;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Deliverables;

/// <summary>Something that <c>fairlead render</c> writes: a pure function from a plan to files.</summary>
/// <param name="Name">The word on the command line, kebab-case.</param>
/// <param name="Step">When it is needed.</param>
/// <param name="Summary">What it is for, in one sentence.</param>
public sealed record RenderTarget(string Name, DeliveryStep Step, string Summary, Func<RenderRequest, Rendered> Render);

/// <summary>In which order things are done.</summary>
public enum DeliveryStep
{
    /// <summary>Before there is a machine: DHCP, switches, routers, filters.</summary>
    Network,

    /// <summary>For making the cluster.</summary>
    Cluster,

    /// <summary>In the cluster, when it runs.</summary>
    Services,
}

/// <param name="IsChosen">Of all clusters, those that are asked for; files of segments and sites are those that these need.</param>
public sealed record RenderRequest(Plan Plan, Func<Cluster, bool> IsChosen)
{
    /// <summary>In reading order.</summary>
    public IEnumerable<Cluster> Clusters => Plan.Estate.Clusters.Where(IsChosen);

    public IEnumerable<Site> Sites => Clusters.Select(cluster => cluster.Site).Distinct();

    /// <summary>Of the clusters asked for, those that a target is for, each with a name for its files.</summary>
    internal IEnumerable<(Cluster Cluster, string Name)> NamedClusters(Func<Cluster, bool> isMeant)
    {
        var clusters = Clusters.Where(isMeant).ToList();
        return clusters.Zip(FileNames.Of(clusters.Select(cluster => $"{cluster.Site.Name}-{cluster.Name}")));
    }

    /// <summary>Each with a name for its files.</summary>
    internal IEnumerable<(Site Site, string Name)> NamedSites
    {
        get
        {
            var sites = Sites.ToList();
            return sites.Zip(FileNames.Of(sites.Select(site => site.Name)));
        }
    }

    /// <summary>Those that the clusters and their pools use.</summary>
    public IEnumerable<Segment> Segments => Clusters.SelectMany(cluster => cluster.NodePools.Select(pool => pool.Segment).Prepend(cluster.Segment)).OfType<Segment>().Distinct();
}

/// <summary>What a target became.</summary>
/// <param name="Files">In an order that depends on the plan alone; no two of one name.</param>
/// <param name="Losses">What the target can't express and what is lost by that, a sentence each, for whoever applies it.</param>
public sealed record Rendered(IReadOnlyList<DeliverableFile> Files, IReadOnlyList<string> Losses);
