using Fairlead.Core.Endpoints;
using Fairlead.Core.Reports.Blocks;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Deliverables;

/// <summary>What a network team needs to know and the site file does not say.</summary>
internal static class MissingFacts
{
    public static IEnumerable<Block> Of(Site site)
    {
        var questions = OfSite(site).Concat(site.Segments.SelectMany(OfSegment)).Concat(OfFirewall(site)).ToList();
        yield return questions.Count == 0 ? new Paragraph("Nothing: the site file says it all.") : new Questions(questions);
    }

    private static IEnumerable<Line> OfSite(Site site)
    {
        if (!site.Spec.Infrastructure.TryGet(out var infrastructure) || !infrastructure.VCenter.TryGet(out var vcenter))
        {
            if (PortCatalog.Default.Rules.Any(rule => rule.To.Id == "vcenter" && rule.Profiles.Contains(site.Profile.Name)))
                yield return "vCenter: its name and address";
        }
        else
        {
            if (!vcenter.Host.HasValue)
                yield return "vCenter: its name";
            if (!vcenter.Address.HasValue)
                yield return "vCenter: its address";
        }

        if (infrastructure is null || infrastructure.Hosts.Or([]).Count == 0)
            yield return "the addresses of the physical hosts";
        if (infrastructure is null || infrastructure.NtpServers.Or([]).Count == 0)
            yield return "the time servers";
        if (site.Region is null && site.Profile.SupportedRegions is not null)
            yield return "the Azure region";
        if (!site.Spec.ResourceBridge.HasValue && site.Profile.MaxBridgeVersion is not null)
            yield return "the resource bridge: its prefix, gateway, control plane IP and two node addresses";
        else if (site.Spec.ResourceBridge.TryGet(out var bridge))
        {
            foreach (var missing in OfBridge(bridge))
                yield return "the resource bridge: " + missing;
        }
    }

    private static IEnumerable<string> OfBridge(ResourceBridgeSpec bridge)
    {
        if (bridge.Prefix.IsAbsent)
            yield return "its prefix";
        if (bridge.Gateway.IsAbsent)
            yield return "its gateway";
        if (bridge.ControlPlaneIp.IsAbsent)
            yield return "its control plane IP";
        if (bridge.NodeIps.IsAbsent)
            yield return "its two node addresses";
    }

    private static IEnumerable<Line> OfSegment(Segment segment)
    {
        var missing = new List<string>();
        var spec = segment.Spec;
        if (!spec.Vlan.HasValue)
            missing.Add("VLAN");
        if (!spec.VsphereNetwork.HasValue)
            missing.Add("the name of its port group (the segment's own name is taken)");
        if (!spec.Gateway.HasValue)
            missing.Add("gateway");
        if (!spec.DnsServers.HasValue)
            missing.Add("DNS servers");
        if (spec.Addressing.Or(AddressingMode.Static) == AddressingMode.Dhcp)
        {
            var dhcp = spec.Dhcp.Or(null!);
            if (segment.Scopes.Count == 0)
                missing.Add("DHCP scope");
            if (dhcp is null || !dhcp.LeaseTime.HasValue)
                missing.Add("lease time");
            if (dhcp is null || !dhcp.Servers.HasValue)
                missing.Add("DHCP servers");
        }
        else if (segment.Pool.Count == 0 && spec.Addressing.HasValue)
        {
            missing.Add("node pool");
        }

        if (missing.Count > 0)
            yield return "segment " + Line.Code(segment.Name) + ": " + string.Join(", ", missing);
    }

    private static IEnumerable<Line> OfFirewall(Site site)
    {
        if (site.Spec.ResourceBridge.HasValue && site.Profile.MaxBridgeVersion is not null)
            yield return "the management machine: its address (the site file has no field for it)";
        if (site.Clusters.Count > 0)
            yield return "from where people use the Kubernetes APIs, and from where the services are reached (no list names them)";
    }
}
