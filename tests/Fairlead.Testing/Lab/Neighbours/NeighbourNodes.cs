using System.Globalization;

namespace Fairlead.Testing.Lab.Neighbours;

/// <summary>Machines and switches that make it hard to say who holds an address.</summary>
public static class NeighbourNodes
{
    /// <summary>A host behind its own firewall: it drops ICMP and TCP, and still answers ARP and neighbour solicitations, without which nobody could reach it at all.</summary>
    public static NodePlan DropsIcmpAndTcp(this NodePlan node)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Filter("table ip silent { chain in { type filter hook input priority 0; policy accept; meta l4proto { icmp, tcp } drop; }; }");
    }

    /// <summary>
    /// A Linux router that answers ARP for every address that it would route elsewhere: its own prefix on the segment is too narrow, and all else goes out of
    /// <c>eth1</c>. It is silent to requests from 0.0.0.0, but for its own address.
    /// </summary>
    /// <param name="address">A /30 or so, on the segment.</param>
    public static NodePlan ProxyArpRouter(this NodePlan node, string segment, string address, string outside)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.On(segment, address).On(outside, "192.0.2.1/24").Route("default via 192.0.2.254").Forwards()
            .Set("net.ipv4.conf.eth0.proxy_arp=1").Set("net.ipv4.conf.all.rp_filter=0").Set("net.ipv4.conf.eth0.rp_filter=0");
    }

    /// <summary>Answers every ARP request on <c>eth0</c>, those from sender 0.0.0.0 too.</summary>
    /// <param name="spared">Addresses that it leaves alone.</param>
    public static NodePlan AnswersAllArp(this NodePlan node, params string[] spared)
    {
        ArgumentNullException.ThrowIfNull(node);
        return node.Set("net.ipv4.conf.all.arp_ignore=8").Runs(async (running, ct) =>
            await running.Start("python3", [Repository.PathOf("tests", "Fairlead.Testing", "Lab", "Actors", "arp_everything.py"), "eth0", .. spared]).WaitForAsync("ready", ct));
    }

    /// <summary>So many hosts in one namespace, each an interface with a MAC and an address of its own, and none that answers for another.</summary>
    /// <param name="first">The addresses count up from it.</param>
    public static NodePlan ManyHosts(this NodePlan node, string segment, string first, int count, int prefixLength)
    {
        ArgumentNullException.ThrowIfNull(node);
        var address = Core.Addressing.IpAddr.Parse(first);
        for (var i = 0; i < count; i++)
        {
            node.On(segment, string.Create(CultureInfo.InvariantCulture, $"{address}/{prefixLength}"));
            address.TryNext(out address);
        }

        return node.Set("net.ipv4.conf.all.arp_ignore=1").Set("net.ipv4.conf.all.arp_announce=2");
    }

    /// <summary>A switch that drops requests from sender 0.0.0.0, as some do with ARP inspection.</summary>
    public static LabPlan DropsArpProbes(this LabPlan plan, string segment)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Filter(segment, "table bridge inspection { chain forward { type filter hook forward priority 0; ether type arp arp saddr ip 0.0.0.0 drop; }; }");
    }
}
