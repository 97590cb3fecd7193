using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Sites;

/// <summary>A logical network segment of a site and who uses it.</summary>
public sealed class Segment
{
    private readonly List<Cluster> _clusters = [];
    private readonly List<NodePool> _nodePools = [];

    internal Segment(Site site, SegmentSpec spec)
    {
        Site = site;
        Spec = spec;
        Place = new Place([this]);
    }

    public Site Site { get; }

    public SegmentSpec Spec { get; }

    public Subject Subject => Spec.Subject;

    /// <summary>Its name, or its index where it has none.</summary>
    public string Name => Subject.Name;

    public string AddressSpace => Spec.AddressSpace.Or(Site.AddressSpace);

    /// <summary>The network it is; a stretched network is one place of several segments.</summary>
    public Place Place { get; internal set; }

    /// <summary>At most one per family; empty where none is written or usable.</summary>
    public IReadOnlyList<Located<IpPrefix>> Prefixes => Spec.Prefix.Or([]);

    public IReadOnlyList<ScopeSpec> Scopes => Spec.Dhcp.TryGet(out var dhcp) ? dhcp.Scopes.Or([]) : [];

    public IReadOnlyList<Located<IpRange>> Pool => Spec.Pool.Or([]);

    /// <summary>Clusters that name it as theirs.</summary>
    public IReadOnlyList<Cluster> Clusters => _clusters;

    /// <summary>Node pools whose workers live here.</summary>
    public IReadOnlyList<NodePool> NodePools => _nodePools;

    public bool IsInUse => _clusters.Count > 0 || _nodePools.Count > 0;

    public IpPrefix? PrefixOf(IpFamily family)
    {
        foreach (var prefix in Prefixes)
        {
            if (prefix.Value.Family == family)
                return prefix.Value;
        }

        return null;
    }

    /// <summary>An address of a family that the segment lacks lies outside it.</summary>
    public bool Contains(IpAddr address) => PrefixOf(address.Family) is { } prefix && prefix.Contains(address);

    /// <inheritdoc cref="Contains(IpAddr)"/>
    public bool Contains(IpRange range) => PrefixOf(range.Family) is { } prefix && prefix.Contains(range);

    internal void Add(Cluster cluster) => _clusters.Add(cluster);

    internal void Add(NodePool pool) => _nodePools.Add(pool);

    public override string ToString() => $"{Site.Name}/{Name}";
}
