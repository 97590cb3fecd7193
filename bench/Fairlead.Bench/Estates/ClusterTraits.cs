using System.Globalization;
using System.Text;

namespace Fairlead.Bench.Estates;

/// <summary>What people get wrong about a cluster.</summary>
public enum ClusterMistake
{
    None,
    ControlPlaneIpInScope,
    ControlPlaneIpOfNeighbour,
    ControlPlaneIpIsGateway,
    LoadBalancerOverNeighbour,
    LoadBalancerInScope,
    LoadBalancerTooSmall,
    PodNetworkOverSegments,
    EvenControlPlane,
    SegmentMisspelt,
    FieldMisspelt,
    AddressWithLeadingZero,
}

/// <summary>A generated cluster and how it is written.</summary>
public sealed record ClusterTraits
{
    private const int MostServices = 20;

    private static readonly string[] Teams = ["shop", "bank", "billing", "search", "media", "data", "web", "iot", "risk", "crm"];
    private static readonly string[] Stages = ["prod", "prod", "test", "dev"];
    private static readonly string[] Pools = ["default", "batch", "gpu"];

    public required SiteTraits Site { get; init; }

    public required SegmentPlan Segment { get; init; }

    /// <summary>Which of the segment's clusters, from 0.</summary>
    public required int Place { get; init; }

    public required string Name { get; init; }

    public required int ControlPlaneNodes { get; init; }

    /// <summary>Nodes of each pool, and how far the autoscaler may go (0: none).</summary>
    public required IReadOnlyList<(int Nodes, int Most)> NodePools { get; init; }

    public required int Services { get; init; }

    public required bool IsRouted { get; init; }

    public required bool IsAutomatic { get; init; }

    public required ClusterMistake Mistake { get; init; }

    /// <summary>The mistake is one that an override accepts.</summary>
    public bool IsAccepted => Mistake == ClusterMistake.LoadBalancerTooSmall && Place % 2 == 0;

    public static ClusterTraits Draw(SiteTraits site, SegmentPlan segment, int place, EstateOptions options, Random random)
    {
        ArgumentNullException.ThrowIfNull(site);
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(random);
        var stage = Stages[random.Next(Stages.Length)];
        var pools = new (int, int)[1 + random.Next(Pools.Length)];
        for (var i = 0; i < pools.Length; i++)
        {
            var nodes = 2 + random.Next(5);
            pools[i] = (nodes, random.Next(2) == 0 ? 0 : nodes + random.Next(7));
        }

        return new ClusterTraits
        {
            Site = site,
            Segment = segment,
            Place = place,
            Name = string.Create(CultureInfo.InvariantCulture, $"{Teams[random.Next(Teams.Length)]}-{stage}-{segment.Number:0000}-{place:00}"),
            ControlPlaneNodes = stage == "prod" ? 3 : 1,
            NodePools = pools,
            Services = 2 + random.Next(MostServices - 2),
            IsRouted = site.IsVanilla && random.Next(10) == 0,
            IsAutomatic = options.IsAutomatic,
            Mistake = random.NextDouble() < options.Mistakes ? (ClusterMistake)(1 + random.Next((int)ClusterMistake.AddressWithLeadingZero)) : ClusterMistake.None,
        };
    }

