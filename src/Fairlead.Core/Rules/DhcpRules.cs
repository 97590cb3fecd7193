using System.Globalization;
using Fairlead.Core.Addressing;
using Fairlead.Core.Capacity;
using Fairlead.Core.Profiles;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Core.Rules;

/// <summary>FL3: DHCP scopes, static pools and whether they suffice. Pairs (FL3002, FL3003) are in <see cref="PairRules"/>.</summary>
internal static class DhcpRules
{
    private const int LeastHeadroom = 5;
    private const int LeastHeadroomPercent = 10;

    public static void Check(RuleContext context, IReadOnlyList<SegmentCapacity> capacity)
    {
        foreach (var segment in context.Estate.Segments)
        {
            ScopeOutsideSegment(segment, context);
            ExclusionOutsideScope(segment, context);
            StaticPoolOutsideSegment(segment, context);
            AddressingNotSupported(segment, context);
            ScopeMissing(segment, context);
            LeaseTimeUnknown(segment, context);
        }

        foreach (var row in capacity.Where(row => row.Segment.IsInUse && row.IsSound && row.HasSource))
            AddressesSuffice(row, context);
    }

    private static void ScopeOutsideSegment(Segment segment, RuleContext context)
    {
        if (!segment.Spec.Prefix.IsSound)
            return;
        foreach (var scope in segment.Scopes.Where(scope => scope.Exclude.IsSound))
        {
            var addresses = ScopeAddresses.Of(scope);
            if (addresses.IsEmpty)
                continue;
            var prefix = segment.PrefixOf(scope.Range.Value.Family);
            var outside = prefix is { } inside ? addresses.Except(inside.Range) : addresses;
            if (!outside.IsEmpty)
                context.Report(RuleCatalog.ScopeOutsideSegment, segment.Site, scope, $"The scope {scope.Range.Value} hands out {Some(outside)} outside segment {segment} ({PrefixText(segment)}).", "cut the scope to the segment's prefix");
            else if (Edges(prefix!.Value).Where(addresses.Contains).ToList() is { Count: > 0 } edges)
                context.Report(RuleCatalog.ScopeOutsideSegment, segment.Site, scope, $"The scope {scope.Range.Value} hands out {string.Join(" and ", edges)}, the network or broadcast address of segment {segment} ({prefix}).", $"start at the second address and end before the last, or exclude {string.Join(" and ", edges)}");
        }
    }

    private static void ExclusionOutsideScope(Segment segment, RuleContext context)
    {
        foreach (var scope in segment.Scopes)
        {
            foreach (var exclusion in scope.Exclude.Or([]).Where(exclusion => !scope.Range.Value.Contains(exclusion.Value)))
                context.Report(RuleCatalog.ExclusionOutsideScope, segment.Site, exclusion, $"The exclusion {exclusion.Value} names addresses that its scope {scope.Range.Value} does not have, so it may not protect what it was written for.", "correct the exclusion, or remove it");
        }
    }

    private static void StaticPoolOutsideSegment(Segment segment, RuleContext context)
    {
        if (!segment.Spec.Prefix.IsSound)
            return;
        foreach (var pool in segment.Pool.Where(pool => !segment.Contains(pool.Value)))
            context.Report(RuleCatalog.StaticPoolOutsideSegment, segment.Site, pool, $"The pool {pool.Value} leaves segment {segment} ({PrefixText(segment)}).", "cut the pool to the segment's prefix");
    }

    private static void AddressingNotSupported(Segment segment, RuleContext context)
    {
        if (!segment.IsInUse || segment.Site.Profile.NodeAddressing is not { } supported || !segment.Spec.Addressing.TryGet(out var written))
            return;
        var isSupported = (supported.Value == NodeAddressing.Dhcp) == (written == AddressingMode.Dhcp);
        if (!isSupported)
            context.Report(RuleCatalog.AddressingNotSupported, segment, $"Segment {segment} has addressing {Word(written)}, and clusters use it; {segment.Site.Profile.Title} supports {Word(supported.Value)} alone.", $"use a segment with addressing {Word(supported.Value)}, or another profile");
    }

