using System.Diagnostics;
using System.Globalization;

namespace Fairlead.Tests.Fuzzing;

/// <summary>Many inputs of one seed number. A failure names the number and writes the input to <c>artifacts/fuzz</c>.</summary>
internal sealed class Campaign(int seed, int inputs)
{
    /// <summary>Not a measure of speed: only what never ends takes so long.</summary>
    private static readonly TimeSpan Forever = TimeSpan.FromMinutes(3);

    private Input? _current;
    private long _begun = Stopwatch.GetTimestamp();

    public int Unusable { get; private set; }

    public long Findings { get; private set; }

    public long MostAllocated { get; private set; }

    public List<string> Failures { get; } = [];

    /// <param name="mostFailures">The campaign ends early after so many.</param>
    public async Task Run(int mostFailures, CancellationToken ct)
    {
        var work = Task.Factory.StartNew(() => RunAll(mostFailures, ct), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        while (await Task.WhenAny(work, Task.Delay(TimeSpan.FromSeconds(1), ct)) != work)
        {
            if (Stopwatch.GetElapsedTime(Volatile.Read(ref _begun)) < Forever)
                continue;
            Failures.Add($"seed {seed}: no end in sight ({Keep(_current!)})");
            return;
        }

        await work;
    }

    private void RunAll(int mostFailures, CancellationToken ct)
    {
        using var oracle = new PlannerOracle();
        var mutator = new Mutator(new Random(seed));
        for (var i = 0; i < inputs && Failures.Count < mostFailures && !ct.IsCancellationRequested; i++)
        {
            var input = mutator.Next();
            _current = input;
            Volatile.Write(ref _begun, Stopwatch.GetTimestamp());
            try
            {
                oracle.Judge(input);
                Unusable += oracle.IsUnusable ? 1 : 0;
                Findings += oracle.Findings;
                MostAllocated = Math.Max(MostAllocated, oracle.Allocated);
            }
            catch (Exception exception)
            {
                Failures.Add(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, input {i} ({Keep(input)}): {exception.GetType().Name}: {exception.Message} {exception.StackTrace}"));
            }
        }
    }

    private string Keep(Input input)
    {
        var folder = Directory.CreateDirectory(Repository.PathOf("artifacts", "fuzz")).FullName;
        var path = Path.Combine(folder, $"{seed}-{Failures.Count}-{input.Name}");
        File.WriteAllBytes(path, input.Bytes);
        return input.Beside is null ? path : $"{path} beside {input.Beside.Name}";
    }
}
