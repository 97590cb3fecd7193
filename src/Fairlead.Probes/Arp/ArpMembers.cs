using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Neighbours;

namespace Fairlead.Probes.Arp;

/// <summary>Who holds a node address of the segment: a member of a cluster that stands there.</summary>
internal static class ArpMembers
{
    /// <param name="nodes">What was seen when the node addresses were asked.</param>
    /// <param name="outcome">What was seen of the gateways, which answer for others.</param>
    public static Membership Of(ScanOutcome nodes, LinkInterface link, IReadOnlyList<IpAddr> nodeAddresses, ScanOutcome outcome, LinkHosts hosts)
    {
        var crowds = LinkReading.CrowdsIn(nodes.Sightings).Select(crowd => crowd.Mac)
            .Concat(hosts.Gateways.SelectMany(outcome.Of).Select(seen => seen.Mac)).ToHashSet();
        var macs = nodes.Sightings.Where(seen => seen.IsLife && !crowds.Contains(seen.Mac)).Select(seen => seen.Mac).ToHashSet();
        if (nodeAddresses.Any(link.Owns))
            macs.Add(link.Mac);
        return new(macs, nodes.Fault == LinkFault.None ? null : nodes.Fault.Word());
    }
}
