using System.Diagnostics.CodeAnalysis;

namespace Fairlead.Core.Profiles;

/// <summary>A platform that clusters run on: its limits and defaults, each with its source. What a profile lacks (null) no rule judges.</summary>
public sealed class Profile
{
    // One Lazy each: a plan reads the file of its own profile only.
    private static readonly Dictionary<string, Lazy<Profile>> ByName = new(StringComparer.Ordinal)
    {
        ["aks-arc-vmware"] = new(() => ProfileJson.Load("aks-arc-vmware")),
        ["aks-azure-local"] = new(() => ProfileJson.Load("aks-azure-local")),
        ["kubernetes-vsphere"] = new(() => ProfileJson.Load("kubernetes-vsphere")),
    };

    private readonly PoolNameForm poolNames;

    internal Profile(PoolNameForm poolNames) => this.poolNames = poolNames;

    /// <summary>As a site file spells it.</summary>
    public required string Name { get; init; }

    public required string Title { get; init; }

    /// <summary>The day from which nothing new can be deployed.</summary>
    public Sourced<DateOnly>? RetiredOn { get; init; }

    /// <summary>Name of the profile that the vendor points to.</summary>
    public string? Successor { get; init; }

    /// <summary>The only way nodes may get addresses; null: either.</summary>
    public Sourced<NodeAddressing>? NodeAddressing { get; init; }

    public Sourced<bool>? ProxySupported { get; init; }

    /// <summary>Numbers of control plane nodes that are allowed.</summary>
    public Sourced<IReadOnlyList<int>>? ControlPlaneCounts { get; init; }

    /// <summary>Clusters on one vSphere or Azure Local cluster.</summary>
    public Sourced<int>? MaxClustersPerHostCluster { get; init; }

    public Sourced<int>? MaxNodesPerPool { get; init; }

    /// <summary>Control plane nodes included.</summary>
    public Sourced<int>? MaxNodesPerCluster { get; init; }

    public Sourced<int>? MaxNodePools { get; init; }

    /// <summary>Sizes of machines, such as <c>Standard_A4_v2</c>.</summary>
    public Sourced<IReadOnlyList<string>>? ControlPlaneSizes { get; init; }

    /// <summary>Sizes of machines, those with GPUs included.</summary>
    public Sourced<IReadOnlyList<string>>? WorkerSizes { get; init; }

    /// <summary>Prefix as text.</summary>
    public Sourced<string>? DefaultPodCidr { get; init; }

    /// <summary>Prefix as text.</summary>
    public Sourced<string>? DefaultServiceCidr { get; init; }

    /// <summary>The service range can't be chosen.</summary>
    public required bool ServiceCidrFixed { get; init; }

    public Sourced<IReadOnlyList<Region>>? SupportedRegions { get; init; }

    /// <summary>Machines that an upgrade makes beside those of the cluster.</summary>
    public required int UpgradeSparePerCluster { get; init; }

    /// <summary>Further such machines for each node pool.</summary>
    public required int UpgradeSparePerPool { get; init; }

    /// <summary>The platform takes a control plane IP of its own choice where none is written.</summary>
    public required bool ControlPlaneIpPickedByPlatform { get; init; }

    /// <summary>Newest resource bridge that clusters can be made with.</summary>
    public Sourced<BridgeVersion>? MaxBridgeVersion { get; init; }

    /// <summary>The form of node pool names as a regular expression, for messages; <see cref="IsPoolName"/> checks it.</summary>
    public string PoolNamePattern => PoolNames.Pattern(poolNames);

    /// <summary>All profiles, in the order of the documentation.</summary>
    public static IReadOnlyList<Profile> All => [.. Names.Select(name => ByName[name].Value)];

    /// <summary>The names of <see cref="All"/>, without reading any.</summary>
    public static IReadOnlyList<string> Names { get; } = ["aks-arc-vmware", "aks-azure-local", "kubernetes-vsphere"];

    public static bool TryGet(string name, [NotNullWhen(true)] out Profile? profile)
    {
        profile = ByName.TryGetValue(name, out var loaded) ? loaded.Value : null;
        return profile is not null;
    }

    public bool IsPoolName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return PoolNames.Matches(poolNames, name);
    }
}
