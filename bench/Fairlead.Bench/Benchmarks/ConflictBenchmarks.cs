using BenchmarkDotNet.Attributes;
using Fairlead.Bench.Estates;
using Fairlead.Core.Claims;

namespace Fairlead.Bench.Benchmarks;

/// <summary>
/// What does it cost to find every conflict? Baseline: the least that any exact method does, sorting (first, last) pairs of UInt128 by first
/// and one sweep that keeps the highest last and counts overlaps, blind to spaces, kinds, owners and who meets whom.
/// </summary>
[MemoryDiagnoser]
public class ConflictBenchmarks
{
    private IReadOnlyList<Claim> _claims = [];
    private UInt128[] _firsts = [];
    private UInt128[] _lasts = [];
    private UInt128[] _sortedFirsts = [];
    private UInt128[] _sortedLasts = [];

    [Params(10_000, 100_000, 1_000_000)]
    public int Claims { get; set; }

    /// <summary>Real conflicts for each million claims.</summary>
    [Params(100, 100_000)]
    public int ConflictsPerMillion { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _claims = ClaimMix.Make(Claims, (int)((long)Claims * ConflictsPerMillion / 1_000_000));
        _firsts = [.. _claims.Select(claim => claim.Range.First.Bits)];
        _lasts = [.. _claims.Select(claim => claim.Range.Last.Bits)];
        _sortedFirsts = new UInt128[_firsts.Length];
        _sortedLasts = new UInt128[_lasts.Length];
    }

    [Benchmark(Baseline = true)]
    public int SortAndSweep()
    {
        _firsts.CopyTo(_sortedFirsts, 0);
        _lasts.CopyTo(_sortedLasts, 0);
        Array.Sort(_sortedFirsts, _sortedLasts);
        var overlaps = 0;
        var highest = _sortedLasts[0];
        for (var i = 1; i < _sortedFirsts.Length; i++)
        {
            if (_sortedFirsts[i] <= highest)
                overlaps++;
            if (_sortedLasts[i] > highest)
                highest = _sortedLasts[i];
        }

        return overlaps;
    }

    [Benchmark]
    public int Find() => ConflictFinder.Find(_claims).Count;
}
