using Fairlead.Core.Addressing;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;
using Fairlead.Probes.Links;
using Fairlead.Probes.Neighbours;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Arp;

/// <summary>What is asked of a target on the link, what from afar, and what not at all.</summary>
internal sealed record TargetPart(ArpTarget Target, IReadOnlyList<IpAddr> OnLink, IReadOnlyList<IpAddr> OffLink, IpSet TooLarge, IpSet TooFar);

/// <param name="Subject">Null when the machine's routes say so and no site.</param>
internal sealed record GatewayHost(IpAddr Address, Subject? Subject, SourceLocation? Location);

/// <summary>Everything that the family would send with a request, worked out without sending anything.</summary>
internal sealed class ArpWork
{
    /// <summary>A /16.</summary>
    public const int MostOnLinkV4 = 65_536;

    /// <summary>IPv6 ranges are never swept: only what a person may have written down one by one.</summary>
    public const int MostOnLinkV6 = 256;

    /// <summary>Of one range in another segment.</summary>
    public const int MostOffLink = 64;

    public static int MostOf(IpFamily family) => family == IpFamily.V4 ? MostOnLinkV4 : MostOnLinkV6;

    private ArpWork(LinkInterface? link, IReadOnlyList<TargetPart> parts) => (Link, Parts) = (link, parts);

    /// <summary>Null when this machine stands in no segment, so that everything is off-link.</summary>
    public LinkInterface? Link { get; }

    public IReadOnlyList<TargetPart> Parts { get; }

    /// <summary>With where they are written, because they may be held twice as well; not this machine's own.</summary>
    public IReadOnlyList<GatewayHost> Gateways { get; private init; } = [];

    /// <summary>Servers of the segment that stand on the link: they show that it works where the gateway is silent.</summary>
    public IReadOnlyList<IpAddr> OtherHosts { get; private init; } = [];

    /// <summary>Where members of active clusters may be: only asked when somebody holds an address of theirs.</summary>
    public IReadOnlyList<IpAddr> NodeAddresses { get; private init; } = [];

    /// <summary>Of <see cref="NodeAddresses"/>; null when no active cluster stands on the link.</summary>
    public Segment? NodeSegment { get; private init; }

    public bool CanSendRaw { get; private init; }

    public IReadOnlyList<IpAddr> AskedOnLink => [.. Parts.SelectMany(part => part.OnLink).Distinct()];

    /// <summary>The control first, then the targets.</summary>
    public IReadOnlyList<IpAddr> ScanOrder => [.. Gateways.Select(gateway => gateway.Address).Concat(OtherHosts).Concat(AskedOnLink).Distinct()];

    /// <summary>Asked without raw packets.</summary>
    public IReadOnlyList<IpAddr> AskedWeakly => [.. Parts.SelectMany(part => CanSendRaw ? part.OffLink : part.OffLink.Concat(part.OnLink.Take(MostOffLink))).Distinct()];

    public static ArpWork Of(CheckRequest request, bool canSendRaw)
    {
        var targets = ArpTargets.Of(request);
        if (request.Interface is not { } link)
            return new(null, [.. targets.Select(target => Split(target, IpSet.Empty))]) { CanSendRaw = canSendRaw };
        var onLink = LinkAddresses(link, request);
        var segment = request.OnLinkSegment;
        var gateways = GatewaysOf(link, segment, onLink);
        return new(link, [.. targets.Select(target => Split(target, onLink))])
        {
            CanSendRaw = canSendRaw,
            Gateways = gateways,
            OtherHosts = segment is null ? [] : [.. HostsOf(segment).Where(host => onLink.Contains(host) && !link.Owns(host)).Except(gateways.Select(gateway => gateway.Address)).Distinct()],
            NodeSegment = segment is not null && segment.Clusters.Any(request.ActiveClusters.Contains) ? segment : null,
            NodeAddresses = segment is not null && segment.Clusters.Any(request.ActiveClusters.Contains) ? NodeAddressesOf(segment) : [],
        };
    }

