using Fairlead.Core.Sites;

namespace Fairlead.Cli.Sizing;

/// <summary>What a cluster asks of its network, wherever it will live.</summary>
internal sealed record ClusterSize(string Name, int ControlPlaneNodes, IReadOnlyList<PoolSize> Pools, int Services, int LoadBalancerVMs, int MinutesPerNode, int? Spare)
{
    public static ClusterSize Of(Cluster cluster) => new(
        cluster.Name,
        cluster.ControlPlaneNodes,
        [.. cluster.NodePools.Select(pool => new PoolSize(pool.Nodes, pool.NodesAtMost))],
        cluster.Services,
        cluster.LoadBalancerVirtualMachines,
        cluster.MinutesPerNode,
        cluster.WrittenSpare);
}

/// <summary>Workers in steady state and at most.</summary>
internal sealed record PoolSize(int Nodes, int NodesAtMost);
