using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Joins;

namespace Fairlead.Core.Planning;

/// <summary>What a plan depends on beside the site files.</summary>
public sealed record PlanOptions
{
    /// <summary>The day (UTC) that rules take for today; the only clock they know.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Whether overrides accept findings.</summary>
    public bool HonourOverrides { get; init; } = true;

    /// <summary>Control plane IPs that a ledger holds, by the cluster's subject (<c>madrid/clusters/shop</c>).</summary>
    public IReadOnlyDictionary<string, IpSet> HeldControlPlaneIps { get; init; } = new Dictionary<string, IpSet>();

    /// <summary>What a ledger holds: <c>auto</c> takes its owner's and keeps off the others', and whoever claims another's is in conflict.</summary>
    public IReadOnlyList<HeldRange> Held { get; init; } = [];

    /// <summary>What outside systems hold: scopes as served take the place of those written, and files are held against leases and machines (FL86).</summary>
    public ObservedWorld Observed { get; init; } = ObservedWorld.Empty;
}
