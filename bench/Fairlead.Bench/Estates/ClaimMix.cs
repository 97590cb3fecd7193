using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Profiles;
using Fairlead.Core.Sites;
using Fairlead.Core.Sites.Spec;

namespace Fairlead.Bench.Estates;

/// <summary>
/// Claims as estates have them, in reading order and without the files: segments of three address spaces, each with its gateway, DNS and
/// DHCP servers (the same few hosts, mentioned again by every segment), a scope (every third with an exclusion), a reserved range, and 20
/// clusters with their control plane IP, load balancer range, pod and service network; every twentieth segment has IPv6 too.
/// </summary>
public sealed class ClaimMix
{
    private const int Spaces = 3;
    private const int SegmentsPerSite = 25;

    /// <summary>Networks are not written in the order of their addresses. Coprime to the number of segments, so none comes twice.</summary>
    private const int Stride = 1103;

    private const int ClaimsPerSegment = 7 + (4 * EstateOptions.ClustersPerSegment);

    private readonly Site _site = new(new SiteSpec { Subject = Subject.Document("madrid", 0) }, Profile.All[0]);
    private readonly List<Claim> _claims;
    private readonly double _conflictsPerCluster;
    private double _conflictsDue;

    private ClaimMix(int count, int conflicts)
    {
        _claims = new List<Claim>(count + ClaimsPerSegment);
        _conflictsPerCluster = conflicts / ((double)count / ClaimsPerSegment * EstateOptions.ClustersPerSegment);
    }

    /// <param name="count">About so many claims.</param>
    /// <param name="conflicts">About so many pairs that may not meet: a control plane IP or a load balancer range inside the scope.</param>
    public static IReadOnlyList<Claim> Make(int count, int conflicts)
    {
        var mix = new ClaimMix(count, conflicts);
        for (var number = 0; mix._claims.Count < count; number++)
            mix.AddSegment(number);
        return mix._claims;
    }

    private void AddSegment(int number)
    {
        var plan = new SegmentPlan(number / Spaces * Stride % SegmentPlan.MostSegments);
        var space = (number % Spaces) switch { 0 => "default", 1 => "nat-7", _ => "lab" };
        var subject = _site.Subject.Field("segments").Named($"k8s-{number}", number);
        var segment = new Segment(_site, new SegmentSpec { Subject = subject });
        var servers = IpAddr.FromV4((10u << 24) + ((uint)(number / SegmentsPerSite) << 8));
        Add(ClaimKind.Segment, IpRange.Parse(plan.Prefix));
        Add(ClaimKind.Gateway, IpRange.Single(plan.Gateway));
        Add(ClaimKind.DnsServer, Server(53));
        Add(ClaimKind.DnsServer, Server(54));
        Add(ClaimKind.DhcpServer, Server(53)); // one host in two roles
        Add(ClaimKind.DhcpScope, plan.Nodes, number % 3 == 0 ? IpSet.Of(plan.Exclusion) : IpSet.Empty);
        Add(ClaimKind.Reserved, plan.Switches);
        if (number % 20 == 7)
            Add(ClaimKind.Segment, IpRange.Parse(plan.PrefixV6));
        for (var place = 0; place < EstateOptions.ClustersPerSegment; place++)
            AddCluster(plan, segment, space, place, hasV6: number % 20 == 7);

        IpRange Server(uint offset) => servers.TryAdd(offset, out var server) ? IpRange.Single(server) : default;

        void Add(ClaimKind kind, IpRange range, IpSet? less = null) => _claims.Add(new Claim
        {
            AddressSpace = space,
            Range = range,
            Kind = kind,
            Owner = subject,
            Subject = subject,
            Source = new("site.yaml", number + 1, 1),
            Site = _site,
            Segment = segment,
            Less = less ?? IpSet.Empty,
        });
    }

    private void AddCluster(SegmentPlan plan, Segment segment, string space, int place, bool hasV6)
    {
        const uint FirstStray = 200;
        const int Addresses = 8;
        var owner = segment.Subject.Named($"shop-{place}", place);
        _conflictsDue += _conflictsPerCluster;
        var isConflicting = _conflictsDue >= 1;
        if (isConflicting)
            _conflictsDue--;
        var straysWithItsIp = isConflicting && place % 2 == 0;
        var straysWithItsRange = isConflicting && place % 2 == 1;
        Add(ClaimKind.ControlPlaneIp, straysWithItsIp ? plan.NodesFrom((uint)place, 1) : IpRange.Single(plan.ControlPlaneIp(place)));
        Add(ClaimKind.LoadBalancer, straysWithItsRange ? plan.NodesFrom(FirstStray + ((uint)place * Addresses), Addresses) : plan.LoadBalancer(place, Addresses));
        if (hasV6)
            Add(ClaimKind.LoadBalancer, IpRange.Parse(plan.LoadBalancerV6(place, Addresses)));
        Add(ClaimKind.PodCidr, PodNetwork);
        Add(ClaimKind.ServiceCidr, ServiceNetwork);

        void Add(ClaimKind kind, IpRange range) => _claims.Add(new Claim
        {
            AddressSpace = space,
            Range = range,
            Kind = kind,
            Owner = owner,
            Subject = owner,
            Source = new("site.yaml", place + 1, 1),
            Site = _site,
            Segment = segment,
        });
    }

    private static readonly IpRange PodNetwork = IpRange.Parse("172.20.0.0/16");
    private static readonly IpRange ServiceNetwork = IpRange.Parse("172.30.0.0/16");
}
