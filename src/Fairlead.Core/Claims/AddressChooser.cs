using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Claims;

/// <summary>
/// Fills in what is written as <c>auto</c>, after all explicit claims of all files and in reading order: the lowest free range of the segment
/// that nobody claims, outside every scope (exclusions count as taken), IPv4 first, without addresses that end in .0 or .255.
/// </summary>
public sealed class AddressChooser
{
    private readonly Dictionary<string, FreeAddresses> _spaces;
    private readonly ILookup<(string Space, string Owner), HeldRange> _held;

    private AddressChooser(IReadOnlyList<Claim> claims, IReadOnlyList<HeldRange> held)
    {
        var heldIn = held.ToLookup(range => range.AddressSpace, range => range.Range);
        _spaces = claims.GroupBy(claim => claim.AddressSpace).ToDictionary(space => space.Key, space => new FreeAddresses(space, _ => heldIn[space.Key]));
        _held = held.ToLookup(range => (range.AddressSpace, range.Owner));
    }

    /// <summary>Assigns addresses to the clusters that ask for them; a cluster for which nothing is free keeps none.</summary>
    /// <param name="held">What a ledger holds: a cluster is given what is held for it, before anything else.</param>
    public static void Choose(Estate estate, IReadOnlyList<HeldRange> held)
    {
        ArgumentNullException.ThrowIfNull(estate);
        ArgumentNullException.ThrowIfNull(held);
        var asking = estate.Clusters.Where(cluster => WantsControlPlaneIp(cluster) || WantsLoadBalancer(cluster)).ToList();
        if (asking.Count == 0)
            return;
        var chooser = new AddressChooser(ClaimCollector.Collect(estate), held);
        foreach (var cluster in asking)
            chooser.Assign(cluster);
    }

    /// <summary>Whether the planner is asked for the control plane IP and knows where to look.</summary>
    public static bool WantsControlPlaneIp(Cluster cluster) =>
        cluster.ControlPlane.Ip.TryGet(out var ip) && ip.IsAuto && cluster.Segment is { Spec.Prefix.IsSound: true };

    /// <inheritdoc cref="WantsControlPlaneIp"/>
    public static bool WantsLoadBalancer(Cluster cluster) =>
        cluster.LoadBalancer is { } balancer && balancer.Addresses.TryGet(out var addresses) && addresses.IsAuto && cluster.Segment is { Spec.Prefix.IsSound: true };

    private void Assign(Cluster cluster)
    {
        if (WantsControlPlaneIp(cluster) && TakeFor(cluster, 1, kind => kind == ClaimKind.ControlPlaneIp) is [var ip, ..])
            cluster.ControlPlaneIps = [new(new(ip.First, cluster.ControlPlaneIpSubject, cluster.ControlPlane.Ip.At), IsChosen: true)];
        if (!WantsLoadBalancer(cluster))
            return;
        var field = cluster.LoadBalancer!.Addresses;
        var count = field.Value.AutoCount ?? Math.Max(1, cluster.Services);
        cluster.LoadBalancerRanges = [.. TakeFor(cluster, (uint)count, ClaimKinds.IsLoadBalancer).Select(range => new Assigned<IpRange>(new(range, field.Subject!, field.At), IsChosen: true))];
    }

    /// <summary>What is held for it; what is missing is taken from what is free, in one piece.</summary>
    private List<IpRange> TakeFor(Cluster cluster, UInt128 count, Func<ClaimKind, bool> isOfKind)
    {
        var ranges = _held[(cluster.AddressSpace, cluster.Subject.ToString())].Where(held => isOfKind(held.Kind)).Select(held => held.Range).Order().ToList();
        var have = IpSet.Of(ranges).Count();
        if (have < count && _spaces[cluster.AddressSpace].Take(cluster.Segment!, count - have) is { } found)
            ranges.Add(found);
        return ranges;
    }
}
