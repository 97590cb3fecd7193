using Fairlead.Core.Profiles;
using Xunit;

namespace Fairlead.Tests.Profiles;

public sealed class ProfileTests
{
    private static readonly Profile VMware = Get("aks-arc-vmware");
    private static readonly Profile AzureLocal = Get("aks-azure-local");
    private static readonly Profile Plain = Get("kubernetes-vsphere");

    [Fact]
    public void There_are_three_profiles_and_each_knows_its_name()
    {
        Assert.Equal(["aks-arc-vmware", "aks-azure-local", "kubernetes-vsphere"], Profile.Names);
        Assert.Equal(Profile.Names, Profile.All.Select(profile => profile.Name));
    }

    [Theory]
    [InlineData("")]
    [InlineData("AKS-ARC-VMWARE")]
    [InlineData("aks")]
    public void An_unknown_name_is_no_profile(string name) => Assert.False(Profile.TryGet(name, out _));

    [Fact]
    public void VMware_is_retired_and_points_to_a_profile_that_lives()
    {
        Assert.Equal(new DateOnly(2026, 3, 16), VMware.RetiredOn?.Value);
        Assert.Equal("aks-azure-local", VMware.Successor);
        Assert.Null(AzureLocal.RetiredOn);
        Assert.Null(Plain.RetiredOn);
    }

    [Fact]
    public void Addressing_is_prescribed_on_both_AKS_platforms()
    {
        Assert.Equal(NodeAddressing.Dhcp, VMware.NodeAddressing?.Value);
        Assert.Equal(NodeAddressing.Static, AzureLocal.NodeAddressing?.Value);
        Assert.Null(Plain.NodeAddressing);
    }

    [Fact]
    public void Only_VMware_refuses_a_proxy()
    {
        Assert.False(VMware.ProxySupported?.Value);
        Assert.True(AzureLocal.ProxySupported?.Value);
        Assert.Null(Plain.ProxySupported);
    }

    [Fact]
    public void Only_Azure_Local_picks_a_control_plane_IP_itself() =>
        Assert.Equal([AzureLocal], Profile.All.Where(profile => profile.ControlPlaneIpPickedByPlatform));

    [Fact]
    public void Limits_are_those_of_the_scale_pages()
    {
        Assert.Equal([1, 3, 5], VMware.ControlPlaneCounts?.Value);
        Assert.Equal([1, 3, 5], AzureLocal.ControlPlaneCounts?.Value);
        Assert.Null(Plain.ControlPlaneCounts);

        Assert.Equal([10, null, null, null], Limits(VMware));
        Assert.Equal([32, 64, 200, 16], Limits(AzureLocal));
        Assert.Equal([null, null, null, null], Limits(Plain));
    }

    [Fact]
    public void Sizes_are_those_of_the_scale_pages()
    {
        Assert.Equal(["Standard_A4_v2", "Standard_D4s_v3", "Standard_D8s_v3", "Standard_K8S3_v1"], VMware.ControlPlaneSizes?.Value);
        Assert.Equal(["Standard_A2_v2", "Standard_A4_v2", "Standard_D4s_v3", "Standard_D8s_v3"], VMware.WorkerSizes?.Value);
        Assert.Equivalent(VMware.ControlPlaneSizes?.Value, AzureLocal.ControlPlaneSizes?.Value);
        Assert.Equal(
            [
                "Standard_A2_v2", "Standard_A4_v2", "Standard_D16s_v3", "Standard_D32s_v3", "Standard_D4s_v3", "Standard_D8s_v3", "Standard_K8S3_v1",
                "Standard_NC16_A16", "Standard_NC16_A2", "Standard_NC32_A16", "Standard_NC32_A2", "Standard_NC4_A16", "Standard_NC4_A2",
                "Standard_NC8_A16", "Standard_NC8_A2", "Standard_NK12", "Standard_NK6",
            ],
            AzureLocal.WorkerSizes?.Value.Order(StringComparer.Ordinal));
        Assert.Null(Plain.ControlPlaneSizes);
        Assert.Null(Plain.WorkerSizes);
    }

    [Fact]
    public void Cluster_networks_are_stated_for_Azure_Local_and_inferred_for_VMware()
    {
        Assert.Equal(("10.244.0.0/16", Mark.Inferred), (VMware.DefaultPodCidr?.Value, VMware.DefaultPodCidr?.Mark));
        Assert.Equal(("10.96.0.0/12", Mark.Inferred), (VMware.DefaultServiceCidr?.Value, VMware.DefaultServiceCidr?.Mark));
        Assert.Equal(("10.244.0.0/16", Mark.Doc), (AzureLocal.DefaultPodCidr?.Value, AzureLocal.DefaultPodCidr?.Mark));
        Assert.Equal(("10.96.0.0/12", Mark.Doc), (AzureLocal.DefaultServiceCidr?.Value, AzureLocal.DefaultServiceCidr?.Mark));
        Assert.Null(Plain.DefaultPodCidr);
        Assert.Null(Plain.DefaultServiceCidr);
        Assert.Equal([VMware, AzureLocal], Profile.All.Where(profile => profile.ServiceCidrFixed));
    }

    [Fact]
    public void Upgrades_need_one_machine_and_one_per_pool_on_plain_Kubernetes()
    {
        Assert.All(Profile.All, profile => Assert.Equal(1, profile.UpgradeSparePerCluster));
        Assert.Equal([0, 0, 1], Profile.All.Select(profile => profile.UpgradeSparePerPool));
    }

    [Fact]
    public void VMware_is_offered_in_seven_regions()
    {
        Assert.Equal(
            ["eastus", "australiaeast", "centralindia", "southeastasia", "westeurope", "japaneast", "canadacentral"],
            VMware.SupportedRegions?.Value.Select(region => region.Name));
        Assert.Equal(["southcentralus"], AzureLocal.SupportedRegions?.Value.Except(VMware.SupportedRegions!.Value).Select(region => region.Name));
        Assert.Null(Plain.SupportedRegions);
    }

    [Fact]
    public void VMware_takes_bridges_up_to_1_2_0()
    {
        Assert.Equal("1.2.0", VMware.MaxBridgeVersion?.Value.ToString());
        Assert.Null(AzureLocal.MaxBridgeVersion);
        Assert.Null(Plain.MaxBridgeVersion);
    }

    [Fact]
    public void A_source_names_repository_path_and_date() => Assert.Equal(
        "MicrosoftDocs/azure-stack-docs AKS-Arc/aks-vmware-scale-requirements.md (2024-03-26)",
        VMware.MaxClustersPerHostCluster?.Source);

    [Fact]
    public void A_value_from_two_pages_names_both() => Assert.Equal(
        "MicrosoftDocs/azure-stack-docs AKS-Arc/scale-requirements.md (2025-09-24); "
        + "MicrosoftDocs/azure-stack-docs AKS-Arc/includes/supported-gpu-models.md (2025-03-25)",
        AzureLocal.WorkerSizes?.Source);

    private static int?[] Limits(Profile profile) =>
    [
        profile.MaxClustersPerHostCluster?.Value,
        profile.MaxNodesPerPool?.Value,
        profile.MaxNodesPerCluster?.Value,
        profile.MaxNodePools?.Value,
    ];

    private static Profile Get(string name) => Profile.TryGet(name, out var profile) ? profile : throw new ArgumentException(name);
}
