using Fairlead.Core.Diagnostics;
using Fairlead.Core.Profiles;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Sites;

/// <summary>One vCenter or datacenter with its references resolved and its defaults in place.</summary>
public sealed class Site
{
    public const string DefaultAddressSpace = "default";

    private readonly List<Segment> _segments = [];
    private readonly List<Cluster> _clusters = [];
    private readonly Dictionary<string, Segment> _segmentsByName = [];
    private readonly Dictionary<string, Cluster> _clustersByName = [];

    internal Site(SiteSpec spec, Profile profile)
    {
        Spec = spec;
        Profile = profile;
        if (spec.Region.TryGet(out var text) && Regions.TryFind(text, out var region))
            Region = region;
    }

    public SiteSpec Spec { get; }

    public Profile Profile { get; }

    public string Name => Spec.Name.Value;

    public Subject Subject => Spec.Subject;

    public string AddressSpace => Spec.AddressSpace.Or(DefaultAddressSpace);

    /// <summary>Null when none is written or the catalogue does not know it.</summary>
    public Region? Region { get; }

    /// <summary>In reading order.</summary>
    public IReadOnlyList<Segment> Segments => _segments;

    /// <summary>In reading order: those of the site's own document, then those of their own documents.</summary>
    public IReadOnlyList<Cluster> Clusters => _clusters;

    public Segment? FindSegment(string name) => _segmentsByName.GetValueOrDefault(name);

    public Cluster? FindCluster(string name) => _clustersByName.GetValueOrDefault(name);

    internal void Add(Segment segment)
    {
        _segments.Add(segment);
        if (segment.Spec.Name.TryGet(out var name))
            _segmentsByName.Add(name, segment);
    }

    internal void Add(Cluster cluster)
    {
        _clusters.Add(cluster);
        if (cluster.Spec.Name.TryGet(out var name))
            _clustersByName.Add(name, cluster);
    }

    public override string ToString() => Name;
}
