using System.CommandLine;
using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Fairlead.Bench.Commands;

/// <summary><c>measure</c>: runs the benchmarks and leaves their tables as Markdown.</summary>
internal static class MeasureCommand
{
    private const int Warmups = 2;
    private const int Iterations = 7;

    public static Command Build()
    {
        var filter = new Option<string>("--filter") { DefaultValueFactory = _ => "*", Description = "Which benchmarks, such as *Conflict*." };
        var output = new Option<string>("--output", "-o") { DefaultValueFactory = _ => "BenchmarkDotNet.Artifacts", Description = "The folder for the tables." };
        var command = new Command("measure", "Run the benchmarks.") { filter, output };
        command.SetAction(arguments =>
        {
            var summaries = BenchmarkSwitcher.FromAssembly(typeof(MeasureCommand).Assembly)
                .Run(["--filter", arguments.GetValue(filter)!], Config(arguments.GetValue(output)!));
            return summaries.All(summary => summary.Reports.All(report => report.Success)) ? 0 : 1;
        });
        return command;
    }

    /// <summary>Few, whole iterations: the questions are about ratios of milliseconds, on machines that do other things too.</summary>
    private static ManualConfig Config(string output) => ManualConfig.CreateEmpty()
        .WithArtifactsPath(output)
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).WithWarmupCount(Warmups).WithIterationCount(Iterations))
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddColumn(StatisticColumn.Median)
        .AddLogger(ConsoleLogger.Default)
        .AddExporter(MarkdownExporter.GitHub);
}
