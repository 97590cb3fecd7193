using System.Globalization;
using Fairlead.Core.Deliverables.Text;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.ControlPlane;

/// <summary>
/// kube-vip as a static pod on each control plane node, for the control plane IP alone where another engine serves the services: it takes their addresses otherwise
/// (metallb issue 2641). Names of its settings are those of its pkg/kubevip/config_envvar.go.
/// </summary>
internal static class KubeVip
{
    /// <summary>The image that the manifests name; whoever mirrors images changes it there.</summary>
    private const string Image = "ghcr.io/kube-vip/kube-vip:v1.0.0";

    public static RenderTarget Target { get; } = new("kube-vip", DeliveryStep.Cluster, "kube-vip: the static pod that holds the control plane IP, and kubeadm's part.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var (files, losses) = (new List<DeliverableFile>(), new List<string>());
        foreach (var (cluster, folder) in request.NamedClusters(cluster => cluster.ControlPlane.Provider.Or(ControlPlaneProvider.KubeVip) == ControlPlaneProvider.KubeVip && cluster.ControlPlaneIps.Count > 0))
        {
            if (LacksPeers(cluster))
            {
                losses.Add($"Cluster {cluster}: its control plane IP is to be announced by BGP, and no peer is written (loadBalancer.peers), so there is no kube-vip for it.");
                continue;
            }

            files.Add(new($"{folder}/kube-vip.yaml", Pod(cluster, isFirst: false)));
            if (KubernetesVersion.NeedsSuperAdmin(cluster))
            {
                files.Add(new($"{folder}/kube-vip-first-node.yaml", Pod(cluster, isFirst: true)));
                losses.Add($"Cluster {cluster}: since Kubernetes 1.29 the first node takes kube-vip-first-node.yaml during 'kubeadm init', and kube-vip.yaml in its place afterwards.");
            }

            files.Add(new($"{folder}/kubeadm.yaml", Kubeadm.Configuration(cluster, localPort: null)));
            if (IsByBgp(cluster) && cluster.ControlPlaneIps.Select(ip => ip.Value.Family).Except(PeersOf(cluster).Select(peer => peer.Address.Value.Family)).Any())
                losses.Add($"Cluster {cluster}: a family of its control plane IP has no BGP peer that speaks it, so that address is not announced.");
        }

        return new(files, losses);
    }

    /// <summary>By BGP, and nobody is written to tell.</summary>
    public static bool LacksPeers(Cluster cluster) => IsByBgp(cluster) && PeersOf(cluster).Count == 0;

    /// <summary>The pod, as a file of its own.</summary>
    /// <param name="isFirst">On the node where kubeadm init runs, until it has.</param>
    public static string Pod(Cluster cluster, bool isFirst)
    {
        KubernetesNames.Of(cluster);
        var config = isFirst ? "super-admin.conf" : "admin.conf";
        var yaml = new YamlWriter();
        yaml.Comment(0, $"Holds the control plane IP of {Excerpt.Of(cluster.ToString())}, made by Fairlead. To /etc/kubernetes/manifests/kube-vip.yaml {(isFirst ? "of the first node, during 'kubeadm init' alone." : "of every control plane node.")}");
        yaml.Set(0, "apiVersion", "v1").Set(0, "kind", "Pod").Open(0, "metadata").Set(1, "name", "kube-vip").Set(1, "namespace", "kube-system").Open(0, "spec");
        yaml.Open(1, "containers").Item(2, "name", "kube-vip").Set(3, "image", Image).Items(3, "args", ["manager"]).Open(3, "env");
        foreach (var (name, value) in Settings(cluster))
            yaml.Item(4, "name", name).Set(5, "value", value);
        foreach (var (name, field) in Fields(cluster))
            yaml.Item(4, "name", name).Open(5, "valueFrom").Open(6, "fieldRef").Set(7, "fieldPath", field);
        yaml.Open(3, "securityContext").Open(4, "capabilities").Items(5, "add", ["NET_ADMIN", "NET_RAW"]).Items(5, "drop", ["ALL"]);
        yaml.Open(3, "volumeMounts").Item(4, "name", "kubeconfig").Set(5, "mountPath", "/etc/kubernetes/admin.conf");
        yaml.Comment(1, "The API server is asked on this node: the control plane IP is not up before kube-vip is.");
        yaml.Open(1, "hostAliases").Item(2, "ip", "127.0.0.1").Items(3, "hostnames", ["kubernetes"]);
        yaml.Set(1, "hostNetwork", true).Set(1, "priorityClassName", "system-node-critical");
        yaml.Open(1, "volumes").Item(2, "name", "kubeconfig").Open(3, "hostPath").Set(4, "path", $"/etc/kubernetes/{config}").Set(4, "type", "FileOrCreate");
        return yaml.ToString();
    }

    private static IEnumerable<(string Name, string Value)> Settings(Cluster cluster)
    {
        var isBgp = IsByBgp(cluster);
        var servesServices = cluster.LoadBalancer?.Provider.Or(LoadBalancerProvider.MetalLb) == LoadBalancerProvider.KubeVip && cluster.LoadBalancerRanges.Count > 0;
        yield return ("cp_enable", "true");
        yield return ("cp_namespace", "kube-system");
        yield return ("address", string.Join(',', cluster.ControlPlaneIps.Select(ip => ip.Value.ToString())));
        yield return ("vip_subnet", string.Join(',', cluster.ControlPlaneIps.Select(ip => ip.Value.IsV4 ? "32" : "128")));
        yield return ("port", cluster.ApiPort.ToString(CultureInfo.InvariantCulture));
        yield return ("svc_enable", servesServices ? "true" : "false");
        yield return ("vip_arp", isBgp ? "false" : "true");
        if (isBgp)
        {
            yield return ("bgp_enable", "true");
            yield return ("bgp_as", PeersOf(cluster)[0].MyAsn.Value.ToString(CultureInfo.InvariantCulture));
            // address:as:password:multihop
            yield return ("bgp_peers", string.Join(',', PeersOf(cluster).Select(peer => string.Create(CultureInfo.InvariantCulture, $"{Bracketed(peer.Address.Value)}:{peer.Asn.Value}::false"))));
            yield return ("vip_interface", "lo");
        }
        else
        {
            yield return ("vip_leaderelection", "true");
            yield return ("vip_leasename", "plndr-cp-lock");
            yield return ("vip_leaseduration", "5");
            yield return ("vip_renewdeadline", "3");
            yield return ("vip_retryperiod", "1");
        }
    }

    private static IEnumerable<(string Name, string Field)> Fields(Cluster cluster)
    {
        yield return ("vip_nodename", "spec.nodeName");
        if (IsByBgp(cluster))
            yield return ("bgp_routerid", "status.hostIP");
    }

    private static bool IsByBgp(Cluster cluster) => cluster.ControlPlane.Mode.Or(ControlPlaneMode.Arp) == ControlPlaneMode.Bgp;

    private static IReadOnlyList<BgpPeerSpec> PeersOf(Cluster cluster) =>
        [.. (cluster.LoadBalancer?.Peers.Or([]) ?? []).Where(peer => peer.Address.HasValue && peer.Asn.HasValue && peer.MyAsn.HasValue)];

    private static string Bracketed(Addressing.IpAddr address) => address.IsV6 ? $"[{address}]" : address.ToString();
}