    /// <param name="targets">Named by hand, all on the link.</param>
    public static ArpWork ByHand(LinkInterface link, IReadOnlyList<ArpTarget> targets, bool canSendRaw)
    {
        var onLink = IpSet.Of(link.Addresses.Select(own => own.Prefix.Range));
        return new(link, [.. targets.Select(target => Split(target, onLink))]) { CanSendRaw = canSendRaw, Gateways = GatewaysOf(link, null, onLink) };
    }

    /// <summary>What the interface and the site agree to be this link: no other segment's addresses, however wide the interface's mask.</summary>
    private static IpSet LinkAddresses(LinkInterface link, CheckRequest request)
    {
        var own = IpSet.Of(link.Addresses.Select(address => address.Prefix.Range));
        if (request.OnLinkSegment is not { } segment)
            return own;
        var others = IpSet.Of(request.Plan.Estate.Segments.Where(other => other != segment && other.AddressSpace == segment.AddressSpace && other.Place != segment.Place)
            .SelectMany(other => other.Prefixes).Select(prefix => prefix.Value.Range));
        return own.Except(others).Union(IpSet.Of(segment.Prefixes.Select(prefix => prefix.Value.Range)));
    }

    private static TargetPart Split(ArpTarget target, IpSet link)
    {
        var all = IpSet.Of(target.Range);
        var (near, far) = (all.Intersect(link), all.Except(link));
        var isTooLarge = near.Count() > (UInt128)MostOf(target.Range.Family);
        var asked = far.Ranges.SelectMany(Each).Take(MostOffLink).ToList();
        var tooFar = far.Except(IpSet.Of(asked.Select(IpRange.Single)));
        return new(target, isTooLarge ? [] : [.. near.Ranges.SelectMany(Each)], asked, isTooLarge ? near : IpSet.Empty, tooFar);
    }

    private static IReadOnlyList<GatewayHost> GatewaysOf(LinkInterface link, Segment? segment, IpSet onLink)
    {
        var written = segment?.Spec.Gateway.Or([]) ?? [];
        var all = written.Count > 0
            ? written.Select(gateway => new GatewayHost(gateway.Value, gateway.Subject, gateway.At))
            : link.Gateways.Select(gateway => new GatewayHost(gateway, null, null));
        return [.. all.Where(gateway => (onLink.Contains(gateway.Address) || gateway.Address.IsLinkLocal) && !link.Owns(gateway.Address)).DistinctBy(gateway => gateway.Address)];
    }

    private static IEnumerable<IpAddr> HostsOf(Segment segment) =>
        segment.Spec.DnsServers.Or([]).Concat(segment.Spec.Dhcp.TryGet(out var dhcp) ? dhcp.Servers.Or([]) : []).Select(host => host.Value);

    private static IReadOnlyList<IpAddr> NodeAddressesOf(Segment segment)
    {
        var claims = segment.Scopes.Count > 0
            ? segment.Scopes.Where(scope => scope.Range.HasValue).Select(ScopeAddresses.Of)
            : segment.Pool.Select(range => IpSet.Of(range.Value));
        return [.. claims.SelectMany(set => set.Ranges).Where(range => range.Count <= (UInt128)MostOf(range.Family)).SelectMany(Each).Distinct()];
    }

    private static IEnumerable<IpAddr> Each(IpRange range)
    {
        for (var address = range.First; address <= range.Last;)
        {
            yield return address;
            if (!address.TryNext(out address))
                yield break;
        }
    }

    /// <summary>What questions of this kind for so many addresses take.</summary>
    public static Announcement Announce(string what, string where, int addresses, ScanOptions options, BroadcastPacer pacer)
    {
        var frames = (long)addresses * options.FramesPerAddress;
        return new(what, where, frames, pacer.TimeFor(frames) + options.Waits);
    }
}
