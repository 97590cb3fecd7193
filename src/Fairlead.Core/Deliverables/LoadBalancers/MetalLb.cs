using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.LoadBalancers;

/// <summary>Custom resources of MetalLB for each cluster that it serves: the pool, and how it is announced (metallb.io/v1beta1; peers v1beta2).</summary>
internal static class MetalLb
{
    private const string Namespace = "metallb-system";

    public static RenderTarget Target { get; } = new("metallb", DeliveryStep.Services, "MetalLB: address pools, and how they are announced.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var (files, strict, losses) = (new List<DeliverableFile>(), new List<DeliverableFile>(), new List<string>());
        foreach (var (cluster, name) in ServiceAddresses.ServedBy(LoadBalancerProvider.MetalLb, request))
        {
            files.Add(new($"{name}-metallb.yaml", Text(cluster)));
            if (ServiceAddresses.IsByBgp(cluster))
                continue;
            strict.Add(new($"{name}-kube-proxy.yaml", StrictArp));
            losses.Add($"Cluster {cluster}: {name}-kube-proxy.yaml matters only where kube-proxy works in IPVS mode, in which every node would answer for every address: merge it into the ConfigMap kube-proxy of kube-system. Elsewhere leave it out.");
        }

        return new Rendered([.. files, .. strict], losses);
    }

    private const string StrictArp = "# kube-proxy's part where it works in IPVS mode: nodes answer ARP for their own addresses alone.\napiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nmode: ipvs\nipvs:\n  strictARP: true\n";

    private static string Text(Cluster cluster)
    {
        var name = KubernetesNames.Of(cluster);
        var text = new StringBuilder($"# Load balancer addresses of {Excerpt.Of(cluster.ToString())}, made by Fairlead. Apply it to that cluster: kubectl apply -f FILE\n");
        text.Append($"apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata:\n  name: {name}\n  namespace: {Namespace}\nspec:\n  addresses:\n");
        foreach (var range in cluster.LoadBalancerRanges)
            text.Append($"    - \"{range.Value.First}-{range.Value.Last}\"\n");
        if (cluster.LoadBalancerRanges.Any(range => HoldsBuggy(range.Value)))
            text.Append("  # Some clients refuse addresses that end in .0 or .255.\n  avoidBuggyIPs: true\n");
        if (!ServiceAddresses.IsByBgp(cluster))
            text.Append($"---\napiVersion: metallb.io/v1beta1\nkind: L2Advertisement\nmetadata:\n  name: {name}\n  namespace: {Namespace}\nspec:\n  ipAddressPools:\n    - {name}\n");
        else
            AppendBgp(text, cluster, name);
        return text.ToString();
    }

    private static void AppendBgp(StringBuilder text, Cluster cluster, string name)
    {
        var peers = cluster.LoadBalancer!.Peers.Or([]);
        for (var i = 0; i < peers.Count; i++)
        {
            var peer = peers[i];
            text.Append(CultureInfo.InvariantCulture, $"---\napiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata:\n  name: {name}-{i + 1}\n  namespace: {Namespace}\nspec:\n  myASN: {peer.MyAsn.Or(0)}\n  peerASN: {peer.Asn.Or(0)}\n  peerAddress: \"{peer.Address.Value}\"\n");
        }

        text.Append($"---\napiVersion: metallb.io/v1beta1\nkind: BGPAdvertisement\nmetadata:\n  name: {name}\n  namespace: {Namespace}\nspec:\n  ipAddressPools:\n    - {name}\n");
    }

    private static bool HoldsBuggy(IpRange range) => range.Family == IpFamily.V4 && (range.Count >= 256 || range.First.LastOctet is 0 or 255 || range.Last.LastOctet is 0 or 255 || range.Last.LastOctet < range.First.LastOctet);
}
