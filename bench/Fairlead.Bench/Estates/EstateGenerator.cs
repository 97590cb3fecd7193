using System.Text;

namespace Fairlead.Bench.Estates;

/// <summary>One generated file: its path below the estate's folder, with forward slashes, and its text.</summary>
public sealed record EstateFile(string Path, string Text);

/// <summary>
/// Makes an estate that looks like one that people run: a site of 25 segments for each datacenter, 20 clusters a segment, three profiles,
/// dual-stack here and there, and a part of the clusters in files of their own.
/// </summary>
public static class EstateGenerator
{
    private const int SegmentsPerSite = 25;

    public static IEnumerable<EstateFile> Files(EstateOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var random = new Random(options.Seed);
        var sites = (options.Segments + SegmentsPerSite - 1) / SegmentsPerSite;
        for (var number = 0; number < sites; number++)
        {
            var site = new SiteTraits(number);
            var firstSegment = number * SegmentsPerSite;
            var segments = Math.Min(SegmentsPerSite, options.Segments - firstSegment);
            var clusters = new List<(ClusterTraits Traits, bool HasOwnFile)>();
            for (var i = firstSegment; i < firstSegment + segments; i++)
            {
                for (var place = 0; place < ClustersOn(i, options); place++)
                    clusters.Add((ClusterTraits.Draw(site, new SegmentPlan(i), place, options, random), random.NextDouble() < options.OwnFiles));
            }

            yield return SiteFile(site, firstSegment, segments, clusters.Where(cluster => !cluster.HasOwnFile).Select(cluster => cluster.Traits), options, random);
            foreach (var (cluster, _) in clusters.Where(cluster => cluster.HasOwnFile))
                yield return ClusterFile(site, cluster);
        }
    }

    /// <summary>As many clusters as asked for, spread evenly.</summary>
    private static int ClustersOn(int segment, EstateOptions options) =>
        (int)(((long)options.Clusters * (segment + 1) / options.Segments) - ((long)options.Clusters * segment / options.Segments));

    private static EstateFile SiteFile(SiteTraits site, int firstSegment, int segments, IEnumerable<ClusterTraits> clusters, EstateOptions options, Random random)
    {
        var text = new StringBuilder();
        site.WriteHead(text);
        text.Append("\nsegments:\n");
        for (var i = firstSegment; i < firstSegment + segments; i++)
            site.WriteSegment(text, new SegmentPlan(i), random.NextDouble() < options.Mistakes / 5);
        var written = clusters.ToList();
        if (written.Count > 0)
        {
            text.Append("\nclusters:\n");
            foreach (var cluster in written)
                cluster.WriteEntry(text);
        }

        var overrides = written.Where(cluster => cluster.IsAccepted).ToList();
        if (overrides.Count > 0)
        {
            text.Append("\noverrides:\n");
            foreach (var cluster in overrides)
                cluster.WriteOverride(text, "  ");
        }

        return new($"{site.Name}/site.yaml", text.ToString());
    }

    private static EstateFile ClusterFile(SiteTraits site, ClusterTraits cluster)
    {
        var text = new StringBuilder();
        cluster.WriteDocument(text);
        return new($"{site.Name}/clusters/{cluster.Name}.yaml", text.ToString());
    }
}
