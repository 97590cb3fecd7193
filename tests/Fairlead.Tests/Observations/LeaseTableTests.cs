using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Observations;

public sealed class LeaseTableTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(40_000)]
    [InlineData(2_000_000)]
    public void Holds_what_a_dictionary_holds(int addresses)
    {
        var random = new Random(addresses);
        var rows = Enumerable.Range(0, 700_000).Select(n => new Lease(random.Next(addresses) is var at && at % 50 == 0 ? IpAddr.FromV6((UInt128)at) : IpAddr.FromV4((uint)at * 7), null, default, null, LeaseState.Active, n)).ToList();
        var expected = new Dictionary<IpAddr, Lease>();
        foreach (var row in rows)
            expected[row.Address] = row;

        Assert.Equal(expected.Values.OrderBy(lease => lease.Address), LeaseTable.Of(rows, default).All);
    }

    [Theory]
    [InlineData("AB", SharingEvidence.Changed)]
    [InlineData("ABA", SharingEvidence.Alternating)]
    [InlineData("AAA", null)]
    public void Tells_a_change_from_an_alternation(string macs, SharingEvidence? expected)
    {
        var table = LeaseTable.Of(macs.Select(mac => Of("192.0.2.1", mac, LeaseState.Active)), Now);

        Assert.Equal(expected, table.SharedClientIds.Count == 0 ? null : table.SharedClientIds[0].Evidence);
    }

    [Fact]
    public void Sees_leases_that_two_machines_hold_at_once_as_overlap()
    {
        var shared = Assert.Single(LeaseTable.Of([Of("192.0.2.1", 'A', LeaseState.Active), Of("192.0.2.2", 'B', LeaseState.Active)], Now).SharedClientIds);

        Assert.Equal((SharingEvidence.Overlapping, 2, 2), (shared.Evidence, shared.Macs.Count, shared.Addresses.Count));
        Assert.Equal(["A", "B"], shared.HostNames);
    }

    /// <summary>A machine that was moved and got a new adapter, one whose lease was given back, and one with several adapters under one DUID.</summary>
    [Theory]
    [InlineData("192.0.2.1 A ended", "192.0.2.2 B")]
    [InlineData("192.0.2.1 A released", "192.0.2.2 B")]
    [InlineData("192.0.2.1 A", "192.0.2.2 A")]
    [InlineData("192.0.2.1 A", "192.0.2.2 B ended", "192.0.2.3 A")]
    [InlineData("2001:db8::1 A", "2001:db8::2 B", "2001:db8::1 A")]
    public void Sees_no_clones_in_what_one_machine_does(params string[] leases) =>
        Assert.DoesNotContain(LeaseTable.Of(leases.Select(Of), Now).SharedClientIds, shared => shared.Evidence != SharingEvidence.Changed);

    [Theory]
    [InlineData("2001:db8::1 A", "2001:db8::1 B", "2001:db8::1 A")]
    [InlineData("192.0.2.9 C", "192.0.2.1 A", "192.0.2.1 B", "192.0.2.1 A ended")]
    public void Sees_clones_that_take_one_address_from_each_other(params string[] leases) =>
        Assert.Contains(LeaseTable.Of(leases.Select(Of), Now).SharedClientIds, shared => shared.Evidence == SharingEvidence.Alternating);

    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1000);

    private static Lease Of(string text)
    {
        var words = text.Split(' ');
        var lease = Of(words[0], words[1][0], words.Contains("released") ? LeaseState.Released : LeaseState.Active);
        return words.Contains("ended") ? lease with { ExpiresAt = 999 } : lease;
    }

    private static Lease Of(string address, char mac, LeaseState state)
    {
        Assert.True(MacAddress.TryParse($"02:00:00:00:00:0{mac}", out var parsed));
        return new(IpAddr.Parse(address), parsed, ClientId.Parse("ff:01"), mac.ToString(), state, 1001);
    }
}
