using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Capacity;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;
using Fairlead.Core.Reports.Blocks;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Deliverables;

/// <summary>The parts of a network request, in the order in which a network team works.</summary>
internal static class RequestParts
{
    public static IReadOnlyList<Part> Of(Plan plan, Site site) =>
    [
        new("", [.. Introduction(plan, site)]),
        new("Please fill in", [.. MissingFacts.Of(site)]),
        new("Segments", [.. Segments(site)]),
        new("DHCP", [.. Dhcp(plan, site)]),
        new("Addresses to reserve", [.. Reservations(plan, site)]),
        new("Names and time", [.. Names(site)]),
        new("Firewall", [.. FirewallBlocks.Of(site)]),
    ];

    private static IEnumerable<Block> Introduction(Plan plan, Site site)
    {
        yield return new Paragraph($"For {site.Profile.Title}{(site.Region is { } region ? $" in {region.DisplayName}" : "")}: {PlanWords.Count(site.Clusters.Count, "cluster")} on {PlanWords.Count(site.Segments.Count(segment => segment.IsInUse), "segment")}. Made by Fairlead from the site file; what is not printed by the vendor is marked as inferred.");
        var errors = plan.Diagnostics.Where(finding => finding.Site == site.Name && finding.IsFailure).ToList();
        if (errors.Count == 0)
            yield break;
        yield return new Warning(Line.Strong($"The plan still has {PlanWords.Count(errors.Count, "error")}.") + " Please do not set up what they concern before they are mended.");
        const int Most = 12;
        yield return new Bullets([.. errors.Take(Most).Select(ErrorLine), .. errors.Count > Most ? (IEnumerable<Line>)[$"and {errors.Count - Most} more"] : []]);
    }

    private static Line ErrorLine(Diagnostic finding) => Line.Strong(finding.Rule.Id) + " " + Line.Code(finding.Subject.ToString()) + " " + finding.Message;

    private static IEnumerable<Block> Segments(Site site)
    {
        if (site.Segments.Count == 0)
        {
            yield return new Paragraph("The site has no segment.");
            yield break;
        }

        yield return new Grid(
            "Networks",
            ["segment", "port group or NSX segment", "VLAN", "prefix", "gateway", "DNS servers", "addressing"],
            [.. site.Segments.Select(segment => (IReadOnlyList<Line>)
            [
                Line.Stack([Line.Code(segment.Name), segment.Spec.Stretched.TryGet(out var id) ? $"stretched: {id}" : "", segment.IsInUse ? "" : "no cluster uses it"]),
                Line.Code(segment.Spec.VsphereNetwork.Or(segment.Name)),
                segment.Spec.Vlan.TryGet(out var vlan) ? Line.Code(vlan.ToString(CultureInfo.InvariantCulture)) : Line.Missing(),
                Line.Codes(segment.Prefixes.Select(prefix => prefix.Value.ToString())),
                Line.Codes(segment.Spec.Gateway.Or([]).Select(gateway => gateway.Value.ToString())),
                Line.Codes(segment.Spec.DnsServers.Or([]).Select(server => server.Value.ToString())),
                segment.Spec.Addressing.TryGet(out var mode) ? mode == AddressingMode.Dhcp ? "DHCP" : "static" : Line.Missing(),
            ])]);
        if (site.Spec.ResourceBridge.TryGet(out var bridge))
        {
            yield return new Grid("Network of the resource bridge", ["prefix", "gateway", "version"], [[
                bridge.Prefix.TryGet(out var prefix) ? Line.Code(prefix.ToString()) : Line.Missing(),
                bridge.Gateway.TryGet(out var gateway) ? Line.Code(gateway.ToString()) : Line.Missing(),
                bridge.Version.Or("not given"),
            ]]);
        }

        var reserved = site.Segments.SelectMany(segment => segment.Spec.Reserved.Or([]).Select(entry => (IReadOnlyList<Line>)[Line.Code(segment.Name), Line.Code(entry.Range.Value.ToString()), entry.For.Or("not said")])).ToList();
        if (reserved.Count > 0)
            yield return new Grid("Kept for other uses", ["segment", "addresses", "for"], reserved);
    }

