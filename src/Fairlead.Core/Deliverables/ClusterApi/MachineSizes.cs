namespace Fairlead.Core.Deliverables.ClusterApi;

/// <summary>Processors and memory of the VM sizes that AKS on VMware and Azure Local name (MicrosoftDocs/azure-stack-docs AKS-Arc/aks-vmware-scale-requirements.md, AKS-Arc/scale-requirements.md).</summary>
internal static class MachineSizes
{
    /// <returns>Number of processors and MiB; null for a size that is not among them.</returns>
    public static (int Processors, int MemoryMiB)? Of(string size) => size switch
    {
        "Standard_A2_v2" => (2, 4 * 1024),
        "Standard_A4_v2" => (4, 8 * 1024),
        "Standard_K8S3_v1" => (4, 6 * 1024),
        "Standard_D4s_v3" => (4, 16 * 1024),
        "Standard_D8s_v3" => (8, 32 * 1024),
        "Standard_D16s_v3" => (16, 64 * 1024),
        "Standard_D32s_v3" => (32, 128 * 1024),
        _ => null,
    };
}
