using Fairlead.Core.Addressing;
using Fairlead.Core.Capacity;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;

namespace Fairlead.Core.Planning;

/// <summary>What a change of the site files does: findings that come and go, capacity before and after, addresses that change.</summary>
public sealed record PlanComparison
{
    /// <summary>In reading order of the new plan.</summary>
    public required IReadOnlyList<Diagnostic> Appeared { get; init; }

    /// <summary>In reading order of the old plan.</summary>
    public required IReadOnlyList<Diagnostic> Gone { get; init; }

    /// <summary>Segments whose figures differ, or that came or went.</summary>
    public required IReadOnlyList<CapacityChange> Capacity { get; init; }

    /// <summary>Control plane IPs, load balancer ranges and resource bridge addresses that differ, by owner and kind.</summary>
    public required IReadOnlyList<AddressChange> Addresses { get; init; }

    public bool IsEmpty => Appeared.Count + Gone.Count + Capacity.Count + Addresses.Count == 0;

    /// <summary>What the old plan holds, for judging whether a control plane IP has changed (FL2005).</summary>
    public static IReadOnlyDictionary<string, IpSet> ControlPlaneIpsOf(Plan old)
    {
        ArgumentNullException.ThrowIfNull(old);
        return old.Estate.Clusters.Where(cluster => cluster.ControlPlaneIps.Count > 0)
            .ToDictionary(cluster => cluster.Subject.ToString(), cluster => IpSet.Of(cluster.ControlPlaneIps.Select(ip => IpRange.Single(ip.Value))));
    }

    public static PlanComparison Between(Plan before, Plan after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return new PlanComparison
        {
            Appeared = Without(after.Diagnostics, before.Diagnostics),
            Gone = Without(before.Diagnostics, after.Diagnostics),
            Capacity = [.. CompareCapacity(before, after)],
            Addresses = [.. CompareAddresses(before, after)],
        };
    }

    /// <summary>A finding is the same when rule, subject, severity, addresses and acceptance are; its place and figures may move.</summary>
    private static List<Diagnostic> Without(IReadOnlyList<Diagnostic> some, IReadOnlyList<Diagnostic> others)
    {
        var known = others.GroupBy(KeyOf).ToDictionary(group => group.Key, group => group.Count());
        var rest = new List<Diagnostic>();
        foreach (var finding in some)
        {
            var key = KeyOf(finding);
            if (known.TryGetValue(key, out var count) && count > 0)
                known[key] = count - 1;
            else
                rest.Add(finding);
        }

        return rest;
    }

    private static (string, string, Severity, string?, bool) KeyOf(Diagnostic finding) =>
        (finding.Rule.Id, finding.Subject.ToString(), finding.Severity, finding.Overlap?.ToString(), finding.IsOverridden);

    private static IEnumerable<CapacityChange> CompareCapacity(Plan before, Plan after)
    {
        var old = before.Capacity.GroupBy(row => row.Segment.ToString()).ToDictionary(rows => rows.Key, rows => rows.First());
        foreach (var row in after.Capacity)
        {
            old.Remove(row.Segment.ToString(), out var earlier);
            if (earlier is null || FiguresOf(earlier) != FiguresOf(row))
                yield return new(row.Segment.ToString(), earlier, row);
        }

        foreach (var row in before.Capacity.Where(row => old.ContainsKey(row.Segment.ToString())))
            yield return new(row.Segment.ToString(), row, null);
    }

    private static (UInt128, long, long, long) FiguresOf(SegmentCapacity row) => (row.Available, row.Steady, row.Peak, row.StaleLeases);

    private static IEnumerable<AddressChange> CompareAddresses(Plan before, Plan after)
    {
        var (old, now) = (AddressesOf(before), AddressesOf(after));
        foreach (var key in now.Keys.Concat(old.Keys.Where(key => !now.ContainsKey(key))))
        {
            var (earlier, later) = (old.GetValueOrDefault(key, IpSet.Empty), now.GetValueOrDefault(key, IpSet.Empty));
            if (earlier != later)
                yield return new(key.Owner, key.Kind, earlier, later);
        }
    }

    private static Dictionary<(string Owner, string Kind), IpSet> AddressesOf(Plan plan) =>
        plan.ExclusiveAddresses.GroupBy(claim => (claim.Owner.ToString(), claim.Kind.NameOf()))
            .ToDictionary(claims => claims.Key, claims => IpSet.Of(claims.Select(claim => claim.Range)));
}

/// <param name="Before">Null: the segment is new.</param>
/// <param name="After">Null: the segment is gone.</param>
public sealed record CapacityChange(string Segment, SegmentCapacity? Before, SegmentCapacity? After);

/// <param name="Before">Empty: the owner had none.</param>
/// <param name="After">Empty: the owner has none any more.</param>
public sealed record AddressChange(string Owner, string Kind, IpSet Before, IpSet After);
