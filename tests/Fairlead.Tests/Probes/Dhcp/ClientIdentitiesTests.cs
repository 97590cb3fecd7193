using Fairlead.Probes.Dhcp;
using Xunit;

namespace Fairlead.Tests.Probes.Dhcp;

public sealed class ClientIdentitiesTests
{
    [Theory]
    [InlineData("00:50:56:00:00:01")]
    [InlineData("02:00:00:00:00:05")]
    [InlineData("ff:ff:ff:ff:ff:fe")]
    public void Two_of_four_fall_to_each_server_of_a_pair_however_it_divides(string mac)
    {
        foreach (var identities in new[] { ClientIdentities.OfV4(Replies.Mac(mac)), ClientIdentities.OfV6(Replies.Mac(mac)) })
        {
            Assert.Equal(ClientIdentities.Count, identities.DistinctBy(Convert.ToHexString).Count());
            var hashes = identities.Select(identity => (int)LoadBalanceHash.Of(identity)).ToList();
            Assert.Equal(2, hashes.Count(hash => hash < 128));
            Assert.Equal(2, hashes.Count(hash => hash % 2 == 0));
            // The first two rounds are asked always, so they alone meet both.
            Assert.NotEqual(hashes[0] < 128, hashes[1] < 128);
            Assert.NotEqual(hashes[0] % 2, hashes[1] % 2);
        }
    }

    [Fact]
    public void They_are_the_same_every_time_and_others_for_another_adapter()
    {
        var (one, other) = (Replies.Mac("00:50:56:00:00:01"), Replies.Mac("00:50:56:00:00:02"));

        Assert.Equal(ClientIdentities.OfV4(one), ClientIdentities.OfV4(one));
        Assert.Empty(ClientIdentities.OfV4(one).Select(Convert.ToHexString).Intersect(ClientIdentities.OfV4(other).Select(Convert.ToHexString)));
        Assert.All(ClientIdentities.OfV4(one), identity => Assert.Equal(16, identity.Length));
        Assert.All(ClientIdentities.OfV6(one), duid => Assert.Equal([0, 4], duid[..2]));
        Assert.All(ClientIdentities.OfV6(one), duid => Assert.Equal(18, duid.Length));
    }

    [Fact]
    public void The_table_is_a_permutation()
    {
        var last = Enumerable.Range(0, 256).Select(octet => LoadBalanceHash.Of([1, 2, 3, (byte)octet]));

        Assert.Equal(256, last.Distinct().Count());
    }
}
