using Fairlead.Core.Addressing;
using Xunit;

namespace Fairlead.Tests.Addressing;

/// <summary>Operations that run for every claim, every address or every frame must leave nothing for the garbage collector.</summary>
public sealed class AllocationTests
{
    private static readonly IpAddr V4 = IpAddr.Parse("10.0.0.77");
    private static readonly IpAddr V6 = IpAddr.Parse("2001:db8::77");
    private static readonly IpRange Range = IpRange.Parse("10.0.0.64-10.0.0.99");
    private static readonly IpRange Other = IpRange.Parse("10.0.0.80-10.0.1.0");
    private static readonly IpPrefix Prefix = IpPrefix.Parse("10.0.0.0/24");
    private static readonly IpSet Set = IpSet.Of(Range, IpRange.Parse("10.0.1.7"), IpRange.Parse("::-::7"), IpRange.Parse("2001:db8::/64"));
    private static readonly FreeSpace SpaceV4 = FreeSpace.Of(Prefix.Range, Set);
    private static readonly FreeSpace SpaceV6 = FreeSpace.Of(IpRange.Parse("2001:db8::/32"), Set);

    public static TheoryData<HotOperation> Operations =>
    [
        new HotOperation("parse IPv4", () => IpAddr.TryParse("192.168.100.200", out _, out _)),
        new HotOperation("parse IPv6", () => IpAddr.TryParse("2001:db8:1:2:3:4:5:6", out _, out _)),
        new HotOperation("parse prefix", () => IpPrefix.TryParse("2001:db8::/32", out _, out _)),
        new HotOperation("parse range", () => IpRange.TryParse("10.0.0.1-10.0.0.9", out _, out _)),
        new HotOperation("parse range of prefix", () => IpRange.TryParse("10.0.0.0/8", out _, out _)),
        new HotOperation("compare", () => V4.CompareTo(V6) < 0 && V4 < V6 && Range.CompareTo(Other) < 0 && Prefix.CompareTo(default) > 0),
        new HotOperation("equals and hash", () => V4 != V6 && Range != Other && V4.GetHashCode() + (long)Range.GetHashCode() + Prefix.GetHashCode() != 1),
        new HotOperation("step", () => V4.TryNext(out _) && V6.TryPrevious(out _) && V4.TryAdd(9, out _)),
        new HotOperation("range relations", () => Range.Contains(V4) && Range.Overlaps(Other) && !Range.Contains(Other) && !Range.IsAdjacentTo(Other) && !Range.IsEntirelyBefore(Other)),
        new HotOperation("range intersection", () => Range.TryIntersect(Other, out _)),
        new HotOperation("range to prefix", () => !Range.TryToPrefix(out _)),
        new HotOperation("prefix relations", () => Prefix.Contains(V4) && Prefix.Contains(Range) && Prefix.Overlaps(Prefix) && !Prefix.IsNetworkOrBroadcast(V4)),
        new HotOperation("set membership", () => Set.Contains(V4) && Set.Contains(V6) && Set.Contains(Range) && Set.Overlaps(Other) && Set.Overlaps(Set)),
        new HotOperation("set count and enumeration", () => CountRanges(Set) == 4 && Set.Count(IpFamily.V4) == 37),
        new HotOperation("free range IPv4", () => SpaceV4.TryFindNext(9, 4, V4, out _) && SpaceV4.TryFindNext(3, out _)),
        new HotOperation("free block IPv4", () => SpaceV4.TryFindNextBlock(26, out _)),
        new HotOperation("free block IPv6", () => SpaceV6.TryFindNextBlock(64, out _)),
        new HotOperation("format", Format),
    ];

    [Theory]
    [MemberData(nameof(Operations))]
    public void Hot_operation_allocates_nothing(HotOperation operation)
    {
        Repeat(operation, 100);
        // The runtime itself allocates a little, now and then, where it replaces code with better code; an operation that allocates does so in every round.
        Assert.Equal(0, Enumerable.Range(0, 5).Min(_ => Allocated(operation)));
    }

    [Fact]
    public void The_measurement_notices_an_allocation()
    {
        var operation = new HotOperation("allocates", () => V4.ToString().Length > 0);
        Repeat(operation, 100);
        Assert.True(Enumerable.Range(0, 5).Min(_ => Allocated(operation)) >= 1000 * 20);
    }

    private static long Allocated(HotOperation operation)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(operation, 1000);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static void Repeat(HotOperation operation, int times)
    {
        var isTrue = true;
        for (var i = 0; i < times; i++) isTrue &= operation.Run();
        if (!isTrue) throw new InvalidOperationException($"'{operation}' did not do what it is meant to do.");
    }

    private static bool Format()
    {
        Span<char> buffer = stackalloc char[80];
        return V4.TryFormat(buffer, out _) && V6.TryFormat(buffer, out _) && Prefix.TryFormat(buffer, out _) && Range.TryFormat(buffer, out _);
    }

    private static int CountRanges(IpSet set)
    {
        var count = 0;
        foreach (var range in set.Ranges) count += range.IsNone ? 0 : 1;
        return count;
    }
}
