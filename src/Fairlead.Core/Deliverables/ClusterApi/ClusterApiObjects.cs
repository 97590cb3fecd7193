using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Deliverables.ControlPlane;
using Fairlead.Core.Deliverables.Text;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Deliverables.ClusterApi;

/// <summary>The objects themselves; each text holds those that belong into one file.</summary>
internal static class ClusterApiObjects
{
    private const string Core = "cluster.x-k8s.io";
    private const string Bootstrap = "bootstrap.cluster.x-k8s.io";
    private const string ControlPlaneGroup = "controlplane.cluster.x-k8s.io";
    private const string Infrastructure = "infrastructure.cluster.x-k8s.io";
    private const string ClusterLabel = Core + "/cluster-name";
    private const string PoolLabel = Core + "/deployment-name";
    private const string Manifest = "/etc/kubernetes/manifests/kube-vip.yaml";

    public static string Cluster(Cluster cluster, TemplateVariables variables)
    {
        var name = KubernetesNames.Of(cluster);
        var yaml = new YamlWriter();
        Head(yaml, Core, "Cluster", name, name).Open(0, "spec").Open(1, "clusterNetwork").Set(2, "apiServerPort", cluster.ApiPort);
        Network(yaml, "pods", cluster.PodCidrs);
        Network(yaml, "services", cluster.ServiceCidrs);
        Reference(yaml, 1, "controlPlaneRef", ControlPlaneGroup, "KubeadmControlPlane", name);
        Reference(yaml, 1, "infrastructureRef", Infrastructure, "VSphereCluster", name);
        Head(yaml.Document(), Infrastructure, "VSphereCluster", name, name).Open(0, "spec");
        yaml.Open(1, "controlPlaneEndpoint").Set(2, "host", cluster.ControlPlaneIps[0].Value.ToString()).Set(2, "port", cluster.ApiPort);
        yaml.Open(1, "identityRef").Set(2, "kind", "Secret").Set(2, "name", name);
        yaml.Set(1, "server", ServerOf(cluster.Site, variables)).Set(1, "thumbprint", variables["VSPHERE_TLS_THUMBPRINT"]);
        return yaml.ToString();
    }

    public static string ControlPlane(Cluster cluster, TemplateVariables variables)
    {
        var name = KubernetesNames.Of(cluster);
        var yaml = new YamlWriter();
        Head(yaml, ControlPlaneGroup, "KubeadmControlPlane", name, name).Open(0, "spec");
        yaml.Set(1, "replicas", cluster.ControlPlaneNodes).Set(1, "version", VersionOf(cluster, variables));
        yaml.Open(1, "rollout").Open(2, "strategy").Set(3, "type", "RollingUpdate").Open(3, "rollingUpdate").Set(4, "maxSurge", 1);
        Reference(yaml.Open(1, "machineTemplate").Open(2, "spec"), 3, "infrastructureRef", Infrastructure, "VSphereMachineTemplate", $"{name}-control-plane");
        yaml.Open(1, "kubeadmConfigSpec").Open(2, "clusterConfiguration").Open(3, "apiServer").Items(4, "certSANs", cluster.ControlPlaneIps.Select(ip => ip.Value.ToString()));
        yaml.Open(3, "controllerManager").Open(4, "extraArgs").Item(5, "name", "cloud-provider").Set(6, "value", "external");
        Registration(yaml.Open(2, "initConfiguration"), 3);
        Registration(yaml.Open(2, "joinConfiguration"), 3);
        var first = new List<string>();
        var then = new List<string>();
        if (KubernetesVersion.NeedsSuperAdmin(cluster))
        {
            // kubeadm.yaml is there where 'kubeadm init' runs, and on no other node.
            first.Add($"test ! -f /run/kubeadm/kubeadm.yaml || sed -i 's#path: \"/etc/kubernetes/admin.conf\"#path: \"/etc/kubernetes/super-admin.conf\"#' {Manifest}");
            then.Add($"sed -i 's#path: \"/etc/kubernetes/super-admin.conf\"#path: \"/etc/kubernetes/admin.conf\"#' {Manifest}");
        }

        OfEveryMachine(yaml, 2, cluster.Site, variables, first, writeFiles: () => File(yaml, 3, Manifest, TemplateVariables.Literal(KubeVip.Pod(cluster, isFirst: false))));
        if (then.Count > 0)
            yaml.Items(2, "postKubeadmCommands", then);
        Machine(yaml, $"{name}-control-plane", cluster, cluster.Segment!, cluster.ControlPlane.VmSize, variables);
        return yaml.ToString();
    }

