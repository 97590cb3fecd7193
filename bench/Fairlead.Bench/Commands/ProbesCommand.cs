using System.CommandLine;
using System.Globalization;
using Fairlead.Bench.Links;

namespace Fairlead.Bench.Commands;

/// <summary><c>probes</c>: measures the live checks in the Lab, beside others' tools in the same run, and leaves the tables as Markdown.</summary>
internal static class ProbesCommand
{
    public static Command Build()
    {
        var program = new Option<string>("--program") { Required = true, Description = "The fairlead to measure, as users run it." };
        var runs = new Option<int>("--runs") { DefaultValueFactory = _ => 3, Description = "Runs of each row, in turn." };
        var only = new Option<string?>("--only") { Description = "One of Sweep, Rate, Verdict, Egress." };
        only.AcceptOnlyFromAmong("Sweep", "Rate", "Verdict", "Egress");
        var command = new Command("probes", "Measure the live checks in the Lab (needs root).") { program, runs, only };
        command.SetAction(async (arguments, ct) =>
        {
            var fairlead = Path.GetFullPath(arguments.GetRequiredValue(program));
            var many = arguments.GetValue(runs);
            Console.WriteLine("# Probes in the Lab\n");
            var chosen = arguments.GetValue(only) ?? "";
            foreach (var measure in ((Func<string, int, CancellationToken, Task<string>>[])[SweepMeasurement.RunAsync, RateMeasurement.RunAsync, VerdictMeasurement.RunAsync, EgressMeasurement.RunAsync]).Where(each => each.Method.DeclaringType!.Name.StartsWith(chosen, StringComparison.Ordinal)))
            {
                Console.WriteLine(await measure(fairlead, many, ct));
                Console.Error.WriteLine($"{measure.Method.DeclaringType!.Name} done");
            }

            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Environment.ProcessorCount} processors, .NET {Environment.Version}, load {File.ReadAllText("/proc/loadavg").Split(' ')[0]} at the end, {many} runs of each row in turn."));
            return 0;
        });
        return command;
    }
}
