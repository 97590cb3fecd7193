using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Reports.Blocks;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Deliverables.VSphere;

/// <summary>
/// Profiles of an NSX segment, and what physical switches do with addresses that no lease gave. NSX's names, limits and defaults are those of its IPDiscoveryProfile and SpoofGuardProfile
/// (NSX administration guide, "Understanding IP Discovery Segment Profile").
/// </summary>
internal static class NsxSettings
{
    private const int MostArpBindings = 256;
    private const int MostNdBindings = 15;

    public static IEnumerable<IReadOnlyList<Line>> Rows(MovingAddresses moving)
    {
        if (moving.IsNone)
        {
            yield return [Line.Strong("all"), "as it is", "Nothing moves."];
            yield break;
        }

        var hasV6 = moving.Ranges.Any(range => range.Family == IpFamily.V6);
        yield return [Line.Strong("IP discovery: Trust on First Use"), "off", "With it (the default) an address belongs for ever to the port that was seen with it first: after it moved, NSX answers ARP with the old node's MAC."];
        yield return [Line.Strong("IP discovery: Duplicate IP detection"), "off", "With it, an address seen on a second port is set aside instead of moving there."];
        yield return [Line.Strong("IP discovery: ARP binding limit"), Limit(moving.MostV4, MostArpBindings), "Addresses that NSX remembers for one port (default 1: the node's own). Beyond it, what a node has taken over is forgotten again."];
        if (hasV6)
            yield return [Line.Strong("IP discovery: ND snooping limit"), Limit(moving.MostV6, MostNdBindings), "The same for IPv6 (default 3, and IPv6 is not looked at unless the profile says so)."];
        yield return [Line.Strong("SpoofGuard: Port bindings"), Line.Stack(["off,", "or the addresses that move as manual bindings of each node's port"]), "It lets a port send with addresses of its bindings alone; a node that takes an address over has none for it."];
        yield return [Line.Strong("Segment security: DHCP server block"), "off only where a DHCP server is a VM of this segment", "It drops a server's answers (on by default)."];
        yield return [Line.Strong("MAC discovery: MAC change, MAC learning"), "off", "Addresses move, MAC addresses do not."];
    }

    public static IEnumerable<IReadOnlyList<Line>> Physical(Segment segment, MovingAddresses moving)
    {
        if (moving.IsNone)
        {
            yield return [Line.Strong("all"), "as it is", "Nothing moves."];
            yield break;
        }

        var vlan = segment.Spec.Vlan.TryGet(out var id) ? $"VLAN {id.ToString(CultureInfo.InvariantCulture)}" : "the segment's VLAN";
        yield return [Line.Strong("Dynamic ARP inspection"), $"off for {vlan}, or a static entry for each address that moves", "It knows addresses from DHCP alone; these are not leased, so their ARP is dropped."];
        yield return [Line.Strong("IP source guard"), $"off for {vlan}, or the same entries", "It drops what is sent with an address that was not leased."];
        yield return [Line.Strong("Fabrics that learn addresses"), "let an address move with a gratuitous ARP", "A fabric that answers ARP itself goes on naming the old node."];
    }

    private static string Limit(UInt128 most, int limit) => most <= (UInt128)limit
        ? $"{most} or more"
        : string.Create(CultureInfo.InvariantCulture, $"{limit}, which is the most that NSX takes and less than the {most} of the plan: turn snooping off for this segment, or make the range smaller");
}
