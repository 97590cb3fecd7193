using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Sites;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Fairlead.Tests.Claims;

/// <summary>The engine against the definition: every pair of claims, address by address, in a universe of 32 addresses.</summary>
public sealed class ConflictFinderTests
{
    private const int Universe = 32;

    private static readonly Site[] Sites = [.. Plans.Of(Site("a"), Site("b")).Estate.Sites];

    private static readonly ClaimKind[] Kinds = Enum.GetValues<ClaimKind>();

    public static Arbitrary<Draft[]> Drafts()
    {
        var draft =
            from kind in Gen.Elements(Kinds)
            from site in Gen.Choose(0, 1)
            from first in Gen.Choose(0, Universe - 1)
            from length in Gen.Frequency((3, Gen.Constant(1)), (2, Gen.Choose(1, 6)), (1, Gen.Choose(1, Universe)))
            from hole in Gen.Choose(0, Universe - 1)
            from isV6 in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
            from space in Gen.Frequency((4, Gen.Constant("default")), (1, Gen.Constant("other")))
            select new Draft(kind, site, first, Math.Min(first + length, Universe) - 1, hole, isV6, space);
        return draft.ArrayOf().Resize(24).ToArbitrary();
    }

    [Property(Arbitrary = [typeof(ConflictFinderTests)], MaxTest = 3000)]
    public void Finds_what_comparing_every_pair_address_by_address_finds(Draft[] drafts)
    {
        var claims = drafts.Select(ToClaim).ToList();
        var found = ConflictFinder.Find(claims);
        Assert.Equal(Expected(claims), found.Select(Describe).Order(StringComparer.Ordinal).ToArray());
        Assert.All(found, conflict => Assert.True(claims.IndexOf(conflict.Earlier.First) < claims.IndexOf(conflict.Later.First)));
    }

    [Fact]
    public void Two_pieces_of_a_scope_make_one_conflict()
    {
        var scope = Claim(ClaimKind.DhcpScope, "10.0.0.10-10.0.0.30", less: "10.0.0.15-10.0.0.20");
        var reserved = Claim(ClaimKind.Reserved, "10.0.0.14-10.0.0.22");
        var conflict = Assert.Single(ConflictFinder.Find([scope, reserved]));
        Assert.Equal("10.0.0.14,10.0.0.21-10.0.0.22", conflict.Overlap.ToString());
    }

    [Fact]
    public void Mentions_that_share_an_address_through_others_are_one_host()
    {
        var hosts = (Claim[])[Claim(ClaimKind.EsxiHost, "10.0.0.1-10.0.0.4"), Claim(ClaimKind.VCenter, "10.0.0.4"), Claim(ClaimKind.DnsServer, "10.0.0.4-10.0.0.6")];
        var scope = Claim(ClaimKind.DhcpScope, "10.0.0.6-10.0.0.9");
        var conflict = Assert.Single(ConflictFinder.Find([.. hosts, scope]));
        Assert.Equal(hosts, conflict.Earlier.Claims);
        Assert.Equal("10.0.0.6", conflict.Overlap.ToString());
    }

    [Fact]
    public void Neighbouring_hosts_that_share_no_address_stay_apart()
    {
        Claim[] claims = [Claim(ClaimKind.EsxiHost, "10.0.0.1-10.0.0.4"), Claim(ClaimKind.VCenter, "10.0.0.5"), Claim(ClaimKind.DhcpScope, "10.0.0.4-10.0.0.5")];
        Assert.Equal(2, ConflictFinder.Find(claims).Count);
    }

    [Theory]
    [InlineData("255.255.255.255", "255.255.255.254-255.255.255.255")]
    [InlineData("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")]
    [InlineData("0.0.0.0", "0.0.0.0-255.255.255.255")]
    public void The_ends_of_the_address_space_are_like_any_other_place(string address, string range)
    {
        var conflict = Assert.Single(ConflictFinder.Find([Claim(ClaimKind.ControlPlaneIp, address), Claim(ClaimKind.DhcpScope, range)]));
        Assert.Equal(address, conflict.Overlap.ToString());
    }

    private static string[] Expected(List<Claim> claims)
    {
        var hosts = MergeHosts(claims);
        var parties = claims.Where(claim => !claim.Kind.IsHost()).Select(claim => (List<Claim>)[claim]).Concat(hosts).ToList();
        var conflicts = new List<string>();
        for (var i = 0; i < parties.Count; i++)
        {
            for (var j = i + 1; j < parties.Count; j++)
            {
                var shared = AddressesOf(parties[i]).Intersect(AddressesOf(parties[j])).Order().ToList();
                if (shared.Count > 0 && IsForbidden(parties[i][0], parties[j][0]))
                    conflicts.Add(Describe(claims, parties[i], parties[j], shared));
            }
        }

        return [.. conflicts.Order(StringComparer.Ordinal)];
    }

    /// <summary>The table of pairs once more, in the words of its rows.</summary>
    private static bool IsForbidden(Claim one, Claim other) => IsForbiddenInOrder(one, other) || IsForbiddenInOrder(other, one);

