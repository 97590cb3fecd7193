using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;

namespace Fairlead.Core.Importing;

/// <summary>Networks and clusters of templates, as segments and clusters of a draft.</summary>
internal sealed class DeclaredDrafts(SiteDraft draft, DraftRequest request, List<ObservationNote> notes, Func<string?, IpPrefix, string> nameOf)
{
    private readonly Dictionary<string, SegmentDraft> _segments = new(StringComparer.OrdinalIgnoreCase);

    public void Add(IReadOnlyList<Observation> observations)
    {
        var sites = observations.Select(observation => observation.Declared).OfType<DeclaredSite>().ToList();
        var clusters = sites.SelectMany(site => site.Clusters).ToList();
        if (request.Networks.Count == 0)
        {
            foreach (var network in sites.SelectMany(site => site.Networks))
                AddNetwork(network);
        }

        foreach (var network in sites.SelectMany(site => site.Networks))
            AddVirtualPools(network, [.. clusters.Where(cluster => cluster.Network is { } own && own.Value.Equals(network.Name.Value, StringComparison.OrdinalIgnoreCase))]);
        foreach (var cluster in clusters)
            AddCluster(cluster);
    }

    private void AddNetwork(DeclaredNetwork network)
    {
        if (network.Prefixes.Count == 0)
        {
            notes.Add(new(network.Name.Where, $"the network '{network.Name.Value}' becomes no segment: the template does not say its prefix."));
            return;
        }

        var prefix = network.Prefixes[0].Value;
        var same = draft.Segments.Find(segment => segment.Prefixes.Exists(known => known.Text == prefix.ToString()));
        var segment = same ?? new SegmentDraft { Name = new(nameOf(network.Name.Value, prefix), network.Name.Where) };
        if (same is null)
            draft.Segments.Add(segment);
        _segments[network.Name.Value] = segment;
        if (network.VsphereNetwork is { } name)
            segment.VsphereNetwork ??= new(name.Value, name.Where);
        if (network.Vlan is { Value: <= 4094 } vlan)
            segment.Vlan ??= Of(vlan.Value.ToString(CultureInfo.InvariantCulture), vlan.Where);
        foreach (var each in network.Prefixes)
        {
            if (segment.Prefixes.TrueForAll(known => IpPrefix.Parse(known.Text).Family != each.Value.Family))
                segment.Prefixes.Add(Of(each.Value, each.Where));
            else if (segment.Prefixes.TrueForAll(known => known.Text != each.Value.ToString()))
                notes.Add(new(each.Where, $"{each.Value} is a second prefix of '{network.Name.Value}' and is left out."));
        }

        foreach (var each in network.Gateways.Where(each => segment.Gateways.TrueForAll(known => IpAddr.Parse(known.Text).Family != each.Value.Family)))
            segment.Gateways.Add(Of(each.Value, each.Where));
        AddNew(segment.DnsServers, network.DnsServers.Select(each => Of(each.Value, each.Where)));
        AddAddressing(segment, network);
    }

    private void AddAddressing(SegmentDraft segment, DeclaredNetwork network)
    {
        if (segment.Scopes.Count == 0 && network.IsStatic is { Value: true } isStatic)
        {
            segment.Addressing = new("static", isStatic.Where);
            AddNew(segment.Pool, network.Pools.Select(each => Of(each.Value, each.Where)));
            return;
        }

        AddNew(segment.DhcpServers, network.DhcpServers.Select(each => Of(each.Value, each.Where)));
        if (segment.Addressing.From is null)
            segment.Addressing = new("dhcp", network.IsStatic?.Where ?? network.DhcpServers.Select(each => each.Where).FirstOrDefault() ?? SegmentDraft.NotSaid);
        foreach (var pool in network.Pools)
            notes.Add(new(pool.Where, $"the pool {pool.Value} is left out: nodes of '{network.Name.Value}' get their addresses by DHCP."));
    }

