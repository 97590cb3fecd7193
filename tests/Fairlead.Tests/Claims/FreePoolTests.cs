using Fairlead.Core.Addressing;
using Fairlead.Core.Claims;
using Xunit;

namespace Fairlead.Tests.Claims;

public class FreePoolTests
{
    [Theory]
    [InlineData("10.0.0.0/29", "10.0.0.1,10.0.0.3", 1, "10.0.0.2")]
    [InlineData("10.0.0.0/29", "10.0.0.1,10.0.0.3", 2, "10.0.0.4-10.0.0.5")]
    [InlineData("10.0.0.0/29", "10.0.0.1-10.0.0.6", 1, null)]
    [InlineData("10.0.0.0/23", "10.0.0.0-10.0.0.254", 1, "10.0.1.1")] // neither .255 nor .0
    [InlineData("10.0.0.0/22", "10.0.0.0-10.0.0.9", 254, "10.0.1.1-10.0.1.254")]
    [InlineData("10.0.0.0/22", "", 255, null)] // a range stays in its /24
    [InlineData("10.0.0.0/31", "", 1, "10.0.0.1")] // both are hosts (RFC 3021), and the first ends in .0
    [InlineData("2001:db8::/64", "", 1, "2001:db8::1")] // ::0 is the routers' (RFC 4291)
    [InlineData("2001:db8::/64", "2001:db8::1-2001:db8::ff", 1000, "2001:db8::100-2001:db8::4e7")]
    public void Finds_the_lowest_range(string prefix, string taken, int count, string? expected)
    {
        var pool = PoolOf(prefix, taken);

        Assert.Equal(expected is not null, pool.TryFind((uint)count, out var found));
        if (expected is not null)
            Assert.Equal(IpRange.Parse(expected), found);
    }

    [Theory]
    [InlineData("10.0.0.20", 1, "10.0.0.5-10.0.0.30", "10.0.0.31")]
    [InlineData("10.0.0.8", 1, "10.0.0.5-10.0.0.30", "10.0.0.4")]
    [InlineData("10.0.0.8", 3, "10.0.0.5-10.0.0.30", "10.0.0.2-10.0.0.4")]
    [InlineData("10.0.0.8", 5, "10.0.0.5-10.0.0.30", "10.0.0.31-10.0.0.35")]
    public void Finds_the_nearest_range(string near, int count, string taken, string expected)
    {
        Assert.True(PoolOf("10.0.0.0/26", taken).TryFindNear(IpAddr.Parse(near), (uint)count, out var found));
        Assert.Equal(IpRange.Parse(expected), found);
    }

    /// <summary>Against a set of single addresses that is searched one by one.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Agrees_with_a_plain_search_through_takes_and_gives(int seed)
    {
        var random = new Random(seed);
        var pool = PoolOf("10.0.0.0/22", "10.0.1.7-10.0.1.90");
        var free = new SortedSet<int>(Enumerable.Range(1, 1022).Where(host => host % 256 is not (0 or 255) && host is < 263 or > 346));
        var usable = free.ToHashSet();
        for (var step = 0; step < 3000; step++)
        {
            var first = random.Next(0, 1024);
            var range = IpRange.Of(At(first), At(Math.Min(1023, first + random.Next(0, 1 << random.Next(0, 7)))));
            var hosts = Enumerable.Range(first, (int)range.Count);
            if (random.Next(2) == 0)
            {
                pool.Take(range);
                free.ExceptWith(hosts);
            }
            else
            {
                pool.Give(range);
                free.UnionWith(hosts.Where(usable.Contains));
            }

            var count = random.Next(1, 40);
            var expected = free.FirstOrDefault(host => Enumerable.Range(host, count).All(free.Contains));
            Assert.Equal((UInt128)free.Count, pool.Count);
            Assert.Equal(expected != 0, pool.TryFind((uint)count, out var found));
            if (expected != 0)
                Assert.Equal(IpRange.Of(At(expected), At(expected + count - 1)), found);
            var asked = random.Next(0, 1024);
            Assert.Equal(free.Contains(asked), pool.IsFree(IpRange.Single(At(asked))));
        }

        static IpAddr At(int host) => IpAddr.FromV4(0x0A000000u + (uint)host);
    }

    private static FreePool PoolOf(string prefix, string taken) =>
        FreePool.Of(IpPrefix.Parse(prefix), IpSet.Of(taken.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(IpRange.Parse)));
}
