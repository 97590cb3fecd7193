using System.CommandLine;
using Fairlead.Cli.Commands;
using Fairlead.Cli.Output;
using Fairlead.Connectors;
using Fairlead.Connectors.Folders;
using Fairlead.Connectors.Kea;
using Fairlead.Core.Addressing;
using Fairlead.Core.Changes;
using Fairlead.Core.Deliverables;
using Fairlead.Core.Diagnostics;
using Fairlead.Core.Joins;
using Fairlead.Core.Planning;
using Fairlead.SiteFiles;

namespace Fairlead.Cli.Applying;

/// <summary>The options that say which plan, and in what its changes are made.</summary>
internal sealed class TargetOptions
{
    private readonly Argument<string[]> _sites = CommonOptions.Sites();
    private readonly Option<string?> _into = new("--into") { Description = "A folder that holds the rendered files; it is made where it is not there.", HelpName = "folder" };
    private readonly Option<string[]> _kea = new("--kea") { Description = "A running Kea whose pools are to be as planned, such as kea:unix:/run/kea/kea4-ctrl-socket; of a pair both, with two --kea.", HelpName = "kind:place" };
    private readonly Option<string> _target = new("--target") { Description = "What is rendered into the folder: bundle (default), or one target of 'fairlead render'.", DefaultValueFactory = _ => "bundle", HelpName = "target" };
    private readonly Option<bool> _force = new("--force") { Description = "Go on although the plan has errors; every file then says so." };
    private readonly Option<bool> _noOverrides = CommonOptions.NoOverrides();
    private readonly Option<DateOnly?> _asOf = CommonOptions.AsOf();
    private readonly Option<bool> _noColor = CommonOptions.NoColor();
    private readonly Option<bool> _quiet = new("--quiet", "-q") { Description = "Name the changes without their lines." };

    public void AddTo(Command command)
    {
        _target.AcceptOnlyFromAmong([.. RenderTargets.All.Select(target => target.Name)]);
        command.Arguments.Add(_sites);
        foreach (var option in (Option[])[_into, _kea, _target, _force, _noOverrides, _asOf, _quiet, _noColor])
            command.Options.Add(option);
        command.Validators.Add(result =>
        {
            if (result.GetValue(_into) is null == (result.GetValue(_kea) is not { Length: > 0 }))
                result.AddError("name what is to be changed: --into FOLDER, or --kea KIND:PLACE.");
        });
    }

    public ReportLook LookOf(ParseResult arguments, Terminal terminal) => ReportLook.For(terminal, null, arguments.GetValue(_noColor), arguments.GetValue(_quiet));

    /// <exception cref="UnusableInputException">The target can't be read; nothing was changed.</exception>
    public async Task<ChangeTarget> ReadAsync(ParseResult arguments, Terminal terminal, CancellationToken ct)
    {
        var plan = Planner.Make(SiteFileReader.Read(arguments.GetRequiredValue(_sites), ct), new PlanOptions { AsOf = CommonOptions.Day(arguments.GetValue(_asOf)), HonourOverrides = !arguments.GetValue(_noOverrides) });
        if (RenderCommand.RefusesInput(plan, terminal))
            return new NoTarget(ExitCodes.UnusableInput);
        if (!arguments.GetValue(_force) && RenderCommand.RefusesErrors(plan, terminal))
            return new NoTarget(ExitCodes.Findings);
        if (arguments.GetValue(_into) is { } folder)
        {
            var target = RenderTargets.All.First(each => each.Name == arguments.GetRequiredValue(_target));
            return new FolderTarget(RenderedFolder.Read(folder, RenderTargets.Render(target, new RenderRequest(plan, _ => true)).Files), folder, SitesOf(plan));
        }

        return await ReadKeaAsync(plan, [.. arguments.GetValue(_kea)!.Select(SourceReference.Parse)], ct);
    }

    private static async Task<ChangeTarget> ReadKeaAsync(Plan plan, IReadOnlyList<SourceReference> references, CancellationToken ct)
    {
        var settings = new ConnectorSettings { Time = TimeProvider.System, Environment = Environment.GetEnvironmentVariable };
        var wishes = KeaWishes.Of(plan);
        var kea = await KeaTarget.ReadAsync(references, wishes, settings, ct);
        var outcomes = await Task.WhenAll(references.Select(reference => ConnectorCatalog.Open(reference, settings).ObserveAsync(ct)));
        return new RunningKeaTarget(kea, [.. InTheWay(wishes, new ObservedWorld(outcomes, TimeProvider.System.GetUtcNow()))], SitesOf(plan));
    }

    private static List<string> SitesOf(Plan plan) => [.. plan.Estate.Sites.Select(site => site.Name)];

    /// <summary>Leases and reservations at addresses that will no longer be handed out.</summary>
    private static IEnumerable<Change> InTheWay(IReadOnlyList<KeaWish> wishes, ObservedWorld world)
    {
        foreach (var wish in wishes)
        {
            var subnets = world.Observations.SelectMany(observation => observation.Subnets).Where(subnet => subnet.Prefix == wish.Subnet).ToList();
            var going = IpSet.Of(subnets.SelectMany(subnet => subnet.Pools).Select(pool => pool.Range)).Except(wish.Pools);
            // Whatever address space was named with a server: its own leases are meant.
            var spaces = world.Observations.Select(observation => observation.AddressSpace ?? "default").Distinct().ToList();
            foreach (var lease in spaces.SelectMany(space => going.Ranges.SelectMany(range => world.LeasesIn(range, space))).DistinctBy(lease => lease.Lease.Address))
                yield return new(ChangeKind.Report, lease.Lease.Address.ToString(), $"is leased ({lease.Holder}) and stays so until the lease ends: {wish.Owner} will not hand it out again", null, null);
            foreach (var reservation in subnets.SelectMany(subnet => subnet.Reservations).Where(reservation => reservation.Address is { } address && going.Contains(address)).DistinctBy(reservation => reservation.Address))
                yield return new(ChangeKind.Report, reservation.Address!.Value.ToString(), $"is reserved for {reservation.Mac?.ToString() ?? reservation.Client ?? reservation.HostName ?? "a client"}, who still gets it", null, null);
        }
    }
}
