using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Joins;
using Fairlead.Core.Observations;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Rules;

/// <summary>FL86: site files held against what DHCP servers and vCenter really hold. Silent about whatever was not observed.</summary>
internal static class ObservationRules
{
    /// <summary>Findings name so many of the things they are about; the rest is a number.</summary>
    private const int Shown = 3;

    public static void Check(RuleContext context, ObservedWorld world, IReadOnlyList<ServedSegment> served, IReadOnlyList<Claim> claims)
    {
        foreach (var segment in served)
        {
            ServedScopeDiffers(segment, context);
            ServedLeaseTimeDiffers(segment, context);
            ServedOptionsDiffer(segment, context);
        }

        foreach (var segment in context.Estate.Segments)
        {
            SegmentNotServed(segment, served, world, context);
            SharedClientId(segment, world, context);
            NetworkOfVSphere(segment, world, context);
        }

        foreach (var claim in claims.Where(claim => claim.Kind.GroupOf() == ClaimGroup.Exclusive))
        {
            LeaseOnPlannedAddress(claim, world, context);
            MachineOnPlannedAddress(claim, world, context);
            ReservationOnPlannedAddress(claim, world, context);
        }
    }

    private static void ServedScopeDiffers(ServedSegment segment, RuleContext context)
    {
        if (segment.Written.IsEmpty || segment.Written == segment.Served)
            return;
        var (more, less) = (segment.Served.Except(segment.Written), segment.Written.Except(segment.Served));
        var parts = new List<string>();
        if (!more.IsEmpty)
            parts.Add($"{Some(more)} is handed out and not written");
        if (!less.IsEmpty)
            parts.Add($"{Some(less)} is written and not handed out");
        Report(RuleCatalog.ServedScopeDiffers, segment, context, $"The scope of segment {segment.Segment} as written is not what {SourcesOf(segment)} hands out: {string.Join("; ", parts)}.", "write dhcp.scopes as the server has them ('fairlead import' does it), or correct the server");
    }

    private static void ServedLeaseTimeDiffers(ServedSegment segment, RuleContext context)
    {
        if (segment.WrittenLeaseTime is { } written && segment.ServedLeaseTime is { } real && written != real)
            Report(RuleCatalog.ServedLeaseTimeDiffers, segment, context, $"Segment {segment.Segment} is written with leases of {Text(written)}, and {SourcesOf(segment)} gives leases of {Text(real)}.", "write dhcp.leaseTime as the server has it: stale leases during upgrades are counted by it");
    }

    private static void ServedOptionsDiffer(ServedSegment segment, RuleContext context)
    {
        var (spec, faults) = (segment.Segment.Spec, new List<string>());
        foreach (var server in segment.Servers)
        {
            var (routers, names) = (server.Subnet.Routers, server.Subnet.DnsServers);
            // An IPv6 gateway is announced by the router itself, so DHCPv6 has no option for it.
            foreach (var gateway in spec.Gateway.Or([]).Where(gateway => routers.Any(router => router.Family == gateway.Value.Family) && !routers.Contains(gateway.Value)))
                faults.Add($"the gateway is {gateway.Value}, and clients are given {string.Join(", ", routers)}");
            var written = spec.DnsServers.Or([]).Select(name => name.Value).Where(name => names.Any(other => other.Family == name.Family)).ToHashSet();
            if (written.Count > 0 && !written.SetEquals(names))
                faults.Add($"the DNS servers are {string.Join(", ", written)}, and clients are given {string.Join(", ", names)}");
        }

        if (faults.Count > 0)
            Report(RuleCatalog.ServedOptionsDiffer, segment, context, $"Nodes of segment {segment.Segment} get other settings from {SourcesOf(segment)} than are written: {string.Join("; ", faults.Distinct())}.", "correct the site file or the server's options; what the server says is what nodes use");
    }

    private static void SegmentNotServed(Segment segment, IReadOnlyList<ServedSegment> served, ObservedWorld world, RuleContext context)
    {
        if (!segment.IsInUse || segment.Spec.Addressing.Or(AddressingMode.Static) != AddressingMode.Dhcp || segment.Prefixes.Count == 0 || served.Any(each => each.Segment == segment))
            return;
        var servers = world.Of(segment.AddressSpace).Where(observation => observation.Subnets.Count > 0).Select(observation => observation.Source.ToString()).ToList();
        if (servers.Count > 0)
            context.Report(RuleCatalog.SegmentNotServed, segment, $"No DHCP server that was read serves segment {segment} ({string.Join(", ", segment.Prefixes.Select(prefix => prefix.Value))}); read were {string.Join(", ", servers)}.", "add the subnet to a server, or name the source that serves it");
    }