    private static IEnumerable<Block> Dhcp(Plan plan, Site site)
    {
        var capacity = plan.Capacity.Where(row => row.Segment.Site == site).ToDictionary(row => row.Segment);
        var dynamic = site.Segments.Where(segment => segment.Spec.Addressing.Or(AddressingMode.Static) == AddressingMode.Dhcp).ToList();
        if (dynamic.Count > 0)
        {
            yield return new Grid(
                "Scopes",
                ["segment", "scope", "exclude", "lease time", "servers", "addresses needed", "available"],
                [.. dynamic.Select(segment => DhcpRow(plan, segment, capacity.GetValueOrDefault(segment)))]);
            yield return new Paragraph("Addresses needed: as the clusters are written, and at the peak of an upgrade at full size with old leases still alive. What is bold under exclude lies in a scope and is not excluded in the plan yet.");
            var outside = dynamic.Where(segment => segment.IsInUse).SelectMany(segment => ServersOutside(segment).Select(server => (Line)$"{segment.Name}: relay DHCP (UDP 67) from the gateway to " + Line.Code(server.ToString()))).ToList();
            if (outside.Count > 0)
                yield return new Bullets(outside);
        }

        var fixedOnes = site.Segments.Where(segment => segment.Pool.Count > 0).ToList();
        if (fixedOnes.Count > 0)
        {
            yield return new Grid(
                "Static node pools: no DHCP server may hand these out",
                ["segment", "addresses", "addresses needed", "available"],
                [.. fixedOnes.Select(segment => (IReadOnlyList<Line>)[Line.Code(segment.Name), Line.Codes(segment.Pool.Select(pool => pool.Value.ToString())), Needed(capacity.GetValueOrDefault(segment)), There(capacity.GetValueOrDefault(segment))])]);
        }

        if (dynamic.Count + fixedOnes.Count == 0)
            yield return new Paragraph(Line.Missing("The site file gives no scope and no pool."));
    }

    private static IReadOnlyList<Line> DhcpRow(Plan plan, Segment segment, SegmentCapacity? capacity)
    {
        var excluded = segment.Scopes.SelectMany(scope => scope.Exclude.Or([])).Select(range => Line.Code(range.Value.ToString()));
        var needed = MustExclude(plan, segment).Select(item => Line.Strong(item.Shared.ToString()) + $" ({ClaimText.Describe(item.Claim)})");
        var lines = excluded.Concat(needed).ToList();
        var dhcp = segment.Spec.Dhcp.Or(null!);
        return
        [
            Line.Code(segment.Name),
            Line.Codes(segment.Scopes.Select(scope => scope.Range.Value.ToString())),
            lines.Count == 0 ? "nothing" : Line.Stack(lines),
            dhcp is not null && dhcp.LeaseTime.TryGet(out var lease) ? Duration(lease) : Line.Missing(),
            Line.Codes(dhcp is null ? [] : dhcp.Servers.Or([]).Select(server => server.Value.ToString())),
            Needed(capacity),
            There(capacity),
        ];
    }

    /// <summary>What somebody has for himself and a scope would hand out.</summary>
    private static IEnumerable<(Claim Claim, IpSet Shared)> MustExclude(Plan plan, Segment segment)
    {
        var scopes = IpSet.Of(segment.Scopes.SelectMany(scope => ScopeAddresses.Of(scope).Ranges));
        return scopes.IsEmpty
            ? []
            : plan.Claims
                .Where(claim => claim.AddressSpace == segment.AddressSpace && IsForOneOwner(claim) && scopes.Overlaps(claim.Range))
                .Select(claim => (claim, scopes.Intersect(claim.Range)));
    }

    private static bool IsForOneOwner(Claim claim) => claim.Kind.GroupOf() is ClaimGroup.Exclusive or ClaimGroup.Host or ClaimGroup.Reserved;

    private static Line Needed(SegmentCapacity? capacity) =>
        capacity is null ? Line.Missing() : $"{PlanWords.Number(capacity.Steady)}, at peak {PlanWords.Number(capacity.Peak)}";

    private static Line There(SegmentCapacity? capacity)
    {
        if (capacity is null)
            return "";
        var there = PlanWords.Addresses(capacity.Available);
        return capacity.IsSound && capacity.HasSource && capacity.FirstToFail is not null ? Line.Strong($"{there}: {PlanWords.Verdict(capacity)}") : there;
    }

    private static IEnumerable<Block> Reservations(Plan plan, Site site)
    {
        var rows = plan.ExclusiveAddresses.Where(claim => claim.Site == site).Select(claim => (IReadOnlyList<Line>)
        [
            Line.Code(claim.Range.ToString()),
            What(claim.Kind),
            claim.Kind.IsBridgeAddress() ? "the resource bridge" : Line.Code(claim.Owner.Name),
            claim.Segment is null ? "" : Line.Code(claim.Segment.Name),
            Rule(claim) + (claim.IsChosen ? " Chosen by Fairlead and not reserved yet." : ""),
        ]).ToList();
        var missing = site.Clusters.Where(cluster => cluster.ControlPlaneIps.Count == 0).ToList();
        if (rows.Count == 0 && missing.Count == 0)
        {
            yield return new Paragraph("None.");
            yield break;
        }

        if (rows.Count > 0)
            yield return new Grid("Reserve, and never hand out", ["addresses", "for", "owner", "segment", "rule"], rows);
        if (missing.Count > 0)
            yield return new Questions([.. missing.Select(cluster => (Line)"One control plane IP for cluster " + Line.Code(cluster.Name) + (cluster.Site.Profile.ControlPlaneIpPickedByPlatform ? ", or leave it to the platform" : "") + ": " + Line.Missing())]);
    }

