using Fairlead.Core.Joins;
using Fairlead.Core.Observations;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.Core.Reports.Blocks;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Deliverables.VSphere;

/// <summary>The security policy of a standard or distributed port group, and its values where vCenter was read.</summary>
internal static class SwitchSettings
{
    public static IEnumerable<IReadOnlyList<Line>> Rows(Segment segment, Plan plan, MovingAddresses moving)
    {
        var now = Now(segment, plan.Observed).ToList();
        var needed = moving.IsNone ? "Reject" : "Reject is enough";
        yield return
        [
            Line.Strong("Forged transmits"), needed,
            "kube-vip, MetalLB and keepalived as Fairlead writes it send with the node's own MAC address. Accept is needed only where something sends with another: keepalived's use_vmac, macvlan, a hypervisor in a VM.",
            Values(now, security => security.AllowsForgedTransmits),
        ];
        yield return
        [
            Line.Strong("MAC address changes"), needed,
            "No node changes the MAC address of its adapter.",
            Values(now, security => security.AllowsMacChanges),
        ];
        yield return
        [
            Line.Strong("Promiscuous mode"), "Reject",
            "Nobody needs to hear what is sent to others.",
            Values(now, security => security.AllowsPromiscuous),
        ];
    }

    /// <summary>Networks of the segment's name; several where the name is not unique.</summary>
    private static IEnumerable<(Observation Observation, ObservedNetwork Network)> Now(Segment segment, ObservedWorld world)
    {
        var name = segment.Spec.VsphereNetwork.Or(segment.Name);
        return from observation in world.Observations
               from network in observation.Networks
               where network.Name == name
               select (observation, network);
    }

    private static Line Values(List<(Observation Observation, ObservedNetwork Network)> now, Func<PortSecurity, bool?> read) => now.Count == 0
        ? "not known"
        : Line.Stack(now.Select(each => (Line)$"{Value(each.Network, read)} ({each.Network.Path}/{each.Network.Name}; {each.Observation.Source}, {ObservedWords.Age(each.Observation)})"));

    private static string Value(ObservedNetwork network, Func<PortSecurity, bool?> read) =>
        network.Kind == NetworkKind.Nsx ? "NSX's: see below"
        : network.Security is { } security && read(security) is { } allows ? allows ? "Accept" : "Reject"
        : "not known, or not the same on every host";
}