    /// <summary>Virtual addresses that are no control plane's are the load balancer's, where it is clear whose.</summary>
    private void AddVirtualPools(DeclaredNetwork network, List<DeclaredCluster> clusters)
    {
        if (network.VirtualPools.Count == 0)
            return;
        if (clusters is not [_])
            notes.Add(new(network.VirtualPools[0].Where, $"the virtual addresses {string.Join(", ", network.VirtualPools.Select(pool => pool.Value))} of '{network.Name.Value}' are left out: {clusters.Count} clusters of the template share them, and a site file says whose they are."));
        else
            _virtual[clusters[0].Name.Value] = network.VirtualPools;
    }

    private readonly Dictionary<string, IReadOnlyList<Declared<IpRange>>> _virtual = new(StringComparer.OrdinalIgnoreCase);

    private void AddCluster(DeclaredCluster declared)
    {
        if (SegmentOf(declared) is not { } segment)
        {
            notes.Add(new(declared.Name.Where, declared.Network is null
                ? $"the cluster '{declared.Name.Value}' is left out: the template does not say its network."
                : $"the cluster '{declared.Name.Value}' is left out: its network '{declared.Network.Value}' is neither in a template nor a segment of the site."));
            return;
        }

        if (DnsLabel.Of(declared.Name.Value) is not { } name || draft.Clusters.Exists(known => known.Name.Text == name))
        {
            notes.Add(new(declared.Name.Where, $"the cluster '{declared.Name.Value}' is left out: there is one of that name already."));
            return;
        }

        var cluster = new ClusterDraft
        {
            Name = new(name, declared.Name.Where),
            Segment = segment,
            KubernetesVersion = declared.KubernetesVersion is { } version ? Of(version.Value.TrimStart('v'), version.Where) : null,
            ControlPlaneNodes = Of(declared.ControlPlaneNodes),
            ControlPlaneVmSize = declared.ControlPlaneVmSize is { } size ? Of(size.Value, size.Where) : null,
            PodCidr = declared.PodCidr is { } pods ? Of(pods.Value, pods.Where) : null,
            LoadBalancerMachines = declared.LoadBalancerMachines is { Value: > 0 } machines ? Of(machines) : null,
        };
        if (declared.ControlPlaneIp is { } ip)
            cluster.ControlPlaneIps.Add(Of(ip.Value, ip.Where));
        foreach (var pool in _virtual.GetValueOrDefault(declared.Name.Value) ?? [])
        {
            var free = declared.ControlPlaneIp is { } own ? IpSet.Of(pool.Value).Except(IpRange.Single(own.Value)) : IpSet.Of(pool.Value);
            cluster.LoadBalancer.AddRange(free.Ranges.Select(range => Of(range, pool.Where)));
        }

        foreach (var pool in declared.Pools.DistinctBy(pool => pool.Name.Value))
        {
            cluster.NodePools.Add(new NodePoolDraft
            {
                Name = Of(pool.Name.Value, pool.Name.Where),
                Nodes = Of(pool.Nodes),
                VmSize = pool.VmSize is { } vmSize ? Of(vmSize.Value, vmSize.Where) : null,
                Min = Of(pool.Min),
                Max = Of(pool.Max),
            });
        }

        draft.Clusters.Add(cluster);
    }

    private SegmentDraft? SegmentOf(DeclaredCluster cluster)
    {
        if (cluster.Network is not { } network)
            return null;
        if (_segments.TryGetValue(network.Value, out var segment))
            return segment;
        // Of another source in this command, or of the site that is merged into.
        return draft.Segments.Find(known => known.Name.Text == network.Value || known.VsphereNetwork?.Text == network.Value)
            ?? (request.KnownSegments.Contains(network.Value) ? new SegmentDraft { Name = new(network.Value, network.Where) } : null);
    }

    private static Drafted Of<T>(T value, string where)
        where T : notnull => new(value.ToString()!, where);

    private static Drafted? Of(Declared<int>? number) => number is null ? null : new(number.Value.ToString(CultureInfo.InvariantCulture), number.Where);

    private static void AddNew(List<Drafted> to, IEnumerable<Drafted> values)
    {
        foreach (var value in values)
        {
            if (to.TrueForAll(known => known.Text != value.Text))
                to.Add(value);
        }
    }
}