    private static string What(ClaimKind kind) => kind switch
    {
        ClaimKind.ControlPlaneIp => "control plane IP",
        ClaimKind.LoadBalancer => "load balancer",
        ClaimKind.RoutedLoadBalancer => "load balancer, routed (BGP)",
        ClaimKind.BridgeControlPlaneIp => "control plane IP of the bridge",
        _ => "node addresses of the bridge",
    };

    private static string Rule(Claim claim) => claim.Kind switch
    {
        ClaimKind.ControlPlaneIp => "Never hand out; immutable for the cluster's life.",
        ClaimKind.BridgeControlPlaneIp => "Never hand out; immutable for the bridge's life.",
        ClaimKind.BridgeNodeIp => "Never hand out. An upgrade changes from one to the other, so both need the same rules.",
        ClaimKind.RoutedLoadBalancer => "Never hand out; accept the announcements of the cluster's nodes.",
        _ => "Never hand out; the cluster's nodes answer ARP for them.",
    };

    private static IEnumerable<Block> Names(Site site)
    {
        var rows = new List<IReadOnlyList<Line>>();
        if (site.Spec.Infrastructure.TryGet(out var infrastructure) && infrastructure.VCenter.TryGet(out var vcenter))
        {
            rows.Add([
                vcenter.Host.TryGet(out var host) ? IpAddr.TryParse(host, out _, out _) ? "no name is given" : Line.Code(host) : Line.Missing(),
                vcenter.Address.TryGet(out var address) ? Line.Code(address.ToString()) : Line.Missing(),
                "vCenter: nodes and the resource bridge look it up.",
            ]);
        }

        if (site.Spec.Proxy.TryGet(out var proxy))
            rows.AddRange(ProxyHosts(proxy).Select(host => (IReadOnlyList<Line>)[Line.Code(host), Line.Missing(), "Proxy of the nodes."]));
        if (rows.Count > 0)
            yield return new Grid("DNS records that must exist", ["name", "address", "why"], rows);
        yield return new Bullets([.. NameNotes(site)]);
    }

    private static IEnumerable<Line> NameNotes(Site site)
    {
        yield return "Every DNS server of a segment resolves the names above and those outside: one that knows only half of them breaks the deployment.";
        if (site.Clusters.SelectMany(cluster => cluster.ControlPlaneIps).Any())
            yield return "Names for the Kubernetes APIs are up to you; the site file gives addresses: " + Line.Codes(site.Clusters.SelectMany(cluster => cluster.ControlPlaneIps.Select(ip => $"{cluster.Name} {ip.Value}"))) + ".";
        var servers = site.Spec.Infrastructure.TryGet(out var infrastructure) ? infrastructure.NtpServers.Or([]).Select(server => server.Value.ToString()) : [];
        yield return "Time servers (UDP 123): " + Line.Codes(servers) + ".";
    }

    private static IEnumerable<string> ProxyHosts(ProxySpec proxy) =>
        new[] { proxy.Http, proxy.Https }.Where(url => url.HasValue).Select(url => ProxyUrl.HostOf(url.Value)).Where(host => !IpAddr.TryParse(host, out _, out _)).Distinct();

    private static IEnumerable<IpAddr> ServersOutside(Segment segment) =>
        segment.Spec.Dhcp.TryGet(out var dhcp) ? dhcp.Servers.Or([]).Select(server => server.Value).Where(server => !segment.Contains(server)) : [];

    private static string Duration(TimeSpan time) => time switch
    {
        { Ticks: > 0 } when time.Ticks % TimeSpan.TicksPerDay == 0 => PlanWords.Count((long)time.TotalDays, "day"),
        { Ticks: > 0 } when time.Ticks % TimeSpan.TicksPerHour == 0 => PlanWords.Count((long)time.TotalHours, "hour"),
        { Ticks: > 0 } when time.Ticks % TimeSpan.TicksPerMinute == 0 => PlanWords.Count((long)time.TotalMinutes, "minute"),
        _ => PlanWords.Count((long)time.TotalSeconds, "second"),
    };
}
