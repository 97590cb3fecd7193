using Fairlead.Core.Capacity;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Joins;
using Fairlead.Core.Rules;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Planning;

/// <summary>What Fairlead has to say about an estate.</summary>
public sealed record Plan
{
    public required Estate Estate { get; init; }

    /// <summary>In reading order.</summary>
    public required IReadOnlyList<Claim> Claims { get; init; }

    /// <summary>In reading order of their subject, then by rule id.</summary>
    public required IReadOnlyList<Diagnostic> Diagnostics { get; init; }

    /// <summary>In reading order of the segments.</summary>
    public required IReadOnlyList<SegmentCapacity> Capacity { get; init; }

    /// <summary>The files read, by name, for showing the line of a finding.</summary>
    public required IReadOnlyDictionary<string, SourceFile> Sources { get; init; }

    /// <summary>What outside systems hold, as far as they were read.</summary>
    public ObservedWorld Observed { get; init; } = ObservedWorld.Empty;

    /// <summary>Segments whose DHCP server was read, in reading order.</summary>
    public IReadOnlyList<ServedSegment> Served { get; init; } = [];

    public bool HasUnusableInput => Diagnostics.Any(diagnostic => diagnostic.IsUnusableInput);

    public bool HasFailures => Diagnostics.Any(diagnostic => diagnostic.IsFailure);

    /// <summary>Findings of a severity that no override accepts.</summary>
    public int Count(Severity severity) => Diagnostics.Count(diagnostic => diagnostic.Severity == severity && !diagnostic.IsOverridden);

    public int Overridden => Diagnostics.Count(diagnostic => diagnostic.IsOverridden);

    /// <summary>Addresses that nobody else may use: those of clusters in reading order, then those of resource bridges.</summary>
    public IEnumerable<Claim> ExclusiveAddresses =>
        Claims.Where(claim => claim.Kind.GroupOf() == ClaimGroup.Exclusive).OrderBy(claim => claim.Kind.IsBridgeAddress());

    /// <summary>One control plane IP per cluster is needed; so many clusters have theirs.</summary>
    public (int Required, int Planned) ControlPlaneIps =>
        (Estate.Clusters.Count(), Estate.Clusters.Count(cluster => cluster.ControlPlaneIps.Count > 0));

    /// <summary>Services of type LoadBalancer expected, and distinct addresses for them (of two families the scarcer).</summary>
    public (long Services, UInt128 Addresses) LoadBalancerIps =>
        (Estate.Clusters.Sum(cluster => (long)cluster.Services), Estate.Clusters.Aggregate(UInt128.Zero, (sum, cluster) => AddSaturating(sum, LoadBalancerRules.AddressesOf(cluster))));

    /// <summary>What it says about some of the sites alone; it was judged together with all.</summary>
    public Plan Of(Func<string, bool> isSite)
    {
        ArgumentNullException.ThrowIfNull(isSite);
        return this with
        {
            Estate = new Estate([.. Estate.Sites.Where(site => isSite(site.Name))], Estate.InputFindings),
            Claims = [.. Claims.Where(claim => isSite(claim.Site.Name))],
            Diagnostics = [.. Diagnostics.Where(finding => finding.Site is { } site && isSite(site))],
            Capacity = [.. Capacity.Where(row => isSite(row.Segment.Site.Name))],
        };
    }

    private static UInt128 AddSaturating(UInt128 one, UInt128 other) => one > UInt128.MaxValue - other ? UInt128.MaxValue : one + other;
}
