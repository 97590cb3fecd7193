using System.Globalization;
using Fairlead.Core.Observations;

namespace Fairlead.Connectors.ArmTemplates;

/// <summary>Resources that make a cluster: the connected cluster, the instance that extends it, and agent pools beside it.</summary>
internal static class ArmClusters
{
    public const string Connected = "Microsoft.Kubernetes/connectedClusters";
    public const string Instance = "Microsoft.HybridContainerService/provisionedClusterInstances";
    public const string AgentPool = Instance + "/agentPools";

    /// <summary>The cluster that an extension stands on: <c>…/connectedClusters/shop</c>; else the first part of its name.</summary>
    public static string? NameOf(ArmResource resource)
    {
        if (resource.Scope?.TrimEnd('/').Split('/') is [.., var type, var name] && type.Equals("connectedClusters", StringComparison.OrdinalIgnoreCase))
            return name;
        var names = resource.Name?.Value.Split('/');
        return names is [var first, _, ..] || (names is [var only] && only != "default" && (first = only) is not null) ? first : null;
    }

    public static DeclaredCluster OfInstance(ArmReading read, Declared<string> name)
    {
        const string Pools = "properties.agentPoolProfiles";
        var networks = read.Texts("properties.cloudProviderProfile.infraNetworkProfile.vnetSubnetIds");
        if (networks.Count > 1)
            read.Note("properties.cloudProviderProfile.infraNetworkProfile.vnetSubnetIds[1]", networks[1].Where, "a cluster has one network");
        return new(name)
        {
            Network = networks is [var network, ..] ? new(network.Value.TrimEnd('/').Split('/')[^1], network.Where) : null,
            ControlPlaneIp = read.Address("properties.controlPlane.controlPlaneEndpoint.hostIP"),
            ControlPlaneNodes = read.Number("properties.controlPlane.count"),
            ControlPlaneVmSize = read.Text("properties.controlPlane.vmSize"),
            KubernetesVersion = read.Text("properties.kubernetesVersion"),
            PodCidr = read.Prefix("properties.networkProfile.podCidr"),
            LoadBalancerMachines = read.Number("properties.networkProfile.loadBalancerProfile.count"),
            Pools = [.. Enumerable.Range(0, read.Count(Pools)).Select(i => PoolOf(read, string.Create(CultureInfo.InvariantCulture, $"{Pools}[{i}]"), null)).OfType<DeclaredPool>()],
        };
    }

    /// <param name="at">Where its fields stand.</param>
    /// <param name="name">Null: among its fields.</param>
    public static DeclaredPool? PoolOf(ArmReading read, string at, Declared<string>? name)
    {
        if ((name ?? read.Text(at + ".name")) is not { } known)
        {
            read.Note(at, read.Resource.Body.Where, "the pool has no name");
            return null;
        }

        var scales = read.Truth(at + ".enableAutoScaling")?.Value == true;
        return new(known)
        {
            Nodes = read.Number(at + ".count"),
            VmSize = read.Text(at + ".vmSize"),
            Min = scales ? read.Number(at + ".minCount") : null,
            Max = scales ? read.Number(at + ".maxCount") : null,
        };
    }
}
