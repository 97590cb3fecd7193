using Fairlead.Cli.Checks;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Planning;
using Fairlead.Ledger;
using Fairlead.Probes.Running;

namespace Fairlead.Cli.Serving;

/// <summary>
/// Asks the link, where this machine stands on one of the sites' own, whether the addresses that the files claim are in use, and writes into the
/// ledger what was seen. From elsewhere nothing is asked: silence from there would mean nothing.
/// </summary>
internal sealed class FirstLook(Ledger.Ledger ledger, Actor who, Terminal terminal)
{
    public async Task RunAsync(Plan plan, CancellationToken ct)
    {
        if (!OperatingSystem.IsLinux())
            return;
        using var broadcasts = new BroadcastPacer(ProbeManners.DefaultRate, TimeProvider.System);
        var preparation = CheckPreparation.Of(plan, [], [], interfaceName: null, role: null, broadcasts);
        if (preparation.Request is not { OnLinkSegment: { } segment } request)
        {
            terminal.Error.WriteLine("This machine stands in none of the segments, so the network was not asked; 'fairlead check' does what can be done from elsewhere.");
            return;
        }

        if (!preparation.Vantage!.CanSendRaw)
        {
            terminal.Error.WriteLine($"This machine stands in {segment}, but may not send raw packets, so nobody was asked who is there; 'fairlead check' says how to allow it.");
            return;
        }

        var families = CheckFamilies.Named(["arp"]);
        using var live = new LiveChecks(terminal, quiet: false);
        live.Announce([.. families.SelectMany(family => family.Announce(request)).Distinct()]);
        var report = await CheckRun.RunAsync(families, request, preparation.Vantage, live.Saw, live.Progress, ct);
        live.Finish();
        foreach (var seen in report.Results)
            await WriteDownAsync(seen, request, preparation.Vantage, ct);
    }

    private async Task WriteDownAsync(CheckResult seen, CheckRequest request, Vantage vantage, CancellationToken ct)
    {
        if (seen.Check != ArpChecks.ControlPlaneIp || seen.Verdict is not (Verdict.InUse or Verdict.NoAnswer))
            return;
        var claim = request.Plan.Claims.FirstOrDefault(claim => claim.Subject.ToString() == seen.Subject && claim.Range.IsSingle);
        if (claim is null)
            return;
        var sighting = new Sighting(vantage.StartedAt, seen.Verdict == Verdict.InUse, vantage.Host);
        await ledger.AskAsync(new ObserveRequest(claim.AddressSpace, claim.Range.First, sighting, ByMember: false), who, ct);
    }
}
