namespace Fairlead.Testing.Lab.Neighbours;

/// <summary>Segments 10.77.0.0/24 on which it is hard to say who holds an address; <c>me</c> asks, <c>gw</c> is the gateway.</summary>
public static class NeighbourScenarios
{
    public static IReadOnlyList<LabScenario> All { get; } =
    [
        new("silent-host", "10.77.0.20 drops ICMP and TCP", plan => WithGateway(plan).Node("host", node => node.On("lan", "10.77.0.20/24").DropsIcmpAndTcp())),
        new("twins", "two machines have 10.77.0.20", plan => WithGateway(plan).Node("one", node => node.On("lan", "10.77.0.20/24")).Node("two", node => node.On("lan", "10.77.0.20/24"))),
        new("proxy-arp", "the gateway answers ARP for every empty address; a host at 10.77.0.20", plan => Asker(plan.Segment("lan").Segment("wan"))
            .Node("gw", node => node.ProxyArpRouter("lan", "10.77.0.1/30", "wan"))
            .Node("host", node => node.On("lan", "10.77.0.20/24"))),
        new("proxy-probes", "a proxy answers RFC 5227 probes too; a host at 10.77.0.20", plan => WithGateway(plan)
            .Node("host", node => node.On("lan", "10.77.0.20/24"))
            .Node("proxy", node => node.On("lan").AnswersAllArp("10.77.0.1", "10.77.0.50"))),
        new("probes-dropped", "the switch drops ARP from sender 0.0.0.0; a host at 10.77.0.20", plan => WithGateway(plan).DropsArpProbes("lan").Node("host", node => node.On("lan", "10.77.0.20/24"))),
        new("many-hosts", "120 hosts from 10.77.0.100 on, of which the last 40 drop ICMP and TCP", plan => WithGateway(plan)
            .Node("many", node => node.ManyHosts("lan", "10.77.0.100", 80, 24))
            .Node("silent", node => node.ManyHosts("lan", "10.77.0.180", 40, 24).DropsIcmpAndTcp())),
    ];

    private static LabPlan WithGateway(LabPlan plan) => Asker(plan.Segment("lan")).Node("gw", node => node.On("lan", "10.77.0.1/24"));

    private static LabPlan Asker(LabPlan plan) => plan.Node("me", node => node.On("lan", "10.77.0.50/24").Route("default via 10.77.0.1"));
}