    private static void LeaseOnPlannedAddress(Claim claim, ObservedWorld world, RuleContext context)
    {
        var leases = world.LeasesIn(claim.Range, claim.AddressSpace).ToList();
        if (leases.Count == 0)
            return;
        var holders = Some(leases.Select(lease => $"{lease.Lease.Address} ({lease.Holder}; {lease.Observation.Source})"), leases.Count);
        Report(RuleCatalog.LeaseOnPlannedAddress, claim, context, IpSet.Of(leases.Select(lease => IpRange.Single(lease.Lease.Address))), $"{ClaimText.Capitalised(ClaimText.Describe(claim))} is leased already: {holders}.", "exclude the addresses from the DHCP scope, and wait until the leases end, or choose others");
    }

    private static void MachineOnPlannedAddress(Claim claim, ObservedWorld world, RuleContext context)
    {
        // The appliance of the bridge is a VM, and its addresses are the planned ones.
        if (claim.Kind.IsBridgeAddress())
            return;
        var found = new List<(IpAddr Address, string Name)>();
        foreach (var observation in world.Of(claim.AddressSpace))
        {
            foreach (var machine in observation.Machines)
            {
                var addresses = machine.Adapters.SelectMany(adapter => adapter.Addresses).ToList();
                var past = world.PastOf(machine).Where(seen => seen.AddressSpace == claim.AddressSpace).ToList();
                // A node that holds a virtual address has its own beside it.
                if (addresses.Concat(past.Select(seen => seen.Address)).Any(address => IsNodes(address, claim)))
                    continue;
                found.AddRange(addresses.Where(claim.Range.Contains).Select(address => (address, $"VM {machine.Name}; {observation.Source}")));
                // vCenter knows no address of a machine that is off; it comes back with the one that it had.
                found.AddRange(past.Where(seen => claim.Range.Contains(seen.Address)).Select(seen => (seen.Address, $"VM {machine.Name}, which is off and had it on {seen.LastAt.UtcDateTime:yyyy-MM-dd}; {seen.Source}")));
            }

            foreach (var host in observation.Hosts)
                found.AddRange(host.Addresses.Where(claim.Range.Contains).Select(address => (address, $"ESXi host {host.Name}; {observation.Source}")));
        }

        if (found.Count > 0)
            Report(RuleCatalog.MachineOnPlannedAddress, claim, context, IpSet.Of(found.Select(each => IpRange.Single(each.Address))), $"{ClaimText.Capitalised(ClaimText.Describe(claim))} is in use: {Some(found.Select(each => $"{each.Address} ({each.Name})"), found.Count)}.", "choose other addresses, or move the machine");
    }

    private static bool IsNodes(IpAddr address, Claim claim) => !claim.Range.Contains(address) && claim.Segment is { } segment && !address.IsLinkLocal && segment.Contains(address);

    private static void ReservationOnPlannedAddress(Claim claim, ObservedWorld world, RuleContext context)
    {
        var found = (from observation in world.Of(claim.AddressSpace)
                     from subnet in observation.Subnets
                     from reservation in subnet.Reservations
                     where reservation.Address is { } address && claim.Range.Contains(address)
                     select (Address: reservation.Address!.Value, Text: $"{reservation.Address} for {reservation.Mac?.ToString() ?? reservation.Client ?? reservation.HostName ?? "a client"} ({reservation.Where}; {observation.Source})")).ToList();
        if (found.Count > 0)
            Report(RuleCatalog.ReservationOnPlannedAddress, claim, context, IpSet.Of(found.Select(each => IpRange.Single(each.Address))), $"{ClaimText.Capitalised(ClaimText.Describe(claim))} is kept for a DHCP client: {Some(found.Select(each => each.Text), found.Count)}.", "if the reservation only keeps the address out of the pool, accept this with an override, or exclude the address instead: whoever shows that client's identity gets it");
    }

