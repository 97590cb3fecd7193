using Fairlead.Core.Deliverables.Text;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Deliverables.LoadBalancers;

/// <summary>The ConfigMap from which kube-vip's cloud provider takes the addresses of services.</summary>
internal static class KubeVipCloudProvider
{
    public static RenderTarget Target { get; } = new("kube-vip-cloud-provider", DeliveryStep.Services, "The addresses of services, for kube-vip's cloud provider.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var served = ServiceAddresses.ServedBy(LoadBalancerProvider.KubeVip, request).ToList();
        return new([.. served.Select(File)], [.. from pair in served where pair.Cluster.ControlPlane.Provider.Or(ControlPlaneProvider.KubeVip) != ControlPlaneProvider.KubeVip select Missing(pair.Cluster)]);
    }

    private static string Missing(Cluster cluster) =>
        $"Cluster {cluster}: keepalived holds its control plane IP, so no kube-vip runs there yet, and this gives services addresses that nobody answers for: run kube-vip as a DaemonSet with svc_enable, vip_arp and svc_election true and cp_enable false.";

    private static DeliverableFile File((Cluster Cluster, string Name) pair) => new(
        $"{pair.Name}-kube-vip-cloud-provider.yaml",
        new YamlWriter().Set(0, "apiVersion", "v1").Set(0, "kind", "ConfigMap").Open(0, "metadata").Set(1, "name", "kubevip").Set(1, "namespace", "kube-system")
            .Open(0, "data").Set(1, "range-global", string.Join(',', ServiceAddresses.Ranges(pair.Cluster))).ToString());
}
