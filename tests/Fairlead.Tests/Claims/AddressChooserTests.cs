using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Fairlead.Core.Planning;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Xunit;

namespace Fairlead.Tests.Claims;

public sealed class AddressChooserTests
{
    [Theory]
    [InlineData("10.0.0.0/24", "10.0.0.1")]
    [InlineData("10.0.0.0/31", "10.0.0.1")] // .0 is avoided even where it is no network address
    [InlineData("10.0.0.252/30", "10.0.0.253")]
    [InlineData("10.0.0.254/31", "10.0.0.254")]
    [InlineData("10.0.0.255/32", null)]
    [InlineData("2001:db8::/64", "2001:db8::1")]
    [InlineData("[2001:db8::/64, 10.0.0.0/24]", "10.0.0.1")] // IPv4 first
    public void Takes_the_lowest_address_that_is_free(string prefix, string? expected) =>
        Assert.Equal(expected, ChosenIp(Plans.Of(Site(prefix, "", Auto("shop")))));

    [Fact]
    public void Keeps_off_scopes_their_exclusions_and_every_claim()
    {
        const string More = """
                gateway: 10.0.0.1
                dnsServers: [10.0.0.2]
                reserved: [{range: 10.0.0.3-10.0.0.8, for: switches}]
                dhcp: {scopes: [{range: 10.0.0.9-10.0.0.99, exclude: [10.0.0.20-10.0.0.30]}]}
            """;
        Assert.Equal("10.0.0.101", ChosenIp(Plans.Of(Site("10.0.0.0/24", More, Auto("shop"), "  - {name: other, segment: prod, controlPlane: {ip: 10.0.0.100}}"))));
    }

    [Fact]
    public void Explicit_claims_of_all_files_come_first_and_choices_in_reading_order()
    {
        var plan = Plans.Of(
            Site("10.0.0.0/24", "", Auto("one"), Auto("two")),
            "{apiVersion: fairlead.dev/v1, kind: Cluster, site: madrid, name: three, segment: prod, controlPlane: {ip: 10.0.0.1}, loadBalancer: {addresses: auto}, services: 3}");
        Assert.Equal(["one 10.0.0.2", "two 10.0.0.3", "three 10.0.0.4-10.0.0.6"], plan.ExclusiveAddresses.Where(claim => claim.IsChosen).Select(claim => $"{claim.Owner.Name} {claim.Range}"));
    }

    [Theory]
    [InlineData("auto", 0, "10.0.0.1")]
    [InlineData("auto", 5, "10.0.0.1-10.0.0.5")]
    [InlineData("{auto: 254}", 5, "10.0.0.1-10.0.0.254")]
    [InlineData("{auto: 255}", 5, null)] // .255 and .0 are never part of a choice
    public void A_pool_is_one_range_as_long_as_asked(string addresses, int services, string? expected)
    {
        var plan = Plans.Of(Site("10.0.0.0/22", "", $"  - {{name: shop, segment: prod, controlPlane: {{ip: 10.0.3.9}}, loadBalancer: {{addresses: {addresses}}}, services: {services}}}"));
        Assert.Equal(expected, plan.ExclusiveAddresses.FirstOrDefault(claim => claim.IsChosen)?.Range.ToString());
        Assert.Equal(expected is null, plan.Diagnostics.Any(finding => finding.Rule.Id == "FL4001"));
    }

    [Fact]
    public void A_choice_in_one_address_space_takes_nothing_from_another()
    {
        const string Other = "  - {name: nat, addressSpace: nat-7, prefix: 10.0.0.0/24, addressing: dhcp}";
        var plan = Plans.Of($"{Head}{Segment("10.0.0.0/24", "")}{Other}\nclusters:\n{Auto("shop")}\n{Auto("bank").Replace("prod", "nat", StringComparison.Ordinal)}\n");
        Assert.Equal(["10.0.0.1", "10.0.0.1"], plan.ExclusiveAddresses.Select(claim => claim.Range.ToString()));
    }

    /// <summary>Scopes, reserved ranges and asked-for addresses in a /25, against trying every start.</summary>
    [Property(MaxTest = 200)]
    public Property Finds_what_trying_every_start_finds() => Prop.ForAll(
        Gen.Choose(1, 120).Two().ArrayOf().Resize(6).ToArbitrary(),
        Gen.Choose(1, 40).ToArbitrary(),
        (taken, count) =>
        {
            var reserved = taken.Select(pair => (First: Math.Min(pair.Item1, pair.Item2), Last: Math.Min(Math.Min(pair.Item1, pair.Item2) + 9, 126))).ToList();
            var more = string.Concat(reserved.Select(range => $"      - {{range: 10.0.0.{range.First}-10.0.0.{range.Last}, for: x}}\n"));
            var plan = Plans.Of(Site("10.0.0.0/25", reserved.Count == 0 ? "" : $"    reserved:\n{more}", $"  - {{name: shop, segment: prod, controlPlane: {{ip: 10.0.0.200, mode: bgp}}, loadBalancer: {{addresses: {{auto: {count}}}}}}}"));
            var free = Enumerable.Range(1, 126).Where(octet => !reserved.Exists(range => octet >= range.First && octet <= range.Last)).ToHashSet();
            var start = Enumerable.Range(1, 126).Cast<int?>().FirstOrDefault(first => Enumerable.Range(first!.Value, count).All(free.Contains));
            var chosen = plan.ExclusiveAddresses.FirstOrDefault(claim => claim.IsChosen)?.Range;
            Assert.Equal(start is null ? null : IpRange.Of(IpAddr.Parse($"10.0.0.{start}"), IpAddr.Parse($"10.0.0.{start + count - 1}")), chosen);
        });

    private const string Head = "apiVersion: fairlead.dev/v1\nkind: Site\nname: madrid\nprofile: kubernetes-vsphere\nsegments:\n";

    private static string Segment(string prefix, string more) => $"  - name: prod\n    prefix: {prefix}\n    addressing: dhcp\n{more}\n";

    private static string Site(string prefix, string more, params string[] clusters) => $"{Head}{Segment(prefix, more)}clusters:\n{string.Join('\n', clusters)}\n";

    private static string Auto(string name) => $"  - {{name: {name}, segment: prod, controlPlane: {{ip: auto}}}}";

    private static string? ChosenIp(Plan plan) => plan.Claims.FirstOrDefault(claim => claim is { Kind: ClaimKind.ControlPlaneIp, IsChosen: true })?.Range.ToString();
}
