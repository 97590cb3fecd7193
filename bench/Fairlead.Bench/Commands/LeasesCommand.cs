using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Fairlead.Bench.Leases;
using Fairlead.Connectors;
using Fairlead.Core.Observations;

namespace Fairlead.Bench.Commands;

/// <summary><c>leases</c>: a million leases read, beside dhcpd-pools on the same file, as Markdown on standard output.</summary>
internal static class LeasesCommand
{
    private const int Runs = 3;

    public static Command Build()
    {
        var count = new Option<int>("--count") { Description = "Leases in each file.", DefaultValueFactory = _ => 1_000_000 };
        var read = new Option<string?>("--read") { Description = "Read this source in this process, and print milliseconds and the peak of memory in KiB.", Hidden = true };
        var command = new Command("leases", "Measures how a million leases are read, beside dhcpd-pools.") { count, read };
        command.SetAction(async (arguments, ct) =>
        {
            if (arguments.GetValue(read) is { } reference)
                await ReadAsync(reference, ct);
            else
                Measure(arguments.GetValue(count));
        });
        return command;
    }

    private static async Task ReadAsync(string reference, CancellationToken ct)
    {
        var connector = ConnectorCatalog.Open(SourceReference.Parse(reference), new ConnectorSettings { Time = TimeProvider.System, Timeout = TimeSpan.FromMinutes(10) });
        var seen = (ObservationOutcome.Seen)await connector.ObserveAsync(ct);
        var peak = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmHWM", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Console.WriteLine($"{seen.Observation.Leases.Count} {peak}");
    }

    private static void Measure(int count)
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-leases-").FullName;
        try
        {
            var (conf, isc, kea, keaConf) = (Path.Combine(folder, "dhcpd.conf"), Path.Combine(folder, "dhcpd.leases"), Path.Combine(folder, "kea.csv"), Path.Combine(folder, "kea.json"));
            File.WriteAllText(conf, LeaseFiles.IscConfiguration);
            File.WriteAllText(keaConf, """{"Dhcp4": {"subnet4": [{"id": 1, "subnet": "10.16.0.0/12", "pools": [{"pool": "10.16.0.0/12"}]}]}}""");
            LeaseFiles.WriteIsc(isc, count);
            LeaseFiles.WriteKea(kea, count);
            var rows = new (string What, string[] Command)[]
            {
                ("`dhcpd-pools` on the ISC file", ["dhcpd-pools", "-c", conf, "-l", isc, "-L", "22"]),
                ("Fairlead on the ISC file", Own($"isc-dhcp:{conf},leases={isc}")),
                ("Fairlead on the Kea file", Own($"kea:{keaConf},leases={kea}")),
            };
            var times = rows.Select(_ => new List<double>()).ToList();
            var memory = new long[rows.Length];
            for (var run = 0; run < Runs; run++)
            {
                for (var row = 0; row < rows.Length; row++)
                {
                    var (milliseconds, output, peak) = Timed(rows[row].Command);
                    times[row].Add(milliseconds);
                    memory[row] = Math.Max(memory[row], output.Split(' ') is [var leases, var own] && int.TryParse(leases, CultureInfo.InvariantCulture, out var number) ? number == count ? long.Parse(own, CultureInfo.InvariantCulture) : throw new InvalidOperationException($"{number} leases were read of {count}") : peak);
                }
            }

            double Median(int row) => times[row].Order().ElementAt(Runs / 2);
            Console.WriteLine($"# A million leases\n\n{count} leases, whole processes with their start, {Runs} runs in turn, the median of each; the ISC file has {new FileInfo(isc).Length >> 20} MiB, the Kea file {new FileInfo(kea).Length >> 20} MiB.\n\n| what | s | times dhcpd-pools | peak of memory (MiB) |\n|---|--:|--:|--:|");
            for (var row = 0; row < rows.Length; row++)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rows[row].What} | {Median(row) / 1000:0.00} | {Median(row) / Median(0):0.00} | {memory[row] / 1024} |"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{Environment.ProcessorCount} processors, .NET {Environment.Version}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end."));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string[] Own(string reference) => [Environment.ProcessPath!, "leases", "--read", reference];

    private static (double Milliseconds, string Output, long PeakKiB) Timed(string[] command)
    {
        var began = Stopwatch.GetTimestamp();
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/time", ["-f", "%M", .. command]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        var elapsed = Stopwatch.GetElapsedTime(began).TotalMilliseconds;
        // dhcpd-pools ends with 1 or 2 where a pool is nearly full: that is an answer.
        var peak = error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1];
        return (elapsed, output.Result.Trim(), long.Parse(peak, CultureInfo.InvariantCulture));
    }
}
