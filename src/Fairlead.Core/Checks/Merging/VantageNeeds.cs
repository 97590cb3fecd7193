using Fairlead.Core.Endpoints;
using Fairlead.Core.Firewalls;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Checks.Merging;

/// <summary>From where a site has to be asked: from each kind of machine that opens connections by the lists of its profile.</summary>
public static class VantageNeeds
{
    private const string Nodes = "cluster-vms";

    public static CheckedSite Of(Site site)
    {
        ArgumentNullException.ThrowIfNull(site);
        var plan = FirewallPlan.Of(site);
        var sources = plan.Inside.Concat(plan.Egress).Where(rule => !rule.IsConditional).SelectMany(rule => rule.From).Select(machines => machines.Name).ToHashSet();
        return new(site.Name, site.Profile.Name, [.. PortCatalog.Default.Machines.Where(machine => sources.Contains(machine.Name)).SelectMany(machine => NeedsOf(site, machine.Id))]);
    }

    private static IEnumerable<VantageNeed> NeedsOf(Site site, string role) => role switch
    {
        // Each segment has its own gateway, filters and resolvers.
        Nodes => site.Segments.Where(segment => segment.IsInUse).Select(segment => new VantageNeed(role, segment.ToString())),
        // The resource bridge's control plane IP is held by the bridge's machine.
        "appliance-control-plane" => [],
        "appliance-vm" when !site.Spec.ResourceBridge.HasValue => [],
        _ => [new VantageNeed(role, null)],
    };
}
