using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Fairlead.Bench.Leases;

namespace Fairlead.Bench.Commands;

/// <summary><c>leases</c>: a million leases read, beside dhcpd-pools on the same file, as Markdown on standard output.</summary>
internal static class LeasesCommand
{
    private const int Runs = 5;

    public static Command Build()
    {
        var count = new Option<int>("--count") { Description = "Leases in each file.", DefaultValueFactory = _ => 1_000_000 };
        var program = new Option<string>("--program") { Description = "Fairlead, as users run it.", DefaultValueFactory = _ => "artifacts/cli/fairlead" };
        var command = new Command("leases", "Measures how a million leases are read and counted, beside dhcpd-pools.") { count, program };
        command.SetAction(arguments => Measure(arguments.GetValue(count), arguments.GetValue(program)!));
        return command;
    }

    private static void Measure(int count, string program)
    {
        var folder = Directory.CreateTempSubdirectory("fairlead-leases-").FullName;
        try
        {
            var (conf, isc, named, kea, keaConf) = (Path.Combine(folder, "dhcpd.conf"), Path.Combine(folder, "dhcpd.leases"), Path.Combine(folder, "named.leases"), Path.Combine(folder, "kea.csv"), Path.Combine(folder, "kea.json"));
            var site = Path.Combine(folder, "site.yaml");
            File.WriteAllText(site, LeaseFiles.Site);
            File.WriteAllText(conf, LeaseFiles.IscConfiguration);
            File.WriteAllText(keaConf, """{"Dhcp4": {"subnet4": [{"id": 1, "subnet": "10.16.0.0/12", "pools": [{"pool": "10.16.0.10 - 10.31.255.250"}]}]}}""");
            LeaseFiles.WriteIsc(isc, count, hasClientIds: false);
            LeaseFiles.WriteIsc(named, count, hasClientIds: true);
            LeaseFiles.WriteKea(kea, count);
            var rows = new (string What, string[] Command)[]
            {
                ("`dhcpd-pools` on the ISC file", ["dhcpd-pools", "-c", conf, "-l", isc, "-L", "22"]),
                ("Fairlead on the ISC file", Own(program, site, $"isc-dhcp:{conf},leases={isc}")),
                ("`dhcpd-pools` on an ISC file with a client id for each", ["dhcpd-pools", "-c", conf, "-l", named, "-L", "22"]),
                ("Fairlead on that file", Own(program, site, $"isc-dhcp:{conf},leases={named}")),
                ("Fairlead on the Kea file", Own(program, site, $"kea:{keaConf},leases={kea}")),
            };
            var times = rows.Select(_ => new List<double>()).ToList();
            var memory = new long[rows.Length];
            for (var run = 0; run < Runs; run++)
            {
                for (var row = 0; row < rows.Length; row++)
                {
                    var (milliseconds, output, peak) = Timed(rows[row].Command);
                    times[row].Add(milliseconds);
                    memory[row] = Math.Max(memory[row], peak);
                    if (rows[row].Command[0] == program && !output.Contains(string.Create(CultureInfo.InvariantCulture, $"\"others\": {count}"), StringComparison.Ordinal))
                        throw new InvalidOperationException($"{count} leases should have been counted: {output}");
                }
            }

            // On the same file; Kea's has no such tool.
            int Beside(int row) => row is 2 or 3 ? 2 : 0;
            double Median(int row) => times[row].Order().ElementAt(Runs / 2);
            Console.WriteLine($"# A million leases\n\n{count} leases, whole processes with their start, {Runs} runs in turn, the median of each; the ISC file has {new FileInfo(isc).Length >> 20} MiB, the Kea file {new FileInfo(kea).Length >> 20} MiB.\n\n| what | s | times dhcpd-pools | peak of memory (MB) |\n|---|--:|--:|--:|");
            for (var row = 0; row < rows.Length; row++)
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"| {rows[row].What} | {Median(row) / 1000:0.00} | {Median(row) / Median(Beside(row)):0.00} | {memory[row] * 1024 / 1_000_000} |"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{Environment.ProcessorCount} processors, .NET {Environment.Version}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end."));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A whole plan: the leases are read, judged and counted.</summary>
    private static string[] Own(string program, string site, string reference) => [program, "plan", site, "--quiet", "--format", "json", "--observe", reference];

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
