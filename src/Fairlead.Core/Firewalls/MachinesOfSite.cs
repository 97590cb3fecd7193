using Fairlead.Core.Addressing;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Sites;

namespace Fairlead.Core.Firewalls;

/// <summary>Which addresses the kinds of machines have on one site.</summary>
internal sealed class MachinesOfSite(Site site)
{
    private readonly Dictionary<string, Machines> _known = new(StringComparer.Ordinal);

    /// <summary>One instance per kind.</summary>
    public Machines this[string id]
    {
        get
        {
            if (!_known.TryGetValue(id, out var machines))
            {
                var kind = PortCatalog.Default.Machine(id);
                machines = new Machines(kind.Name, kind.Description, [.. AddressesOf(id).Distinct()]);
                _known.Add(id, machines);
            }

            return machines;
        }
    }

    private IEnumerable<string> AddressesOf(string id) => id switch
    {
        "physical-nodes" or "datastore-hosts" or "management-network" => Hosts(),
        "cluster-vms" => UsedSegments().SelectMany(NodesOf),
        "appliance-vm" => Bridge(bridge => bridge.NodeIps.Or([]).Select(range => range.Value.ToString())),
        "appliance-control-plane" => Bridge(bridge => bridge.ControlPlaneIp.TryGet(out var ip) ? [ip.ToString()] : []),
        "vcenter" => VCenter(),
        "cluster-control-plane" => site.Clusters.SelectMany(cluster => cluster.ControlPlaneIps).Select(ip => ip.Value.ToString()),
        "dns-servers" => UsedSegments().SelectMany(segment => segment.Spec.DnsServers.Or([])).Select(server => server.Value.ToString()),
        "ntp-servers" => site.Spec.Infrastructure.TryGet(out var infrastructure) ? infrastructure.NtpServers.Or([]).Select(server => server.Value.ToString()) : [],
        "dhcp-servers" => UsedSegments().SelectMany(DhcpServersOutside).Select(server => server.ToString()),
        _ => [], // the format has no field for them
    };

    private IEnumerable<Segment> UsedSegments() => site.Segments.Where(segment => segment.IsInUse);

    private IEnumerable<string> Hosts() =>
        site.Spec.Infrastructure.TryGet(out var infrastructure) ? infrastructure.Hosts.Or([]).Select(host => host.Value.ToString()) : [];

    private IEnumerable<string> Bridge(Func<Sites.Spec.ResourceBridgeSpec, IEnumerable<string>> read) =>
        site.Spec.ResourceBridge.TryGet(out var bridge) ? read(bridge) : [];

    private IEnumerable<string> VCenter()
    {
        if (!site.Spec.Infrastructure.TryGet(out var infrastructure) || !infrastructure.VCenter.TryGet(out var vcenter))
            yield break;
        if (vcenter.Host.TryGet(out var host))
            yield return host;
        if (vcenter.Address.TryGet(out var address))
            yield return address.ToString();
    }

    /// <summary>What the segment gives to nodes, as written; the whole segment where nothing is.</summary>
    private static IEnumerable<string> NodesOf(Segment segment)
    {
        var ranges = segment.Scopes.Select(scope => scope.Range.Value).Concat(segment.Pool.Select(pool => pool.Value)).Select(range => range.ToString()).ToList();
        return ranges.Count > 0 ? ranges : segment.Prefixes.Select(prefix => prefix.Value.ToString());
    }

    private static IEnumerable<IpAddr> DhcpServersOutside(Segment segment) =>
        segment.Spec.Dhcp.TryGet(out var dhcp) ? dhcp.Servers.Or([]).Select(server => server.Value).Where(server => !segment.Contains(server)) : [];
}
