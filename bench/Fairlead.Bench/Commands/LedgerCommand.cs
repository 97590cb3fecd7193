using System.CommandLine;
using System.Globalization;
using Fairlead.Bench.Ledgers;

namespace Fairlead.Bench.Commands;

/// <summary><c>ledger</c>: durable reservations a second, as Markdown on standard output.</summary>
internal static class LedgerCommand
{
    public static Command Build()
    {
        var program = new Option<string>("--program") { Description = "The fairlead to measure.", Required = true };
        var runs = new Option<int>("--runs") { Description = "Runs of each row.", DefaultValueFactory = _ => 3 };
        var seconds = new Option<int>("--seconds") { Description = "Of each run.", DefaultValueFactory = _ => 10 };
        var full = new Option<int>("--full") { Description = "Reservations in the full pool.", DefaultValueFactory = _ => 1_000_000 };
        var command = new Command("ledger", "Measures the ledger under load, beside pgbench and a loop over SQLite.") { program, runs, seconds, full };
        command.SetAction(async (arguments, ct) =>
        {
            Console.Write(await LedgerMeasurement.RunAsync(Path.GetFullPath(arguments.GetRequiredValue(program)), arguments.GetValue(runs), TimeSpan.FromSeconds(arguments.GetValue(seconds)), arguments.GetValue(full), ct));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{Environment.ProcessorCount} processors, .NET {Environment.Version}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end."));
        });
        return command;
    }
}