    private static bool IsForbiddenInOrder(Claim one, Claim other)
    {
        var met = other.Kind;
        var isHostOrReserved = met.IsHost() || met == ClaimKind.Reserved;
        var isBridge = met is ClaimKind.BridgeControlPlaneIp or ClaimKind.BridgeNodeIp;
        var isScopeOrPool = met is ClaimKind.DhcpScope or ClaimKind.NodePool;
        return one.Kind switch
        {
            ClaimKind.ControlPlaneIp => isScopeOrPool || isBridge || isHostOrReserved || met.IsLoadBalancer() || met == ClaimKind.ControlPlaneIp,
            ClaimKind.LoadBalancer or ClaimKind.RoutedLoadBalancer => isScopeOrPool || isBridge || isHostOrReserved || met.IsLoadBalancer() || met == ClaimKind.Segment,
            ClaimKind.BridgeControlPlaneIp => isScopeOrPool || isHostOrReserved || isBridge,
            ClaimKind.BridgeNodeIp => isScopeOrPool || isHostOrReserved || (met == ClaimKind.BridgeNodeIp && one.Owner != other.Owner),
            ClaimKind.PodCidr => isHostOrReserved || met is ClaimKind.Segment or ClaimKind.BridgePrefix or ClaimKind.RoutedLoadBalancer || (met == ClaimKind.ServiceCidr && one.Owner == other.Owner),
            ClaimKind.ServiceCidr => isHostOrReserved || met is ClaimKind.Segment or ClaimKind.BridgePrefix or ClaimKind.RoutedLoadBalancer,
            ClaimKind.DhcpScope or ClaimKind.NodePool => isHostOrReserved || isScopeOrPool,
            ClaimKind.Reserved => met == ClaimKind.Reserved,
            ClaimKind.Segment => met == ClaimKind.Segment,
            _ => false,
        };
    }

    private static List<List<Claim>> MergeHosts(List<Claim> claims)
    {
        var groups = claims.Where(claim => claim.Kind.IsHost()).Select(claim => (List<Claim>)[claim]).ToList();
        for (var merged = true; merged;)
        {
            merged = false;
            for (var i = 0; i < groups.Count && !merged; i++)
            {
                var other = groups.FindIndex(i + 1, group => AddressesOf(group).Overlaps(AddressesOf(groups[i])));
                if (other < 0)
                    continue;
                groups[i].AddRange(groups[other]);
                groups.RemoveAt(other);
                merged = true;
            }
        }

        return groups;
    }

    private static HashSet<(string Space, IpAddr Address)> AddressesOf(List<Claim> party) =>
        [.. party.SelectMany(claim => Enumerate(claim).Select(address => (claim.AddressSpace, address)))];

    private static IEnumerable<IpAddr> Enumerate(Claim claim)
    {
        for (var address = claim.Range.First; ; address.TryNext(out address))
        {
            if (!claim.Less.Contains(address))
                yield return address;
            if (address == claim.Range.Last)
                yield break;
        }
    }

    private static string Describe(Conflict conflict) => $"{conflict.Earlier.First.Subject}|{conflict.Later.First.Subject}|{conflict.Overlap}";

    private static string Describe(List<Claim> claims, List<Claim> one, List<Claim> other, List<(string, IpAddr Address)> shared)
    {
        var (first, second) = (one.MinBy(claims.IndexOf)!, other.MinBy(claims.IndexOf)!);
        if (claims.IndexOf(first) > claims.IndexOf(second))
            (first, second) = (second, first);
        return $"{first.Subject}|{second.Subject}|{IpSet.Of(shared.Select(each => IpRange.Single(each.Address)))}";
    }

    private static Claim ToClaim(Draft draft, int index)
    {
        var range = IpRange.Of(Address(draft.First, draft.IsV6), Address(draft.Last, draft.IsV6));
        var isScope = draft.Kind == ClaimKind.DhcpScope;
        return Claim(draft.Kind, range, isScope ? IpSet.Of(IpRange.Single(Address(draft.Hole, draft.IsV6))).Intersect(range) : IpSet.Empty, Sites[draft.Site], index, draft.Space);
    }

    private static Claim Claim(ClaimKind kind, string range, string? less = null) =>
        Claim(kind, IpRange.Parse(range), less is null ? IpSet.Empty : IpSet.Of(IpRange.Parse(less)), Sites[0], 0, "default");

    private static Claim Claim(ClaimKind kind, IpRange range, IpSet less, Site site, int index, string space) => new()
    {
        AddressSpace = space,
        Range = range,
        Kind = kind,
        Owner = site.Subject,
        Subject = Subject.Document($"{site.Name}{index}{kind}", index),
        Source = new("file", 1, 1),
        Site = site,
        Less = less,
    };

    private static IpAddr Address(int offset, bool isV6) => isV6 ? IpAddr.FromV6((UInt128)(uint)offset) : IpAddr.FromV4(0x0A00_0000 + (uint)offset);

    private static string Site(string name) => $"{{apiVersion: fairlead.dev/v1, kind: Site, name: {name}, profile: kubernetes-vsphere}}";

    /// <summary>A claim in the small universe, as FsCheck shrinks and prints it.</summary>
    public sealed record Draft(ClaimKind Kind, int Site, int First, int Last, int Hole, bool IsV6, string Space);
}
