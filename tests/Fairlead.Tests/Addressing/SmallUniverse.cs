using Fairlead.Core.Addressing;
using Xunit;

namespace Fairlead.Tests.Addressing;

/// <summary>A few addresses in a row at an edge of a family, where brute force over bool arrays is the oracle.</summary>
public sealed record SmallUniverse(string Lowest, int Size)
{
    /// <summary>Both ends of both families.</summary>
    public static SmallUniverse[] Edges(int size) =>
    [
        new("0.0.0.0", size),
        new(IpAddr.FromV4(uint.MaxValue - (uint)(size - 1)).ToString(), size),
        new("::", size),
        new(IpAddr.FromV6(UInt128.MaxValue - (UInt128)(size - 1)).ToString(), size),
        new(IpAddr.FromV6((UInt128.One << 64) - (UInt128)(size / 2)).ToString(), size),
    ];

    public IpRange Range => new(At(0), At(Size - 1));

    public IpAddr At(int offset)
    {
        Assert.True(IpAddr.Parse(Lowest).TryAdd((UInt128)offset, out var address));
        return address;
    }

    public IpRange Between(int first, int last) => new(At(first), At(last));

    public IEnumerable<(int First, int Last, IpRange Range)> AllRanges() =>
        from first in Enumerable.Range(0, Size)
        from last in Enumerable.Range(first, Size - first)
        select (first, last, Between(first, last));

    public IpSet SetOf(bool[] members)
    {
        var builder = new IpSetBuilder();
        for (var i = 0; i < Size; i++)
        {
            if (members[i]) builder.Add(At(i));
        }

        return builder.ToSet();
    }

    /// <summary>The set's members, found by asking for every address; also checks that the ranges are normalised.</summary>
    public void AssertIs(bool[] expected, IpSet actual)
    {
        AssertNormalised(actual);
        for (var i = 0; i < Size; i++) Assert.Equal(expected[i], actual.Contains(At(i)));
        Assert.Equal((UInt128)expected.Count(member => member), actual.Count());
        Assert.Equal(!expected.Contains(true), actual.IsEmpty);
    }

    public static void AssertNormalised(IpSet set)
    {
        for (var i = 0; i < set.Ranges.Length; i++)
        {
            Assert.False(set.Ranges[i].IsNone);
            if (i == 0) continue;
            Assert.True(set.Ranges[i - 1].IsEntirelyBefore(set.Ranges[i]));
            Assert.False(set.Ranges[i - 1].IsAdjacentTo(set.Ranges[i]));
        }
    }

    public override string ToString() => $"{Size} addresses from {Lowest}";
}
