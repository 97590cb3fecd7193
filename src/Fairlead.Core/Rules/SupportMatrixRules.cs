using System.Globalization;
using Fairlead.Core.Profiles;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Rules;

/// <summary>FL7: what the platform supports. The resource bridge's addresses (FL7006) are in <see cref="BridgeRules"/>.</summary>
internal static class SupportMatrixRules
{
    public static void Check(RuleContext context)
    {
        foreach (var site in context.Estate.Sites)
        {
            ProductRetired(site, context);
            NameInvalid(site, context);
            TooManyClusters(site, context);
            BridgeVersionNotSupported(site, context);
            foreach (var cluster in site.Clusters)
            {
                VmSizeUnknown(cluster, context);
                KubernetesVersionNotOffered(cluster, context);
                NodePoolEmpty(cluster, context);
                TooManyNodes(cluster, context);
            }
        }
    }

    private static void ProductRetired(Site site, RuleContext context)
    {
        if (site.Profile.RetiredOn is not { } retired)
            return;
        var tense = context.AsOf >= retired.Value ? "was retired" : "retires";
        context.Report(
            RuleCatalog.ProductRetired,
            site,
            site.Spec.Profile,
            Line($"{site.Profile.Title} {tense} on {retired.Value:yyyy-MM-dd}: no new deployments and no support from then on. The profiles aks-azure-local and kubernetes-vsphere live on."),
            "under aks-azure-local segments become static with an address pool, a proxy is inherited and 32 clusters fit a host cluster; under kubernetes-vsphere dhcp stays, and sizes, versions and regions are yours to choose");
    }

    private static void NameInvalid(Site site, RuleContext context)
    {
        ReportUnlessLabel(site.Spec.Name, "site", site.Spec);
        foreach (var segment in site.Segments)
            ReportUnlessLabel(segment.Spec.Name, "segment", segment.Spec);
        foreach (var cluster in site.Clusters)
        {
            ReportUnlessLabel(cluster.Spec.Name, "cluster", cluster.Spec);
            foreach (var pool in cluster.NodePools)
            {
                if (pool.Spec.Name.TryGet(out var name) && !site.Profile.IsPoolName(name))
                    context.Report(RuleCatalog.NameInvalid, site, pool.Subject, pool.Spec.Name.At, $"The node pool's name '{Sites.Text.Excerpt.Of(name)}' does not match {site.Profile.PoolNamePattern}.", "rename the pool: lower-case letters and digits, beginning with a letter");
            }
        }

        void ReportUnlessLabel(Field<string> field, string what, SpecObject thing)
        {
            if (field.TryGet(out var name) && !DnsLabel.IsValid(name))
                context.Report(RuleCatalog.NameInvalid, site, thing.Subject, field.At, $"The {what}'s name '{Sites.Text.Excerpt.Of(name)}' is not an RFC 1123 label.", "use up to 63 lower-case letters, digits and hyphens, beginning and ending with a letter or digit");
        }
    }

    private static void TooManyClusters(Site site, RuleContext context)
    {
        if (site.Profile.MaxClustersPerHostCluster is not { } most)
            return;
        foreach (var host in site.Clusters.GroupBy(cluster => cluster.Spec.HostCluster.Or("")).Where(host => host.Count() > most.Value))
        {
            var name = host.Key.Length == 0 ? "the site's host cluster" : $"host cluster {host.Key}";
            var at = site.Spec.Clusters.IsWritten ? site.Spec.Clusters.At : site.Spec.At;
            context.Report(RuleCatalog.TooManyClusters, site, site.Subject.Field("clusters"), at, Line($"{host.Count()} clusters run on {name} of site {site}; {site.Profile.Title} supports {most.Value}."), "spread them over several host clusters and write 'hostCluster' at each");
        }
    }

    private static void VmSizeUnknown(Cluster cluster, RuleContext context)
    {
        ReportUnlessOffered(cluster.ControlPlane.VmSize, cluster.Site.Profile.ControlPlaneSizes, "control plane nodes");
        foreach (var pool in cluster.NodePools)
            ReportUnlessOffered(pool.Spec.VmSize, cluster.Site.Profile.WorkerSizes, "workers");

        void ReportUnlessOffered(Field<string> size, Sourced<IReadOnlyList<string>>? offered, string role)
        {
            if (offered is not null && size.TryGet(out var name) && !offered.Value.Contains(name))
                context.Report(RuleCatalog.VmSizeUnknown, cluster.Site, size, $"{cluster.Site.Profile.Title} does not offer the VM size {Sites.Text.Excerpt.Of(name)} for {role}.", Diagnostics.Nearest.Of(name, offered.Value) is { } nearest ? $"did you mean {nearest}?" : $"use one of {string.Join(", ", offered.Value)}");
        }
    }