    private static void ScopeMissing(Segment segment, RuleContext context)
    {
        if (!segment.IsInUse || !segment.Spec.Addressing.TryGet(out var addressing))
            return;
        if (addressing == AddressingMode.Dhcp)
        {
            var dhcp = segment.Spec.Dhcp;
            var isKnown = dhcp.IsSound && (!dhcp.TryGet(out var settings) || settings.Scopes.IsSound);
            if (isKnown && segment.Place.Segments.All(twin => twin.Scopes.Count == 0))
                context.Report(RuleCatalog.ScopeMissing, segment, $"Nodes take their addresses from DHCP on segment {segment}, and no scope is written.", "add 'dhcp: {scopes: [{range: …}]}' with what the DHCP server hands out");
        }
        else if (segment.Spec.Pool.IsSound && segment.Place.Segments.All(twin => twin.Pool.Count == 0))
        {
            context.Report(RuleCatalog.ScopeMissing, segment, $"Nodes take static addresses on segment {segment}, and no pool is written.", "add 'pool: …' with the node addresses");
        }
    }

    private static void LeaseTimeUnknown(Segment segment, RuleContext context)
    {
        if (!segment.IsInUse || segment.Spec.Addressing.Or(AddressingMode.Static) != AddressingMode.Dhcp || !segment.Spec.Dhcp.IsSound)
            return;
        if (!segment.Spec.Dhcp.TryGet(out var dhcp) || dhcp.LeaseTime.IsAbsent)
            context.Report(RuleCatalog.LeaseTimeUnknown, segment, $"Segment {segment} has no lease time, so the leases that upgrades leave behind are not counted.", "add 'dhcp: {leaseTime: 8h}' as the DHCP server has it");
    }

    private static void AddressesSuffice(SegmentCapacity row, RuleContext context)
    {
        var segment = row.Segment;
        switch (row.FirstToFail)
        {
            case Shortage.Create:
                context.Report(RuleCatalog.AddressesInsufficient, segment, Line($"Segment {segment} has {row.Available} addresses for nodes, and its clusters need {row.Steady} in steady state ({Clusters(row)}); the page's own count is {row.DocumentedMinimum}, which leaves out control plane nodes and spares."), Line($"widen the scope by at least {(UInt128)row.Peak - row.Available} addresses, which also covers an upgrade, or use fewer nodes"));
                break;
            case { } shortage:
                context.Report(RuleCatalog.AddressesInsufficientAtPeak, segment, Line($"Segment {segment} has {row.Available} addresses and needs {row.Steady} in steady state, but {row.Peak} at the peak: {Operation(shortage)} fails first ({row.AtMost} scaled out, {row.Spare} spare, {row.StaleLeases} stale leases)."), Line($"widen the scope by at least {(UInt128)row.Peak - row.Available} addresses, or shorten the lease time"));
                break;
            case null when IsHeadroomLow(row):
                context.Report(RuleCatalog.AddressHeadroomLow, segment, Line($"Segment {segment} has {row.Available} addresses and needs {row.Peak} at the peak: {row.Headroom} are left."), "plan a wider scope before the next cluster");
                break;
        }
    }

    private static bool IsHeadroomLow(SegmentCapacity row)
    {
        // From here on a share of the addresses is far more than any need, and a product of IPv6 counts would overflow.
        var enough = (Int128)long.MaxValue;
        return row.Headroom < LeastHeadroom || (row.Headroom < enough && row.Headroom * 100 < (Int128)row.Available * LeastHeadroomPercent);
    }

    private static string Operation(Shortage shortage) => shortage switch
    {
        Shortage.Scale => "scaling out",
        Shortage.Upgrade => "an upgrade",
        _ => "an upgrade with stale leases",
    };

    private static string Clusters(SegmentCapacity row)
    {
        const int Shown = 3;
        var names = string.Join(", ", row.Breakdown.Take(Shown).Select(need => Line($"{need.Cluster} {need.Steady}")));
        return row.Breakdown.Count > Shown ? Line($"{names} and {row.Breakdown.Count - Shown} more") : names;
    }

    private static IEnumerable<IpAddr> Edges(IpPrefix prefix) => prefix.HasNetworkAndBroadcast ? [prefix.First, prefix.Last] : [];

    private static string Some(IpSet addresses) => addresses.Ranges.Length > 3 ? Line($"{addresses.Ranges[0]} and {addresses.Ranges.Length - 1} more ranges") : addresses.ToString();

    private static string PrefixText(Segment segment) => segment.Prefixes.Count == 0 ? "no prefix" : string.Join(", ", segment.Prefixes.Select(prefix => prefix.Value));

    private static string Word(AddressingMode mode) => mode == AddressingMode.Dhcp ? "dhcp" : "static";

    private static string Word(NodeAddressing mode) => mode == NodeAddressing.Dhcp ? "dhcp" : "static";

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
