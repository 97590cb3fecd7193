using Fairlead.Core.Addressing;
using Fairlead.Ledger.Sqlite;
using Xunit;

namespace Fairlead.Tests.Ledger;

public sealed class AddressKeyTests
{
    private static readonly string[] InOrder =
    [
        "0.0.0.0", "0.0.0.1", "9.255.255.255", "10.0.0.9", "10.0.0.10", "127.255.255.255", "128.0.0.0", "255.255.255.255",
        "::", "::1", "::ffff:a00:a", "2001:db8::", "7fff::", "8000::", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    ];

    [Fact]
    public void Keys_are_read_back_and_sort_as_addresses_do()
    {
        var keys = InOrder.Select(text => (Address: IpAddr.Parse(text), Key: KeyOf(IpAddr.Parse(text)))).ToArray();
        Assert.All(keys, pair => Assert.Equal(pair.Address, AddressKey.Read((long)pair.Address.Family, pair.Key)));
        for (var i = 0; i < keys.Length; i++)
        {
            for (var j = 0; j < keys.Length; j++)
            {
                // Family first, then bytes as SQLite compares blobs: what the index is ordered by.
                var byKey = (keys[i].Address.Family, keys[j].Address.Family) is var (a, b) && a != b ? a.CompareTo(b) : keys[i].Key.AsSpan().SequenceCompareTo(keys[j].Key);
                Assert.Equal(Math.Sign(i.CompareTo(j)), Math.Sign(byKey));
            }
        }
    }

    [Theory]
    [InlineData(4, "00000000000000000000000100000000")]
    [InlineData(5, "00000000000000000000000000000001")]
    [InlineData(0, "00000000000000000000000000000000")]
    [InlineData(6, "0000000000000000000000000000000001")]
    [InlineData(6, "")]
    public void What_is_no_key_is_not_read(long family, string hexadecimal) => Assert.Throws<FormatException>(() => AddressKey.Read(family, Convert.FromHexString(hexadecimal)));

    private static byte[] KeyOf(IpAddr address)
    {
        var key = new byte[AddressKey.Length];
        AddressKey.Write(address, key);
        return key;
    }
}