    private static void KubernetesVersionNotOffered(Cluster cluster, RuleContext context)
    {
        if (!cluster.Spec.KubernetesVersion.TryGet(out var written) || !cluster.Site.Spec.ResourceBridge.TryGet(out var bridge) || !bridge.Version.TryGet(out var version))
            return;
        if (ResourceBridge.TryGetKubernetesVersion(version, out var carried) && carried != written)
            context.Report(RuleCatalog.KubernetesVersionNotOffered, cluster.Site, cluster.Spec.KubernetesVersion, $"Cluster {cluster} asks for Kubernetes {written}; a resource bridge {version} carries {carried} alone.", $"write {carried}, or upgrade the bridge");
    }

    private static void NodePoolEmpty(Cluster cluster, RuleContext context)
    {
        foreach (var pool in cluster.NodePools.Where(pool => pool.IsSizeSound))
        {
            if (FaultOf(pool) is { } fault)
                context.Report(RuleCatalog.NodePoolEmpty, cluster.Site, pool.Spec, $"Node pool {cluster}/{pool.Subject.Name} {fault}.", "use at least 1 node, and autoscale.min ≤ nodes ≤ autoscale.max");
        }
    }

    private static string? FaultOf(NodePool pool)
    {
        int? min = pool.Autoscale is { } scale && scale.Min.TryGet(out var least) ? least : null;
        int? max = pool.Autoscale is { } same && same.Max.TryGet(out var most) ? most : null;
        if (min > max)
            return Line($"may shrink to {min} nodes but grow to {max} only");
        if (pool.Nodes < 1)
            return "has no node";
        if (pool.Nodes < min || pool.Nodes > max)
            return Line($"has {pool.Nodes} nodes, outside its autoscaling from {min?.ToString(CultureInfo.InvariantCulture) ?? "0"} to {max?.ToString(CultureInfo.InvariantCulture) ?? "any number"}");
        return null;
    }

    private static void TooManyNodes(Cluster cluster, RuleContext context)
    {
        var profile = cluster.Site.Profile;
        foreach (var pool in cluster.NodePools.Where(pool => pool.IsSizeSound && pool.NodesAtMost > profile.MaxNodesPerPool?.Value))
            context.Report(RuleCatalog.TooManyNodes, cluster.Site, pool.Spec, Line($"Node pool {cluster}/{pool.Subject.Name} may have {pool.NodesAtMost} nodes; {profile.Title} supports {profile.MaxNodesPerPool!.Value} in a pool."), "split the pool");
        if (cluster.NodePools.Count > profile.MaxNodePools?.Value)
            context.Report(RuleCatalog.TooManyNodes, cluster.Site, cluster.Spec.NodePools, Line($"Cluster {cluster} has {cluster.NodePools.Count} node pools; {profile.Title} supports {profile.MaxNodePools!.Value}."), "join pools");
        var nodes = cluster.ControlPlaneNodes + cluster.NodePools.Sum(pool => (long)pool.NodesAtMost);
        if (nodes > profile.MaxNodesPerCluster?.Value)
            context.Report(RuleCatalog.TooManyNodes, cluster.Site, cluster.Spec, Line($"Cluster {cluster} may have {nodes} nodes with its control plane; {profile.Title} supports {profile.MaxNodesPerCluster!.Value} in a cluster."), "use several clusters");
    }

    private static void BridgeVersionNotSupported(Site site, RuleContext context)
    {
        if (site.Spec.ResourceBridge.TryGet(out var bridge) && bridge.Version.TryGet(out var text) && BridgeVersion.TryParse(text, out var version) && site.Profile.MaxBridgeVersion is { } most && version > most.Value)
            context.Report(RuleCatalog.BridgeVersionNotSupported, site, bridge.Version, $"The resource bridge is {text}; {site.Profile.Title} supports {most.Value} and earlier.", "check what the bridge carries before relying on this profile, or move to another");
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