    private static void SharedClientId(Segment segment, ObservedWorld world, RuleContext context)
    {
        // A MAC that changed once and stayed so is a repair.
        var clones = (from observation in world.Of(segment.AddressSpace)
                      from shared in observation.Leases.SharedClientIds
                      where shared.Evidence != SharingEvidence.Changed && shared.Addresses.Any(segment.Contains)
                      select (Shared: shared, observation.Source)).ToList();
        if (clones.Count == 0)
            return;
        var text = Some(clones.Select(each => $"client id {each.Shared.ClientId} with {string.Join(", ", each.Shared.Macs.Select(mac => Named(mac, world)))} ({each.Source})"), clones.Count);
        context.Report(RuleCatalog.SharedClientId, segment, $"Machines of segment {segment} share a client id, so the DHCP server takes them for one and gives them one address: {text}.", "clear the template's machine-id (truncate /etc/machine-id) before it is cloned, or let clients identify by MAC ('dhcp-identifier: mac')");
    }

    private static string Named(MacAddress mac, ObservedWorld world) => world.MachineOf(mac) is { } machine ? $"{mac} (VM {machine.Name})" : mac.ToString();

    private static void NetworkOfVSphere(Segment segment, ObservedWorld world, RuleContext context)
    {
        var vcenters = world.Observations.Where(observation => observation.Source.Kind == SourceKind.VCenter).ToList();
        if (vcenters.Count == 0)
            return;
        var name = segment.Spec.VsphereNetwork.TryGet(out var own) ? own : segment.Name;
        var networks = vcenters.SelectMany(observation => observation.Networks, (observation, network) => (observation.Source, Network: network)).Where(each => each.Network.Name == name).ToList();
        // The same standard port group on several hosts is one network, as vCenter shows it.
        var distinct = networks.DistinctBy(each => (each.Source, each.Network.Id)).ToList();
        if (distinct.Count == 0)
        {
            context.Report(RuleCatalog.VsphereNetworkMissing, segment, $"No network of {string.Join(", ", vcenters.Select(observation => observation.Source))} is named \"{name}\", as segment {segment} says.", "write vsphereNetwork as the port group or NSX segment is named");
            return;
        }

        if (distinct.Count > 1)
            context.Report(RuleCatalog.VsphereNetworkAmbiguous, segment, $"{distinct.Count} networks are named \"{name}\" ({string.Join(", ", distinct.Select(each => each.Network.Path.Length > 0 ? $"{each.Network.Path}/{each.Network.Name} [{each.Network.Id}]" : each.Network.Id))}); whatever deploys segment {segment} by name takes one of them.", "rename all but one");
        if (segment.Spec.Vlan.TryGet(out var vlan) && distinct.Where(each => each.Network.Vlan is { } real && real != vlan).ToList() is { Count: > 0 } others)
            context.Report(RuleCatalog.VsphereVlanDiffers, segment, $"Segment {segment} is written with VLAN {vlan}, and {others[0].Source} has VLAN {others[0].Network.Vlan} on \"{name}\".", "correct whichever is wrong");
    }

    private static void Report(RuleInfo rule, ServedSegment segment, RuleContext context, string message, string hint)
    {
        var before = context.Findings.Count;
        context.Report(rule, segment.Segment, message, hint);
        if (context.Findings.Count > before)
            context.Findings[^1] = context.Findings[^1] with { Related = [.. segment.Servers.SelectMany(server => server.Subnet.Pools, RelatedPool)] };
    }

    private static RelatedClaim RelatedPool(ServedBy server, ServedPool pool) =>
        new(Subject.Document(server.Observation.Source.ToString(), -1), pool.Range, ObservedWorld.PlaceOf(server.Observation.Source, pool.Where));

    private static void Report(RuleInfo rule, Claim claim, RuleContext context, IpSet overlap, string message, string hint)
    {
        var before = context.Findings.Count;
        context.Report(rule, claim.Site, claim.Subject, claim.Source, message, hint);
        if (context.Findings.Count > before)
            context.Findings[^1] = context.Findings[^1] with { Overlap = overlap };
    }

    private static string SourcesOf(ServedSegment segment) => string.Join(" and ", segment.Servers.Select(server => server.Observation.Source.ToString()).Distinct());

    private static string Some(IEnumerable<string> texts, int count) => string.Join("; ", texts.Take(Shown)) + (count > Shown ? $"; and {count - Shown} more" : "");

    private static string Some(IpSet addresses) => addresses.Ranges.Length > Shown ? $"{string.Join(", ", addresses.Ranges.Take(Shown))} and {addresses.Ranges.Length - Shown} more ranges" : string.Join(", ", addresses.Ranges);

    private static string Text(TimeSpan time) => time.Ticks % TimeSpan.TicksPerHour == 0 ? $"{(long)time.TotalHours}h" : time.Ticks % TimeSpan.TicksPerMinute == 0 ? $"{(long)time.TotalMinutes}m" : $"{(long)time.TotalSeconds}s";
}
