using System.Text;
using BenchmarkDotNet.Attributes;
using Fairlead.Bench.Estates;
using Fairlead.Core.Planning;
using Fairlead.Core.Sites.Text;
using Fairlead.SiteFiles;
using YamlDotNet.Core;

namespace Fairlead.Bench.Benchmarks;

/// <summary>
/// Where does the time of a plan go, on one thread? Baseline: YamlDotNet's parser alone, which throws its events away. The whole process,
/// with its start and its output, is measured by <c>bench/whole-process</c>.
/// </summary>
[MemoryDiagnoser]
public class PlanBenchmarks
{
    private static readonly PlanOptions Options = new() { AsOf = new DateOnly(2026, 1, 1) };

    private List<(string Name, string Text, byte[] Bytes)> _files = [];
    private List<SourceDocument> _documents = [];

    [Params(1_000, 10_000)]
    public int Clusters { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var estate = new EstateOptions { Clusters = Clusters, Segments = Clusters / EstateOptions.ClustersPerSegment };
        _files = [.. EstateGenerator.Files(estate).Select(file => (file.Path, file.Text, Encoding.UTF8.GetBytes(file.Text)))];
        _documents = [.. _files.SelectMany(file => SiteFileReader.Parse(file.Name, file.Bytes))];
    }

    [Benchmark(Baseline = true)]
    public int ParseYamlAlone()
    {
        var events = 0;
        foreach (var file in _files)
        {
            var parser = new Parser(new StringReader(file.Text));
            while (parser.MoveNext())
                events++;
        }

        return events;
    }

    [Benchmark]
    public int ReadDocuments() => _files.Sum(file => SiteFileReader.Parse(file.Name, file.Bytes).Count);

    [Benchmark]
    public int MakePlan() => Planner.Make(_documents, Options).Diagnostics.Count;
}
