using System.CommandLine;
using System.Globalization;
using System.Text;
using Fairlead.Cli.Output;
using Fairlead.Cli.Sizing;
using Fairlead.Core.Addressing;
using Fairlead.Core.Planning;
using Fairlead.Core.Profiles;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead size</c>: the smallest prefix, scope and load balancer range that hold given clusters.</summary>
internal static class SizeCommand
{
    private const string Json = "json";
    private const int MostClusters = 10_000;
    private const int MostNodes = 100_000;

    public static Command Build(Terminal terminal)
    {
        var sites = new Argument<string[]>("site") { Description = "Take the clusters of these site files instead of the flags.", Arity = ArgumentArity.ZeroOrMore };
        var clusters = Number("--clusters", "How many clusters.", 1, 1, MostClusters);
        var controlPlane = Number("--control-plane", "Control plane nodes of each.", 3, 1, 99);
        var pools = Number("--pools", "Node pools of each.", 1, 0, 1_000);
        var workers = Number("--workers", "Worker nodes of each, all pools together.", 3, 0, MostNodes);
        var workersMax = new Option<int?>("--workers-max") { Description = "Worker nodes at most, with autoscaling; default: --workers.", HelpName = "number" };
        var services = Number("--services", "Services of type LoadBalancer of each.", 5, 0, MostNodes);
        var machines = Number("--load-balancer-vms", "HAProxy VMs of each.", 0, 0, 1_000);
        var minutes = Number("--minutes-per-node", "How long the upgrade of a node takes.", 10, 1, 10_000);
        var upgrades = Number("--concurrent-upgrades", "Clusters upgraded at the same time.", 1, 1, MostClusters);
        var lease = new Option<TimeSpan?>("--lease-time") { Description = "The DHCP lease time, such as 8h.", HelpName = "duration", CustomParser = ParseDuration };
        var network = new Option<IpAddr>("--network") { Description = "Where the example begins.", HelpName = "address", DefaultValueFactory = _ => IpAddr.Parse("10.20.0.0"), CustomParser = ParseNetwork };
        var format = CommonOptions.Format("text", Json);
        var output = CommonOptions.Output();
        var command = new Command("size", "Find the smallest prefix, scope and load balancer range that hold clusters.")
        {
            sites, clusters, controlPlane, pools, workers, workersMax, services, machines, minutes, upgrades, lease, network, format, output,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(workersMax) is { } most && (most < result.GetValue(workers) || most > MostNodes))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"--workers-max takes a number from --workers to {MostNodes}."));
        });
        command.SetAction((arguments, ct) =>
        {
            IReadOnlyList<ClusterSize> sizes;
            if (arguments.GetValue(sites) is { Length: > 0 } files)
            {
                var plan = Planner.Make(SiteFileReader.Read(files, ct), new PlanOptions { AsOf = DateOnly.MinValue });
                UnusableInput.Report(plan, terminal);
                if (plan.HasUnusableInput)
                    return Task.FromResult(ExitCodes.UnusableInput);
                sizes = [.. plan.Estate.Clusters.Select(ClusterSize.Of)];
            }
            else
            {
                var each = Spread(arguments.GetValue(workers), arguments.GetValue(workersMax) ?? arguments.GetValue(workers), arguments.GetValue(pools));
                sizes = [.. Enumerable.Range(1, arguments.GetValue(clusters)).Select(i => new ClusterSize(
                    string.Create(CultureInfo.InvariantCulture, $"cluster-{i}"), arguments.GetValue(controlPlane), each, arguments.GetValue(services), arguments.GetValue(machines), arguments.GetValue(minutes), Spare: null))];
            }

            return Task.FromResult(Answer(terminal, sizes, arguments.GetValue(lease), arguments.GetValue(upgrades), arguments.GetValue(network), arguments.GetValue(format)!, arguments.GetValue(output)));
        });
        return command;
    }

    private static int Answer(Terminal terminal, IReadOnlyList<ClusterSize> sizes, TimeSpan? lease, int upgrades, IpAddr network, string format, string? file)
    {
        if (sizes.Count == 0)
        {
            terminal.Error.WriteLine("fairlead: the sites given have no clusters; give some, or use the flags.");
            return ExitCodes.UnusableInput;
        }

        var plans = Profile.All.Select(profile => SizePlan.Make(profile, sizes, lease, upgrades, network)).OfType<SizePlan>().ToList();
        if (plans.Count < Profile.All.Count)
        {
            terminal.Error.WriteLine("fairlead: no single IPv4 segment is large enough for these clusters; spread them over several.");
            return ExitCodes.UnusableInput;
        }

        ResultWriter.Write(terminal, file, stream =>
        {
            if (format == Json)
                SizeReport.WriteJson(plans, stream);
            else
                stream.Write(Encoding.UTF8.GetBytes(SizeReport.Text(plans, sizes.Count, lease is not null)));
        });
        return ExitCodes.Good;
    }

    /// <summary>Workers spread evenly over pools, the first ones taking the rest.</summary>
    private static PoolSize[] Spread(int workers, int workersMax, int pools) =>
        [.. Enumerable.Range(0, pools).Select(i => new PoolSize(Share(workers, pools, i), Share(workersMax, pools, i)))];

    private static int Share(int whole, int parts, int index) => (whole / parts) + (index < whole % parts ? 1 : 0);

    private static Option<int> Number(string name, string about, int usual, int least, int most)
    {
        var option = new Option<int>(name) { Description = about, HelpName = "number", DefaultValueFactory = _ => usual };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Count == 1 && (!int.TryParse(result.Tokens[0].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most))
                result.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from {least} to {most}, not '{result.Tokens[0].Value}'."));
        });
        return option;
    }

    private static TimeSpan? ParseDuration(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (Core.Sites.Text.Duration.TryParse(result.Tokens[0].Value, out var duration))
            return duration;
        result.AddError($"--lease-time takes a duration such as 90s, 10m, 8h or 2d, not '{result.Tokens[0].Value}'.");
        return null;
    }

    private static IpAddr ParseNetwork(System.CommandLine.Parsing.ArgumentResult result)
    {
        if (!IpAddr.TryParse(result.Tokens[0].Value, out var address, out var error))
            result.AddError($"--network: {error.Message} ({error.Hint})");
        else if (!address.IsV4)
            result.AddError("--network takes an IPv4 address.");
        return address;
    }
}