    public static string Pool(NodePool pool, TemplateVariables variables)
    {
        var (cluster, name) = (pool.Cluster, $"{KubernetesNames.Of(pool.Cluster)}-{KubernetesNames.Of(pool)}");
        var clusterName = KubernetesNames.Of(cluster);
        var yaml = new YamlWriter();
        Head(yaml, Core, "MachineDeployment", name, clusterName);
        if (pool.Autoscale is not null)
        {
            var least = pool.Autoscale.Min.Or(pool.Nodes);
            yaml.Comment(1, "How many machines there are is the autoscaler's to say: no replicas here, or each apply would undo what it did.");
            yaml.Open(1, "annotations").Set(2, Core + "/cluster-api-autoscaler-node-group-min-size", Text(least)).Set(2, Core + "/cluster-api-autoscaler-node-group-max-size", Text(pool.NodesAtMost));
        }

        yaml.Open(0, "spec").Set(1, "clusterName", clusterName);
        if (pool.Autoscale is null)
            yaml.Set(1, "replicas", pool.Nodes);
        yaml.Comment(1, "One machine more during a rollout, which takes one address more.");
        yaml.Open(1, "rollout").Open(2, "strategy").Set(3, "type", "RollingUpdate").Open(3, "rollingUpdate").Set(4, "maxSurge", 1).Set(4, "maxUnavailable", 0);
        yaml.Open(1, "selector").Open(2, "matchLabels").Set(3, ClusterLabel, clusterName).Set(3, PoolLabel, name);
        yaml.Open(1, "template").Open(2, "metadata").Open(3, "labels").Set(4, ClusterLabel, clusterName).Set(4, PoolLabel, name);
        yaml.Open(2, "spec").Set(3, "clusterName", clusterName).Set(3, "version", VersionOf(cluster, variables));
        Reference(yaml.Open(3, "bootstrap"), 4, "configRef", Bootstrap, "KubeadmConfigTemplate", name);
        Reference(yaml, 3, "infrastructureRef", Infrastructure, "VSphereMachineTemplate", name);
        Head(yaml.Document(), Bootstrap, "KubeadmConfigTemplate", name, clusterName).Open(0, "spec").Open(1, "template").Open(2, "spec");
        Registration(yaml.Open(3, "joinConfiguration"), 4);
        OfEveryMachine(yaml, 3, cluster.Site, variables, [], writeFiles: null);
        Machine(yaml, name, cluster, pool.Segment!, pool.Spec.VmSize, variables);
        return yaml.ToString();
    }

    /// <summary>A machine that is replaced takes a new address before the old one's lease ends, so not many at once.</summary>
    public static string HealthChecks(Cluster cluster)
    {
        var name = KubernetesNames.Of(cluster);
        var yaml = new YamlWriter();
        Check($"{name}-control-plane", (Core + "/control-plane", ""));
        foreach (var pool in cluster.NodePools.Select(pool => $"{name}-{KubernetesNames.Of(pool)}"))
        {
            yaml.Document();
            Check(pool, (PoolLabel, pool));
        }

        return yaml.ToString();

        void Check(string check, (string Label, string Value) machines)
        {
            Head(yaml, Core, "MachineHealthCheck", check, name).Open(0, "spec").Set(1, "clusterName", name);
            yaml.Open(1, "selector").Open(2, "matchLabels").Set(3, ClusterLabel, name).Set(3, machines.Label, machines.Value);
            yaml.Open(1, "checks").Set(2, "nodeStartupTimeoutSeconds", cluster.MinutesPerNode * 120L).Open(2, "unhealthyNodeConditions");
            foreach (var status in (string[])["Unknown", "False"])
                yaml.Item(3, "type", "Ready").Set(4, "status", status).Set(4, "timeoutSeconds", 300);
            yaml.Open(1, "remediation").Open(2, "triggerIf").Set(3, "unhealthyLessThanOrEqualTo", "40%");
        }
    }

    private static YamlWriter Head(YamlWriter yaml, string group, string kind, string name, string cluster) =>
        yaml.Set(0, "apiVersion", group + "/v1beta2").Set(0, "kind", kind).Open(0, "metadata").Set(1, "name", name).Open(1, "labels").Set(2, ClusterLabel, cluster);

    private static void Reference(YamlWriter yaml, int depth, string key, string group, string kind, string name) =>
        yaml.Open(depth, key).Set(depth + 1, "apiGroup", group).Set(depth + 1, "kind", kind).Set(depth + 1, "name", name);

    private static void Network(YamlWriter yaml, string key, IReadOnlyList<ClusterCidr> cidrs)
    {
        if (cidrs.Count > 0)
            yaml.Open(2, key).Items(3, "cidrBlocks", cidrs.Select(cidr => cidr.Value.ToString()));
    }

