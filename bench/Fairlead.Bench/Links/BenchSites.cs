using Fairlead.Testing.Lab;

namespace Fairlead.Bench.Links;

/// <summary>A /16 with 120 live addresses on four machines, 40 of them on machines that drop ICMP and TCP, and who asks.</summary>
internal static class BenchSites
{
    public const string Asker = "me";
    public const string Witness = "hosts0";
    public const int Live = 120;

    /// <summary>Somewhere in the middle, where nobody is.</summary>
    public const string Range4096 = "10.99.64.0-10.99.79.255";

    private const int Machines = 4;
    private const int PerMachine = Live / Machines;
    private const string DropsAll = "table inet drops { chain input { type filter hook input priority 0; policy drop; }; }";

    public static string Site(string loadBalancer) => $$"""
        apiVersion: fairlead.dev/v1
        kind: Site
        name: bench
        profile: kubernetes-vsphere
        segments:
          - name: lan
            prefix: 10.99.0.0/16
            gateway: 10.99.0.2
            addressing: dhcp
            dhcp: {leaseTime: 8h, scopes: [{range: 10.99.200.0-10.99.201.255}]}
        clusters:
          - name: shop
            segment: lan
            controlPlane: {ip: 10.99.250.1}
            nodePools: [{name: workers, nodes: 3}]
            loadBalancer: {addresses: [{{loadBalancer}}]}
            podCIDR: 10.244.0.0/16
            serviceCIDR: 10.96.0.0/12
        """;

    public static LabPlan Describe(LabPlan plan)
    {
        plan.Segment("lan").Node(Asker, node => node.On("lan", "10.99.255.1/16"));
        for (var machine = 0; machine < Machines; machine++)
        {
            var first = 2 + (machine * PerMachine);
            string[] addresses = [.. Enumerable.Range(first, PerMachine).Select(last => $"10.99.0.{last}/16")];
            var drops = machine == Machines - 1;
            plan.Node($"hosts{machine}", node => _ = drops ? node.On("lan", addresses).Filter(DropsAll) : node.On("lan", addresses));
        }

        return plan;
    }
}
