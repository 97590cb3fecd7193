using System.Globalization;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Deliverables.ControlPlane;

/// <summary>What files for kubeadm depend on in a cluster's version; unknown counts as new.</summary>
internal static class KubernetesVersion
{
    /// <summary>Since 1.29, kubeadm's admin.conf has no rights until the first node is up; super-admin.conf has them (kube-vip issue 684).</summary>
    public static bool NeedsSuperAdmin(Cluster cluster) => MinorOf(cluster) is null or >= 29;

    /// <summary>v1beta4 since 1.31, when v1beta3 was deprecated.</summary>
    public static string KubeadmApi(Cluster cluster) => MinorOf(cluster) is null or >= 31 ? "kubeadm.k8s.io/v1beta4" : "kubeadm.k8s.io/v1beta3";

    /// <summary><c>v1.30.4</c>; null where none is written, or one without a patch.</summary>
    public static string? Whole(Cluster cluster) => cluster.Spec.KubernetesVersion.TryGet(out var text) && text.TrimStart('v').Split('.') is { Length: 3 } parts && parts.All(part => int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out _))
        ? "v" + text.TrimStart('v')
        : null;

    private static int? MinorOf(Cluster cluster) =>
        cluster.Spec.KubernetesVersion.TryGet(out var text) && text.TrimStart('v').Split('.') is [_, var minor, ..] && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