    /// <summary>Under its host name, which is the VM's, and left to the cloud controller manager to finish.</summary>
    private static void Registration(YamlWriter yaml, int depth) =>
        yaml.Open(depth, "nodeRegistration").Set(depth + 1, "name", "{{ local_hostname }}").Open(depth + 1, "kubeletExtraArgs").Item(depth + 2, "name", "cloud-provider").Set(depth + 3, "value", "external");

    private static void OfEveryMachine(YamlWriter yaml, int depth, Site site, TemplateVariables variables, List<string> commands, Action? writeFiles)
    {
        // D-Bus's copy goes as well: the new one would be made from it.
        yaml.Comment(depth, "Clones of a template that has been started share its machine-id, and by that their lease: each makes its own, once.");
        yaml.Items(depth, "bootCommands", ["cloud-init-per once machine-id sh -c 'rm -f /etc/machine-id /var/lib/dbus/machine-id && systemd-machine-id-setup && systemctl restart systemd-networkd'"]);
        if (site.Spec.Infrastructure.TryGet(out var infrastructure) && infrastructure.NtpServers.Or([]) is { Count: > 0 } servers)
            yaml.Open(depth, "ntp").Set(depth + 1, "enabled", true).Items(depth + 1, "servers", servers.Select(server => server.Value.ToString()));
        var proxy = ProxyOf(site, variables);
        if (proxy is not null || writeFiles is not null)
            yaml.Open(depth, "files");
        writeFiles?.Invoke();
        if (proxy is not null)
        {
            File(yaml, depth + 1, "/etc/systemd/system/containerd.service.d/http-proxy.conf", proxy);
            commands = ["systemctl daemon-reload", "systemctl restart containerd", .. commands];
        }

        if (commands.Count > 0)
            yaml.Items(depth, "preKubeadmCommands", commands);
    }

    private static string? ProxyOf(Site site, TemplateVariables variables)
    {
        if (!site.Spec.Proxy.TryGet(out var proxy) || (!proxy.Http.HasValue && !proxy.Https.HasValue))
            return null;
        return "[Service]\n" + Variable("HTTP_PROXY", proxy.Http) + Variable("HTTPS_PROXY", proxy.Https) + $"Environment=\"NO_PROXY={Egress.NoProxy.List(site)}\"\n";

        // One with a password in it is not written down.
        string Variable(string name, Field<string> value) =>
            !value.TryGet(out var url) ? "" : $"Environment=\"{name}={(url.Contains('@', StringComparison.Ordinal) ? variables[name] : PlainText.Url(url, proxy.Subject).Replace("%", "%%", StringComparison.Ordinal))}\"\n";
    }

    private static void File(YamlWriter yaml, int depth, string path, string content) =>
        yaml.Item(depth, "path", path).Set(depth + 1, "owner", "root:root").Set(depth + 1, "permissions", "0644").Block(depth + 1, "content", content);

    private static void Machine(YamlWriter yaml, string name, Cluster cluster, Segment segment, Field<string> size, TemplateVariables variables)
    {
        Head(yaml.Document(), Infrastructure, "VSphereMachineTemplate", name, KubernetesNames.Of(cluster)).Open(0, "spec").Open(1, "template").Open(2, "spec");
        yaml.Set(3, "server", ServerOf(cluster.Site, variables)).Set(3, "thumbprint", variables["VSPHERE_TLS_THUMBPRINT"]).Set(3, "datacenter", variables["VSPHERE_DATACENTER"]).Set(3, "datastore", variables["VSPHERE_DATASTORE"]);
        yaml.Set(3, "folder", variables["VSPHERE_FOLDER"]).Set(3, "resourcePool", variables["VSPHERE_RESOURCE_POOL"]).Set(3, "template", variables["VSPHERE_TEMPLATE"]);
        if (size.TryGet(out var text) && MachineSizes.Of(text) is { } known)
            yaml.Set(3, "numCPUs", known.Processors).Set(3, "memoryMiB", known.MemoryMiB);
        yaml.Open(3, "network").Open(4, "devices").Item(5, "networkName", TemplateVariables.Literal(segment.Spec.VsphereNetwork.Or(segment.Name)));
        yaml.Set(6, "dhcp4", segment.PrefixOf(IpFamily.V4) is not null).Set(6, "dhcp6", segment.PrefixOf(IpFamily.V6) is not null);
    }

    private static string ServerOf(Site site, TemplateVariables variables) =>
        site.Spec.Infrastructure.TryGet(out var infrastructure) && infrastructure.VCenter.TryGet(out var vcenter) && (vcenter.Host.HasValue || vcenter.Address.HasValue)
            ? TemplateVariables.Literal(vcenter.Host.TryGet(out var host) ? host : vcenter.Address.Value.ToString())
            : variables["VSPHERE_SERVER"];

    private static string VersionOf(Cluster cluster, TemplateVariables variables) => KubernetesVersion.Whole(cluster) ?? variables["KUBERNETES_VERSION"];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
