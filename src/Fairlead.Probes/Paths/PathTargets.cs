using Fairlead.Core.Addressing;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Endpoints;
using Fairlead.Core.Firewalls;
using Fairlead.Core.Sites;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Paths;

/// <summary>Whom to ask, from the site file alone.</summary>
internal static class PathTargets
{
    private const int HttpsPort = 443;

    /// <summary>Hosts are asked one by one only where they are few: a range may be all that may ever be there.</summary>
    private const int MostHosts = 64;

    /// <summary>The gateway and DNS servers of the segment that this machine stands in, and vCenter; none when it stands in no segment.</summary>
    public static IReadOnlyList<PathTarget> OfMtu(CheckRequest request)
    {
        if (request.Interface is null || request.OnLinkSegment is not { } segment)
            return [];
        var targets = new List<PathTarget>();
        foreach (var gateway in segment.Spec.Gateway.Or([]))
            targets.Add(new(PathChecks.Mtu, gateway.Value, 0, $"the gateway of {segment}", gateway.Subject, gateway.At, true, "everything beyond the segment"));
        foreach (var server in segment.Spec.DnsServers.Or([]))
            targets.Add(new(PathChecks.Mtu, server.Value, 0, $"a DNS server of {segment}", server.Subject, server.At, true, "answers longer than 512 octets"));
        if (VCenterOf(segment.Site) is { } vcenter)
            targets.Add(vcenter with { Check = PathChecks.Mtu, Why = "the storage and cloud drivers" });
        return [.. targets.Where(target => request.Interface.Addresses.Any(own => own.Address.Family == target.Address.Family) && !request.Interface.Owns(target.Address)).DistinctBy(target => target.Address)];
    }

    /// <summary>The time servers of each site asked about.</summary>
    public static IReadOnlyList<PathTarget> OfClocks(CheckRequest request) =>
    [
        .. SitesOf(request).SelectMany(site => site.Spec.Infrastructure.TryGet(out var infrastructure) ? infrastructure.NtpServers.Or([]) : [])
            .Select(server => new PathTarget(PathChecks.Clock, server.Value, 0, "a time server", server.Subject, server.At, true, "certificates, tokens and etcd"))
            .DistinctBy(target => target.Address),
    ];

    /// <summary>Each site's vCenter: its web server tells the time too, and its certificates are judged by its own clock.</summary>
    public static IReadOnlyList<PathTarget> OfDates(CheckRequest request) =>
    [
        .. SitesOf(request).Select(VCenterOf).OfType<PathTarget>()
            .Select(vcenter => vcenter with { Check = PathChecks.Clock, Port = HttpsPort, Why = "certificates and tokens of vCenter" })
            .DistinctBy(target => target.Address),
    ];

    /// <summary>TCP ports that the role of this machine needs on parties with single addresses.</summary>
    public static IReadOnlyList<PathTarget> OfPorts(CheckRequest request)
    {
        var role = PortCatalog.Default.Machine(request.Role).Name;
        return
        [
            .. from site in SitesOf(request)
               from rule in FirewallPlan.Of(site).Inside
               where !rule.IsConditional && rule.Protocol.Contains("tcp", StringComparison.Ordinal)
               from to in DestinationsOf(rule, role)
               from party in PartiesOf(site, to, request)
               from port in rule.Ports
               where request.Interface?.Owns(party.Address) != true
               let own = port == Cluster.DefaultApiPort && party.Port != 0 ? party.Port : port
               group party with { Port = own, Why = rule.Why } by (party.Address, own) into same
               select same.First(),
        ];
    }

    /// <summary>The other end of a rule that this role opens connections by.</summary>
    private static IEnumerable<Machines> DestinationsOf(FirewallRule rule, string role)
    {
        if (rule.To is { } to && rule.From.Any(from => from.Name == role))
            yield return to;
        if (rule.IsBothWays && rule.To?.Name == role)
        {
            foreach (var from in rule.From)
                yield return from;
        }
    }

    private static IEnumerable<PathTarget> PartiesOf(Site site, Machines machines, CheckRequest request)
    {
        if (machines.Name == NameOf("vcenter"))
            return VCenterOf(site) is { } vcenter ? [vcenter] : [];
        if (machines.Name == NameOf("cluster-control-plane"))
            return request.Clusters.Where(cluster => cluster.Site == site).SelectMany(ApisOf);
        if (machines.Name == NameOf("appliance-control-plane") || machines.Name == NameOf("appliance-vm"))
            return BridgeOf(site, machines.Name == NameOf("appliance-vm"));
        if (machines.Name == NameOf("datastore-hosts") || machines.Name == NameOf("management-network") || machines.Name == NameOf("physical-nodes"))
            return HostsOf(site);
        // DNS over TCP is the business of the family dns; of cluster nodes the site file names no single one.
        return [];
    }

    /// <summary>With the API's own port in place of the usual one.</summary>
    private static IEnumerable<PathTarget> ApisOf(Cluster cluster) =>
        cluster.ControlPlaneIps.Select(ip => new PathTarget(PathChecks.Port, ip.Value, cluster.ApiPort, $"the control plane IP of {cluster}", ip.Subject, ip.At.At, false, ""));

    private static IEnumerable<PathTarget> BridgeOf(Site site, bool ofNodes)
    {
        if (!site.Spec.ResourceBridge.TryGet(out var bridge))
            yield break;
        if (!ofNodes && bridge.ControlPlaneIp.TryGet(out var ip))
            yield return new(PathChecks.Port, ip, 0, "the resource bridge's control plane IP", bridge.Subject.Field("controlPlaneIP"), bridge.ControlPlaneIp.At, false, "");
        foreach (var range in ofNodes ? bridge.NodeIps.Or([]).Where(range => range.Value.Count <= MostHosts).SelectMany(range => Each(range.Value).Select(address => (range, address))) : [])
            yield return new(PathChecks.Port, range.address, 0, "a machine of the resource bridge", range.range.Subject, range.range.At, false, "");
    }

    private static PathTarget? VCenterOf(Site site)
    {
        if (!site.Spec.Infrastructure.TryGet(out var infrastructure) || !infrastructure.VCenter.TryGet(out var vcenter) || !vcenter.Address.TryGet(out var address))
            return null;
        return new(PathChecks.Port, address, 0, "vCenter", vcenter.Subject.Field("address"), vcenter.Address.At, true, "") { Host = vcenter.Host.TryGet(out var host) ? host : null };
    }

    private static IEnumerable<PathTarget> HostsOf(Site site) =>
        site.Spec.Infrastructure.TryGet(out var infrastructure)
            ? infrastructure.Hosts.Or([]).Where(range => range.Value.Count <= MostHosts)
                .SelectMany(range => Each(range.Value).Select(address => new PathTarget(PathChecks.Port, address, 0, "an ESXi host", range.Subject, range.At, false, "")))
            : [];

    private static IEnumerable<IpAddr> Each(IpRange range)
    {
        var address = range.First;
        do
            yield return address;
        while (address != range.Last && address.TryNext(out address));
    }

    private static IEnumerable<Site> SitesOf(CheckRequest request) =>
        request.Segments.Select(segment => segment.Site).Concat(request.Clusters.Select(cluster => cluster.Site)).Distinct();

    private static string NameOf(string machine) => PortCatalog.Default.Machine(machine).Name;
}
