using Fairlead.Core.Deliverables.Text;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Deliverables.LoadBalancers;

/// <summary>The ConfigMap from which kube-vip's cloud provider takes the addresses of services.</summary>
internal static class KubeVipCloudProvider
{
    public static RenderTarget Target { get; } = new("kube-vip-cloud-provider", DeliveryStep.Services, "The addresses of services, for kube-vip's cloud provider.", Render);

    private static Rendered Render(RenderRequest request) => new(
        [.. ServiceAddresses.ServedBy(LoadBalancerProvider.KubeVip, request).Select(pair => new DeliverableFile($"{pair.Name}-kube-vip-cloud-provider.yaml", new YamlWriter()
            .Set(0, "apiVersion", "v1").Set(0, "kind", "ConfigMap").Open(0, "metadata").Set(1, "name", "kubevip").Set(1, "namespace", "kube-system")
            .Open(0, "data").Set(1, "range-global", string.Join(',', ServiceAddresses.Ranges(pair.Cluster))).ToString()))],
        []);
}