    /// <summary>As a document of its own.</summary>
    public void WriteDocument(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"""
            apiVersion: fairlead.dev/v1
            kind: Cluster
            site: {Site.Name}
            name: {Name}

            """);
        WriteFields(text, "");
        if (!IsAccepted)
            return;
        text.Append("overrides:\n");
        WriteOverride(text, "  ");
    }

    /// <summary>As an entry of its site's list.</summary>
    public void WriteEntry(StringBuilder text)
    {
        text.Append(CultureInfo.InvariantCulture, $"  - name: {Name}\n");
        WriteFields(text, "    ");
    }

    public void WriteOverride(StringBuilder text, string indent) =>
        text.Append(CultureInfo.InvariantCulture, $"{indent}- {{rule: FL4005, subject: {Site.Name}/clusters/{Name}/loadBalancer, reason: services share one address by port}}\n");

    private void WriteFields(StringBuilder text, string indent)
    {
        Line($"segment: {SiteTraits.NameOf(Segment)}{(Mistake == ClusterMistake.SegmentMisspelt ? "x" : "")}");
        Line($"hostCluster: vsphere-{(Segment.Number * 2) + (Place / 10)}");
        Line($"kubernetesVersion: {(Site.IsVanilla ? "1.34.1" : "1.28.5")}");
        Line($"controlPlane: {{ip: {ControlPlaneIp}, nodes: {(Mistake == ClusterMistake.EvenControlPlane ? 2 : ControlPlaneNodes)}, vmSize: Standard_A4_v2}}");
        Line($"nodePools:");
        for (var i = 0; i < NodePools.Count; i++)
        {
            var (nodes, most) = NodePools[i];
            var autoscale = most == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", autoscale: {{min: 1, max: {most}}}");
            Line($"  - {{name: {Pools[i]}, nodes: {nodes}{autoscale}, vmSize: Standard_A4_v2}}");
        }

        Line($"{(Mistake == ClusterMistake.FieldMisspelt ? "loadBalancr" : "loadBalancer")}:");
        Line($"  provider: metallb");
        if (IsRouted)
        {
            Line($"  mode: bgp");
            Line($"  peers: [{{address: {Segment.Gateway}, asn: 64512, myAsn: 64513}}]");
        }

        Line($"  addresses: {LoadBalancerAddresses}");
        Line($"services: {(Mistake == ClusterMistake.LoadBalancerTooSmall ? Services + 40 : Services)}");
        var isDual = Site.IsVanilla && SiteTraits.IsDualStack(Segment);
        if (Mistake == ClusterMistake.PodNetworkOverSegments)
            Line($"podCIDR: 10.{112 + (Segment.Number / 32)}.0.0/16");
        else if (Site.IsVanilla)
            Line($"podCIDR: {(isDual ? "[172.20.0.0/16, \"fd00:20::/48\"]" : "172.20.0.0/16")}");
        if (Site.IsVanilla)
            Line($"serviceCIDR: {(isDual ? "[172.30.0.0/16, \"fd00:30::/108\"]" : "172.30.0.0/16")}");

        void Line(FormattableString line) => text.Append(indent).Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');
    }

    private string ControlPlaneIp => Mistake switch
    {
        ClusterMistake.ControlPlaneIpInScope => Segment.NodesFrom((uint)Place, 1).ToString(),
        ClusterMistake.ControlPlaneIpOfNeighbour => Segment.ControlPlaneIp(Neighbour).ToString(),
        ClusterMistake.ControlPlaneIpIsGateway => Segment.Gateway.ToString(),
        ClusterMistake.AddressWithLeadingZero => $"0{Segment.ControlPlaneIp(Place)}",
        _ => IsAutomatic ? "auto" : Segment.ControlPlaneIp(Place).ToString(),
    };

    private string LoadBalancerAddresses
    {
        get
        {
            var v4 = Mistake switch
            {
                ClusterMistake.LoadBalancerOverNeighbour => Segment.LoadBalancer(Neighbour, Services),
                ClusterMistake.LoadBalancerInScope => Segment.NodesFrom(200 + (uint)Place, (uint)Services),
                _ => Segment.LoadBalancer(Place, Services),
            };
            if (IsAutomatic && Mistake == ClusterMistake.None)
                return "auto";
            return Site.IsVanilla && SiteTraits.IsDualStack(Segment) ? $"[{v4}, \"{Segment.LoadBalancerV6(Place, Services)}\"]" : $"[{v4}]";
        }
    }

    private int Neighbour => Place == 0 ? 1 : Place - 1;
}
