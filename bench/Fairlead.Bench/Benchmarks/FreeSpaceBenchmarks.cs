using BenchmarkDotNet.Attributes;
using Fairlead.Core.Addressing;

namespace Fairlead.Bench.Benchmarks;

/// <summary>
/// What does the next free aligned /26 cost where every second address is taken? Only the last /26 is free, so a scan looks at every gap.
/// The largest size is a whole /8. Baseline: a linear scan over the gaps.
/// </summary>
[MemoryDiagnoser]
public class FreeSpaceBenchmarks
{
    private const int Wanted = 26;
    private const uint WantedSize = 1u << (32 - Wanted);

    private uint[] _gapFirsts = [];
    private uint[] _gapLasts = [];
    private FreeSpace _space = null!;

    [Params(1 << 11, 1 << 15, 1 << 19, 1 << 23)]
    public int Taken { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var first = IpAddr.Parse("10.0.0.0");
        _ = first.TryAdd((2 * (UInt128)Taken) - 1, out var last);
        var builder = new IpSetBuilder(Taken);
        for (var i = 0u; i < Taken - (WantedSize / 2); i++)
        {
            _ = first.TryAdd(2 * i, out var address);
            builder.Add(address);
        }

        var universe = IpRange.Of(first, last);
        var taken = builder.ToSet();
        _space = FreeSpace.Of(universe, taken);
        var gaps = taken.Gaps(universe).Ranges;
        _gapFirsts = [.. gaps.Select(gap => (uint)gap.First.Bits)];
        _gapLasts = [.. gaps.Select(gap => (uint)gap.Last.Bits)];
    }

    [Benchmark(Baseline = true)]
    public uint LinearScan()
    {
        for (var i = 0; i < _gapFirsts.Length; i++)
        {
            var aligned = (_gapFirsts[i] + (WantedSize - 1)) & ~(WantedSize - 1);
            if (aligned <= _gapLasts[i] && _gapLasts[i] - aligned >= WantedSize - 1)
                return aligned;
        }

        return 0;
    }

    [Benchmark]
    public IpPrefix TryFindNextBlock() => _space.TryFindNextBlock(Wanted, out var found) ? found : default;
}
