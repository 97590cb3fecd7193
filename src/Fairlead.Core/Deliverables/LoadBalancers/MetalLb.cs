using System.Globalization;
using System.Text;
using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Deliverables.LoadBalancers;

/// <summary>Custom resources of MetalLB for each cluster that it serves: the pool, and how it is announced (metallb.io/v1beta1; peers v1beta2).</summary>
internal static class MetalLb
{
    private const string Namespace = "metallb-system";

    public static Rendered Render(RenderRequest request)
    {
        var clusters = request.Clusters.Where(cluster => cluster.LoadBalancer is { } balancer && balancer.Provider.Or(LoadBalancerProvider.MetalLb) == LoadBalancerProvider.MetalLb && cluster.LoadBalancerRanges.Count > 0).ToList();
        var names = FileNames.Of(clusters.Select(cluster => $"{cluster.Site.Name}-{cluster.Name}"));
        return new Rendered(
            [.. clusters.Zip(names).Select(pair => new DeliverableFile($"{pair.Second}-metallb.yaml", Text(pair.First)))],
            [.. clusters.Where(cluster => ModeOf(cluster) == LoadBalancerMode.L2).Take(1).Select(_ => "In layer 2 mode one node answers for each address; where kube-proxy works in IPVS mode, set strictARP: true in its configuration, or every node answers.")]);
    }

    private static LoadBalancerMode ModeOf(Cluster cluster) => cluster.LoadBalancer!.Mode.Or(LoadBalancerMode.L2);

    private static string Text(Cluster cluster)
    {
        var name = NameOf(cluster);
        var text = new StringBuilder($"# Load balancer addresses of {cluster.Site.Name}/{cluster.Name}, made by Fairlead. Apply it to that cluster: kubectl apply -f FILE\n");
        text.Append($"apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata:\n  name: {name}\n  namespace: {Namespace}\nspec:\n  addresses:\n");
        foreach (var range in cluster.LoadBalancerRanges)
            text.Append($"    - \"{range.Value.First}-{range.Value.Last}\"\n");
        if (cluster.LoadBalancerRanges.Any(range => HoldsBuggy(range.Value)))
            text.Append("  # Some clients refuse addresses that end in .0 or .255.\n  avoidBuggyIPs: true\n");
        if (ModeOf(cluster) == LoadBalancerMode.L2)
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

    /// <summary>Names of Kubernetes objects are DNS labels here; anything else would end the line or be another name.</summary>
    private static string NameOf(Cluster cluster) => cluster.Name.Length is > 0 and <= 60 && cluster.Name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-') && char.IsAsciiLetterOrDigit(cluster.Name[0]) && char.IsAsciiLetterOrDigit(cluster.Name[^1])
        ? cluster.Name
        : throw new UnusableInputException($"{cluster.Subject}: this name can't be that of a Kubernetes object. Name the cluster with a-z, 0-9 and '-' alone, at most 60 characters.");
}
