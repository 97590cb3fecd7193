using Fairlead.Core.Deliverables.Text;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.ControlPlane;

/// <summary>kubeadm's configuration as far as the address plan decides it; merged into the one of whoever installs.</summary>
internal static class Kubeadm
{
    /// <param name="localPort">Where each API server listens itself; null: where the control plane IP is asked.</param>
    public static string Configuration(Cluster cluster, int? localPort)
    {
        var yaml = new YamlWriter();
        yaml.Comment(0, $"The address plan of {Excerpt.Of(cluster.ToString())} for kubeadm, made by Fairlead: kubeadm init --config FILE --upload-certs");
        if (localPort is { } port)
            yaml.Set(0, "apiVersion", KubernetesVersion.KubeadmApi(cluster)).Set(0, "kind", "InitConfiguration").Open(0, "localAPIEndpoint").Set(1, "bindPort", port).Document();
        yaml.Set(0, "apiVersion", KubernetesVersion.KubeadmApi(cluster)).Set(0, "kind", "ClusterConfiguration").Set(0, "clusterName", KubernetesNames.Of(cluster));
        if (KubernetesVersion.Whole(cluster) is { } version)
            yaml.Set(0, "kubernetesVersion", version);
        var first = cluster.ControlPlaneIps[0].Value;
        yaml.Set(0, "controlPlaneEndpoint", $"{(first.IsV6 ? $"[{first}]" : first.ToString())}:{cluster.ApiPort}");
        yaml.Open(0, "apiServer").Items(1, "certSANs", cluster.ControlPlaneIps.Select(ip => ip.Value.ToString()));
        if (cluster.PodCidrs.Count + cluster.ServiceCidrs.Count == 0)
            return yaml.ToString();
        yaml.Open(0, "networking");
        Network(yaml, "podSubnet", cluster.PodCidrs);
        Network(yaml, "serviceSubnet", cluster.ServiceCidrs);
        return yaml.ToString();
    }

    private static void Network(YamlWriter yaml, string name, IReadOnlyList<ClusterCidr> cidrs)
    {
        if (cidrs.Count > 0)
            yaml.Set(1, name, string.Join(',', cidrs.Select(cidr => cidr.At.Value.ToString())));
    }
}
