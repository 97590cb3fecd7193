using Fairlead.Core.Addressing;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;
using Fairlead.Core.Sites.Text;

namespace Fairlead.Core.Deliverables.ClusterApi;

/// <summary>Cluster API's objects for vSphere (v1beta2): as one template for clusterctl, and the same as a tree for GitOps.</summary>
internal static class ClusterApi
{
    private const string Tree = "gitops";

    public static RenderTarget Target { get; } = new("capi", DeliveryStep.Cluster, "Cluster API for vSphere: the cluster's machines, their segment and kube-vip, for clusterctl and for GitOps.", Render);

    private static Rendered Render(RenderRequest request)
    {
        var (files, losses) = (new List<DeliverableFile>(), new List<string>());
        foreach (var (cluster, folder) in request.NamedClusters(cluster => cluster.ControlPlaneIps.Count > 0))
        {
            if (Obstacle(cluster) is { } obstacle)
            {
                losses.Add($"Cluster {cluster}: {obstacle}, so there are no objects of Cluster API for it.");
                continue;
            }

            Add(cluster, folder, files);
            losses.AddRange(LossesOf(cluster));
        }

        return new(files, losses);
    }

    private static void Add(Cluster cluster, string folder, List<DeliverableFile> files)
    {
        var variables = new TemplateVariables();
        var name = TemplateVariables.Literal(Excerpt.Of(cluster.ToString()));
        var parts = new List<(string File, string Text)>
        {
            ("cluster.yaml", ClusterApiObjects.Cluster(cluster, variables)),
            ("control-plane.yaml", ClusterApiObjects.ControlPlane(cluster, variables)),
        };
        parts.AddRange(cluster.NodePools.Select(pool => ($"pool-{KubernetesNames.Of(pool)}.yaml", ClusterApiObjects.Pool(pool, variables))));
        parts.Add(("health-checks.yaml", ClusterApiObjects.HealthChecks(cluster)));

        files.Add(new($"{folder}/cluster-template.yaml", $"# Cluster {name} for Cluster API, made by Fairlead: fill in variables.yaml, then\n#   clusterctl generate yaml --config variables.yaml --from cluster-template.yaml | kubectl apply -f -\n# vCenter's credentials are a Secret of the cluster's name in the same namespace (username, password), which you make yourself.\n" + string.Join("---\n", parts.Select(part => part.Text))));
        files.Add(new($"{folder}/variables.yaml", variables.Blank(name)));
        files.Add(new($"{folder}/{Tree}/kustomization.yaml", $"# Cluster {name}, made by Fairlead. Where Flux applies it, spec.postBuild.substitute fills in the variables of ../variables.yaml; elsewhere write them into the files.\napiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n{string.Concat(parts.Select(part => $"  - {part.File}\n"))}"));
        files.AddRange(parts.Select(part => new DeliverableFile($"{folder}/{Tree}/{part.File}", part.Text)));
    }

    private static string? Obstacle(Cluster cluster)
    {
        if (cluster.ControlPlane.Provider.Or(ControlPlaneProvider.KubeVip) != ControlPlaneProvider.KubeVip)
            return "keepalived's haproxy has to be told the nodes' addresses, and Cluster API makes and replaces nodes whose addresses nobody knows before (let kube-vip hold the control plane IP)";
        if (ControlPlane.KubeVip.LacksPeers(cluster))
            return "its control plane IP is to be announced by BGP, and no peer is written (loadBalancer.peers)";
        if (cluster.Segment is null)
            return "it names no segment";
        var elsewhere = cluster.NodePools.Select(pool => pool.Segment).Prepend(cluster.Segment).FirstOrDefault(segment => segment is null || segment.Spec.Addressing.Or(AddressingMode.Static) != AddressingMode.Dhcp);
        return elsewhere is null && cluster.NodePools.All(pool => pool.Segment is not null)
            ? null
            : $"segment {elsewhere?.Name ?? "of a pool"} has no DHCP, and addresses from a pool of Cluster API's own need an IPAM provider that Fairlead does not write for";
    }

    private static IEnumerable<string> LossesOf(Cluster cluster)
    {
        yield return $"Cluster {cluster}: nodes stay tainted until vSphere's cloud controller manager (CPI) runs, and not ready until there is a network plugin; neither is written here.";
        yield return $"Cluster {cluster}: the template's /etc/machine-id must be empty, or clones ask DHCP under one identity. The boot command that makes a new one runs after the first lease was asked for: it mends, it does not prevent.";
        if (ControlPlane.KubernetesVersion.Whole(cluster) is null)
            yield return $"Cluster {cluster}: the site file has no whole kubernetesVersion (such as 1.33.1), so it is a variable.";
        foreach (var size in cluster.NodePools.Select(pool => pool.Spec.VmSize).Prepend(cluster.ControlPlane.VmSize))
        {
            if (size.TryGet(out var text) && MachineSizes.Of(text) is null)
                yield return $"Cluster {cluster}: how many processors and how much memory {Excerpt.Of(text)} has is not known here; machines of it get what the template has.";
        }

        var together = cluster.NodePools.Count + 1;
        if (together > 2)
            yield return $"Cluster {cluster}: Cluster API upgrades each pool by itself, with one machine more than it has: {together} at once, the control plane included. Upgrade one after another, or see that so many addresses are free.";
        if (cluster.ControlPlaneIps.Any(ip => ip.Value.Family != IpFamily.V4) && cluster.ControlPlaneIps.Count > 1)
            yield return $"Cluster {cluster}: Cluster API knows one control plane endpoint, {cluster.ControlPlaneIps[0].Value}; kube-vip holds the other address as well.";
    }
}
