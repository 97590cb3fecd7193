using Fairlead.Bench.Estates;
using Fairlead.Core.Claims;
using Xunit;

namespace Fairlead.Tests.Performance;

/// <summary>Bytes stand for time: they are the same on every machine, and what grows faster than the claims shows in them.</summary>
public sealed class ConflictFinderAllocationTests
{
    private const int MostBytesPerClaim = 64;
    private const int MostBytesPerConflict = 1_024;

    [Fact]
    public void Bytes_per_claim_stay_the_same_from_10_000_to_100_000_claims()
    {
        var few = BytesToFind(10_000, conflicts: 0) / 10_000;
        var many = BytesToFind(100_000, conflicts: 0) / 100_000;
        Assert.InRange(few, 0, MostBytesPerClaim);
        Assert.InRange(many, 0, MostBytesPerClaim);
    }

    [Fact]
    public void Bytes_per_conflict_stay_the_same_from_1_000_to_10_000_conflicts()
    {
        var none = BytesToFind(100_000, conflicts: 0);
        Assert.InRange((BytesToFind(100_000, conflicts: 1_000) - none) / 1_000, 0, MostBytesPerConflict);
        Assert.InRange((BytesToFind(100_000, conflicts: 10_000) - none) / 10_000, 0, MostBytesPerConflict);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1_000)]
    public void The_mix_has_as_many_conflicts_as_it_was_asked_for(int conflicts) =>
        Assert.InRange(ConflictFinder.Find(ClaimMix.Make(10_000, conflicts)).Count, conflicts * 0.9, conflicts);

    private static long BytesToFind(int count, int conflicts)
    {
        var claims = ClaimMix.Make(count, conflicts);
        ConflictFinder.Find(claims); // fills the pools of arrays, and loads what is read on first use
        var before = GC.GetAllocatedBytesForCurrentThread();
        ConflictFinder.Find(claims);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
