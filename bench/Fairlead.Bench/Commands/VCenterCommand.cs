using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Fairlead.Connectors;
using Fairlead.Connectors.VSphere;
using Fairlead.Core.Observations;
using Fairlead.Testing.VCenter;

namespace Fairlead.Bench.Commands;

/// <summary><c>vcenter</c>: an inventory read from the simulator, beside the same answers fetched and thrown away, as Markdown on standard output.</summary>
internal static partial class VCenterCommand
{
    private const int Runs = 3;

    public static Command Build()
    {
        var count = new Option<int>("--count") { Description = "VMs.", DefaultValueFactory = _ => 10_000 };
        var command = new Command("vcenter", "Measures how an inventory is read from vCenter's simulator.") { count };
        command.SetAction((arguments, ct) => MeasureAsync(arguments.GetValue(count), ct));
        return command;
    }

    private static async Task MeasureAsync(int count, CancellationToken ct)
    {
        await using var simulator = await VCenterSimulator.StartAsync(count, ct);
        var reference = SourceReference.Parse(simulator.Source);
        var settings = new ConnectorSettings { Time = TimeProvider.System };
        var (whole, fetched) = (new List<double>(), new List<double>());
        var (calls, bytes) = (default(VCenterCalls), 0L);
        for (var run = 0; run < Runs; run++)
        {
            await simulator.BehaveAsync(ct);
            var began = Stopwatch.GetTimestamp();
            var seen = await ConnectorCatalog.Open(reference, settings).ObserveAsync(ct) is ObservationOutcome.Seen outcome ? outcome.Observation : throw new InvalidOperationException("nothing was seen");
            whole.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
            if (seen.Machines.Count != count)
                throw new InvalidOperationException($"{seen.Machines.Count} VMs were read of {count}");
            calls = await simulator.CallsAsync(ct);
            began = Stopwatch.GetTimestamp();
            bytes = await FetchAsync(reference, settings, ct);
            fetched.Add(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }

        var objects = calls!.Sizes!.Sum();
        var (own, baseline) = (Median(whole), Median(fetched));
        Console.WriteLine($"# An inventory of {count} VMs\n\n{objects} objects in {calls.Sizes!.Count} pages, {bytes >> 20} MiB of XML from govmomi's simulator on the same machine, {Runs} runs in turn, the median of each.\n\n| what | s | times fetching |\n|---|--:|--:|");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| the same answers fetched, and thrown away | {baseline:0.00} | 1.00 |\n| read by Fairlead | {own:0.00} | {own / baseline:0.00} |\n"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Round trips: {calls.RoundTrips}, where ceil(n / page) + 5 is {(objects + 999) / 1000 + 5} for all objects and {(count + 999) / 1000 + 5} for the VMs alone.\n"));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, .NET {Environment.Version}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end."));
    }

    private static double Median(List<double> seconds) => seconds.Order().ElementAt(Runs / 2);

    /// <returns>Bytes of all pages.</returns>
    private static async Task<long> FetchAsync(SourceReference reference, ConnectorSettings settings, CancellationToken ct)
    {
        await using var session = await VimSession.OpenAsync(reference, settings, ct);
        var view = await InventoryReader.CreateViewAsync(session, ct);
        var answer = await session.SendAsync("RetrievePropertiesEx", session.PropertyCollector, [InventoryReader.Specification("specSet", view), new(VimXml.Vim + "options", new XElement(VimXml.Vim + "maxObjects", 1000))], ct);
        var bytes = answer.LongLength;
        while (Token().Match(System.Text.Encoding.UTF8.GetString(answer, 0, Math.Min(answer.Length, 2000))) is { Success: true } match)
        {
            answer = await session.SendAsync("ContinueRetrievePropertiesEx", session.PropertyCollector, [new(VimXml.Vim + "token", match.Groups[1].Value)], ct);
            bytes += answer.LongLength;
        }

        return bytes;
    }

    [GeneratedRegex("<token>([^<]+)</token>")]
    private static partial Regex Token();
}
