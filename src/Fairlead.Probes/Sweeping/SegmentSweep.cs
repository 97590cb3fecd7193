using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Claims;
using Fairlead.Core.Sites;
using Fairlead.Core.Sweeps;
using Fairlead.Probes.Links;
using Fairlead.Probes.Neighbours;
using Fairlead.Probes.Running;
using Fairlead.Probes.Vendors;

namespace Fairlead.Probes.Sweeping;

/// <summary>Asks for every address of a segment's IPv4 prefix who holds it. IPv6 is never swept: it has no end.</summary>
public sealed class SegmentSweep
{
    /// <summary>A /16.</summary>
    public const int MostAddresses = 1 << 16;

    /// <summary>An answer on a link takes milliseconds; a Linux proxy's up to 0.8 s (proxy_delay), and it is asked twice, at least half a second apart.</summary>
    private static readonly ScanOptions Asking = ScanOptions.RequestsAlone with { QuietAfterRequest = TimeSpan.FromMilliseconds(350) };

    /// <summary>Whoever has just answered a request and answers a probe as well holds the address; no RFC 5227 claim is made.</summary>
    private static readonly ScanOptions Suspecting = new()
    {
        Requests = 0,
        LeastProbeGap = TimeSpan.FromMilliseconds(300),
        MostProbeGap = TimeSpan.FromMilliseconds(300),
        QuietAfterProbe = TimeSpan.FromSeconds(1),
        EndsWhenAnswered = true,
    };

    private readonly CheckRequest _request;
    private readonly LinkInterface _link;
    private readonly Segment _segment;
    private readonly List<IpAddr> _targets;

    /// <param name="request">Its interface stands on the link of the segment.</param>
    /// <param name="range">At most <see cref="MostAddresses"/> of the segment's IPv4 prefix.</param>
    public SegmentSweep(CheckRequest request, Segment segment, IpRange range)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(segment);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(range.Count, (UInt128)MostAddresses);
        (_request, _segment, Range) = (request, segment, range);
        _link = request.Interface ?? throw new ArgumentException("A sweep needs an interface.", nameof(request));
        _targets = [.. AddressesOf().Where(address => !_link.Owns(address))];
    }

    public IpRange Range { get; }

    /// <summary>What <see cref="RunAsync"/> sends at most.</summary>
    public IReadOnlyList<Announcement> Announce() =>
    [
        Announce(FormattableString.Invariant($"ARP requests for {_targets.Count} addresses of {_segment}"), Asking),
        Announce(FormattableString.Invariant($"RFC 5227 probes for some of the addresses that one MAC answers for, where it answers for {SweepJudgement.Many} or more,"), Suspecting),
    ];

    /// <param name="withNames">Ask the segment's DNS servers what the addresses are called.</param>
    /// <param name="progress">Called with one line about how far it is, from any thread.</param>
    /// <exception cref="PacketNotPermittedException">CAP_NET_RAW is missing.</exception>
    public async Task<SweepReport> RunAsync(Vantage vantage, bool withNames, Action<string> progress, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(progress);
        var started = _request.Time.GetTimestamp();
        var scan = new NeighbourScan(_link, _request.Broadcasts, _request.Tap, _request.Time);
        var most = (long)_targets.Count * Asking.FramesPerAddress;
        var first = await scan.RunAsync(_targets, Asking, frames => progress($"asked {frames * 100 / Math.Max(1, most)} %"), ct);
        var samples = SweepJudgement.Samples(first.Sightings, _link.Gateways.Concat(_segment.Spec.Gateway.Or([]).Select(gateway => gateway.Value)).ToHashSet());
        var again = samples.Count == 0 ? first : await scan.RunAsync(samples, Suspecting, null, ct);
        var judgement = new SweepJudgement(first.Sightings, again.Sightings, (UInt128)_targets.Count);
        var byAddress = first.Sightings.Where(sighting => sighting.IsLife).GroupBy(sighting => sighting.Address).OrderBy(group => group.Key).ToList();
        progress($"asking for the names of {byAddress.Count} addresses");
        IReadOnlyList<IpAddr> servers = withNames ? [.. _segment.Spec.DnsServers.Or([]).Select(server => server.Value)] : [];
        var named = await new ReverseNames(servers, _request.Time).OfAsync([.. byAddress.Select(group => group.Key)], ct);
        var claims = _request.Plan.Claims.Where(IsUseOfRange).ToList();
        var counts = first.Sightings.Where(sighting => sighting.IsLife).GroupBy(sighting => sighting.Mac).ToDictionary(group => group.Key, group => group.Select(sighting => sighting.Address).Distinct().Count());
        return new SweepReport
        {
            Vantage = vantage,
            Segment = _segment.ToString(),
            Asked = [Range],
            Frames = first.Frames + (samples.Count == 0 ? 0 : again.Frames),
            Duration = _request.Time.GetElapsedTime(started),
            Fault = (first.Fault, again.Fault) switch
            {
                (LinkFault.None, LinkFault.None) => null,
                (LinkFault.None, var later) => later.Word(),
                var (early, _) => early.Word(),
            },
            Hosts = [.. byAddress.Select(group => HostOf(group.Key, [.. group]))],
        };

        SweptHost HostOf(IpAddr address, IReadOnlyList<NeighbourSighting> sightings)
        {
            var (kind, macs) = judgement.Of(sightings);
            return new(address, kind, [.. macs.Select(mac => new SweptMac(mac, MacVendors.NameOf(mac), counts[mac]))], named.GetValueOrDefault(address, []), [.. claims.Where(claim => claim.Addresses.Contains(address))]);
        }
    }

    private Announcement Announce(string what, ScanOptions options)
    {
        var frames = (long)_targets.Count * options.FramesPerAddress;
        return new(what, $"{_link.Name} (broadcast)", frames, _request.Broadcasts.TimeFor(frames) + options.Waits);
    }

    /// <summary>Networks and overlays say nothing about who has one address.</summary>
    private bool IsUseOfRange(Claim claim) =>
        claim.AddressSpace == _segment.AddressSpace && claim.Range.Overlaps(Range) && claim.Kind.GroupOf() is not (ClaimGroup.Place or ClaimGroup.Overlay);

    /// <summary>Without the network and broadcast addresses of the segment, which no host has.</summary>
    private IEnumerable<IpAddr> AddressesOf()
    {
        var prefix = _segment.PrefixOf(IpFamily.V4)!.Value;
        for (UInt128 i = 0; i < Range.Count; i++)
        {
            Range.First.TryAdd(i, out var address);
            if (!prefix.HasNetworkAndBroadcast || (address != prefix.First && address != prefix.Last))
                yield return address;
        }
    }
}
