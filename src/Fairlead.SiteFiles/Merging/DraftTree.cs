using Fairlead.Core.Addressing;
using Fairlead.Core.Importing;

namespace Fairlead.SiteFiles.Merging;

/// <summary>A draft in the shape of a site file, fields in the order of the format.</summary>
internal static class DraftTree
{
    /// <param name="nameOf">What the file calls a segment of the draft.</param>
    public static DraftMapping Of(SiteDraft draft, Func<SegmentDraft, string> nameOf) => Mapping(
        ("region", draft.Region is null ? null : new DraftScalar(new(draft.Region), IsKept: true)),
        ("infrastructure", Mapping(
            ("vcenter", Mapping(("host", Scalar(draft.VCenterHost)), ("address", Scalar(draft.VCenterAddress)))),
            ("hosts", Values(draft.Hosts, isSet: true)),
            ("ntpServers", Values(draft.NtpServers, isSet: true)))),
        ("segments", Items(draft.Segments.Select(OfSegment), ItemKind.Segment)),
        ("clusters", Items(draft.Clusters.Select(cluster => OfCluster(cluster, nameOf)), ItemKind.Named)));

    public static DraftMapping OfSegment(SegmentDraft segment) => FieldsOf(segment) with { Comment = segment.Description };

    private static DraftMapping FieldsOf(SegmentDraft segment) => Mapping(
        ("name", Scalar(segment.Name)),
        ("vsphereNetwork", Scalar(segment.VsphereNetwork)),
        ("addressSpace", Scalar(segment.AddressSpace)),
        ("vlan", Number(segment.Vlan)),
        ("prefix", OneOrMore(segment.Prefixes)),
        ("gateway", OneOrMore(segment.Gateways)),
        ("dnsServers", Values(segment.DnsServers, isSet: false)),
        ("addressing", new DraftScalar(segment.Addressing, IsKept: segment.Addressing.From == SegmentDraft.NotSaid)),
        ("dhcp", segment.Addressing.Text != "dhcp" ? null : Mapping(
            ("servers", Values(segment.DhcpServers, isSet: true)),
            ("leaseTime", Scalar(segment.LeaseTime)),
            ("scopes", Items(segment.Scopes.Select(scope => OfScope(scope, segment.Excluded)), ItemKind.Scope)))),
        ("pool", segment.Addressing.Text != "static" ? null : Values(segment.Pool, isSet: true)),
        ("reserved", Items(segment.Reserved.Select(OfReserved), ItemKind.Reserved)));

    private static DraftMapping OfScope(Drafted scope, List<Drafted> excluded) => Mapping(
        ("range", Scalar(scope)),
        ("exclude", Values([.. excluded.Where(range => IpRange.Parse(scope.Text).Contains(IpRange.Parse(range.Text)))], isSet: true)));

    private static DraftMapping OfReserved(Drafted range) => Mapping(
        ("range", Scalar(range)),
        ("for", range.For is { Length: > 0 } text ? new DraftScalar(new(OneLine(text)), IsKept: true) : null));

    private static DraftMapping OfCluster(ClusterDraft cluster, Func<SegmentDraft, string> nameOf) => Mapping(
        ("name", Scalar(cluster.Name)),
        ("segment", new DraftScalar(new(nameOf(cluster.Segment)))),
        ("kubernetesVersion", Scalar(cluster.KubernetesVersion)),
        ("controlPlane", Mapping(
            ("ip", cluster.ControlPlaneIps.Count > 0 ? OneOrMore(cluster.ControlPlaneIps) : new DraftScalar(new("auto", "no source says; the planner chooses"), IsKept: true)),
            ("nodes", Number(cluster.ControlPlaneNodes)),
            ("vmSize", Scalar(cluster.ControlPlaneVmSize)))),
        ("nodePools", Items(cluster.NodePools.Select(OfPool), ItemKind.Named)),
        ("loadBalancer", Mapping(
            ("addresses", Values(cluster.LoadBalancer, isSet: true)),
            ("virtualMachines", Number(cluster.LoadBalancerMachines)))),
        ("podCIDR", Scalar(cluster.PodCidr)));

    private static DraftMapping OfPool(NodePoolDraft pool) => Mapping(
        ("name", Scalar(pool.Name)),
        ("nodes", Number(pool.Nodes)),
        ("vmSize", Scalar(pool.VmSize)),
        ("autoscale", Mapping(("min", Number(pool.Min)), ("max", Number(pool.Max)))));

    private static DraftMapping Mapping(params ReadOnlySpan<(string Key, DraftNode? Value)> fields)
    {
        var present = new List<KeyValuePair<string, DraftNode>>();
        foreach (var (key, value) in fields)
        {
            if (value is not (null or DraftMapping { Fields.Count: 0 }))
                present.Add(new(key, value));
        }

        return new(present);
    }

    private static DraftScalar? Scalar(Drafted? value) => value is null ? null : new(value);

    private static DraftScalar? Number(Drafted? value) => value is null ? null : new(value, IsNumber: true);

    private static DraftValues? OneOrMore(List<Drafted> values) => values.Count == 0 ? null : new(values, IsSet: false, IsOneOrMore: true);

    private static DraftValues? Values(List<Drafted> values, bool isSet) => values.Count == 0 ? null : new(values, isSet);

    private static DraftItems? Items(IEnumerable<DraftMapping> items, ItemKind kind) => items.ToList() is { Count: > 0 } some ? new(some, kind) : null;

    private static string OneLine(string text) => YamlScalar.Comment(text).Trim();
}
