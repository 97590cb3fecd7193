using Fairlead.Core.Addressing;
using Fairlead.Core.Observations;
using Xunit;

namespace Fairlead.Tests.Observations;

public sealed class LeaseTableTests
{
    [Theory]
    [InlineData(10)]
    [InlineData(40_000)]
    public void Holds_what_a_dictionary_holds(int addresses)
    {
        var random = new Random(addresses);
        var rows = Enumerable.Range(0, 100_000).Select(n => new Lease(IpAddr.FromV4((uint)random.Next(addresses) * 7), null, null, null, LeaseState.Active, n)).ToList();
        var expected = new Dictionary<IpAddr, Lease>();
        foreach (var row in rows)
            expected[row.Address] = row;

        Assert.Equal(expected.Values.OrderBy(lease => lease.Address), LeaseTable.Of(rows).All);
    }

    [Theory]
    [InlineData("AB", SharingEvidence.Changed)]
    [InlineData("ABA", SharingEvidence.Alternating)]
    [InlineData("AAA", null)]
    public void Tells_a_change_from_an_alternation(string macs, SharingEvidence? expected)
    {
        var table = LeaseTable.Of(macs.Select(mac => Of("192.0.2.1", mac, LeaseState.Active)));

        Assert.Equal(expected, table.SharedClientIds.Count == 0 ? null : table.SharedClientIds[0].Evidence);
    }

    [Fact]
    public void Sees_active_leases_of_two_machines_as_overlap()
    {
        var shared = Assert.Single(LeaseTable.Of([Of("192.0.2.1", 'A', LeaseState.Active), Of("192.0.2.2", 'B', LeaseState.Active)]).SharedClientIds);

        Assert.Equal((SharingEvidence.Overlapping, 2, 2), (shared.Evidence, shared.Macs.Count, shared.Addresses.Count));
        Assert.Equal(["A", "B"], shared.HostNames);
    }

    private static Lease Of(string address, char mac, LeaseState state)
    {
        Assert.True(MacAddress.TryParse($"02:00:00:00:00:0{mac}", out var parsed));
        return new(IpAddr.Parse(address), parsed, "ff:01", mac.ToString(), state, 1);
    }
}
