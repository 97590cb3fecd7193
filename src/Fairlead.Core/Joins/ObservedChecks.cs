using Fairlead.Core.Addressing;
using Fairlead.Core.Capacity;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Observations;
using Fairlead.Core.Planning;
using Fairlead.Core.Reports;

namespace Fairlead.Core.Joins;

/// <summary>
/// Puts what outside systems hold beside the answers of live checks: who a MAC is, who has a lease on an address that is silent, and how many
/// addresses are left, which no client can see.
/// </summary>
public static class ObservedChecks
{
    /// <param name="plan">Made with what was observed.</param>
    public static CheckReport Join(CheckReport report, Plan plan)
    {
        ArgumentNullException.ThrowIfNull(report);
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Observed.IsEmpty ? report : report with { Results = [.. report.Results.Select(result => Joined(result, plan))] };
    }

    private static CheckResult Joined(CheckResult result, Plan plan)
    {
        if (result.Check == DhcpChecks.Remaining)
            return WithLeases(result, plan);
        return result.Verdict is null ? result : WithHolders(result, plan);
    }

    private static CheckResult WithLeases(CheckResult result, Plan plan)
    {
        var served = plan.Served.FirstOrDefault(each => result.Subject == each.Segment.Subject.Field("dhcp").ToString() || result.Subject == each.Segment.Subject.ToString());
        if (served is null || served.Leases is null || ObservedWords.RowOf(plan, served) is not { } row)
            return result;
        var (outcome, reason) = row.FirstToFail switch
        {
            null => (CheckOutcome.Passed, "addresses-left"),
            Shortage.Create => (CheckOutcome.Failed, "addresses-short"),
            _ => (CheckOutcome.Warning, "addresses-short-at-peak"),
        };
        return result with
        {
            Outcome = outcome,
            Reason = reason,
            Message = $"{served.Segment} has {ObservedWords.Leases(served)}; {ObservedWords.ProofText(row)}.",
            Hint = outcome == CheckOutcome.Passed ? null : "widen the scope, shorten the lease time, or free leases that nobody uses",
            Evidence = [.. result.Evidence, .. served.Servers.Select(server => new Evidence("leases", $"{server.Observation.Source}: {ObservedWords.Contents(server.Observation)}; {ObservedWords.Age(server.Observation)}", server.Observation.AsOf))],
        };
    }

    private static CheckResult WithHolders(CheckResult result, Plan plan)
    {
        if (AddressOf(result, plan) is not var (range, space))
            return result;
        var seen = plan.Observed.SeenAt(range, space).Where(sighting => sighting.Kind is "lease" or "vm" or "esxi-host" or "reservation").ToList();
        var machines = MacsOf(result).Select(mac => (Mac: mac, Machine: plan.Observed.MachineOf(mac))).Where(each => each.Machine is not null).ToList();
        if (seen.Count == 0 && machines.Count == 0)
            return result;
        var joined = result with
        {
            Evidence =
            [
                .. result.Evidence,
                .. machines.Select(each => new Evidence("vm", $"{each.Mac} is an adapter of VM {each.Machine!.Name}{(each.Machine.Power == PowerState.On ? "" : ", which is not running")}")),
                .. seen.Select(sighting => new Evidence(sighting.Kind, $"{sighting.Range}: {sighting.Text} ({sighting.Source})", sighting.AsOf)),
            ],
        };
        // Whoever holds an address and is silent comes back.
        var holders = seen.Where(sighting => sighting.IsUse && sighting.Kind != "reservation").ToList();
        if (holders.Count == 0 || result.Verdict == Verdict.InUse || result.Outcome is not (CheckOutcome.Passed or CheckOutcome.Unknown))
            return joined;
        return joined with
        {
            Outcome = CheckOutcome.Failed,
            Verdict = Verdict.InUse,
            Reason = holders[0].Kind == "lease" ? "leased" : "known-to-vcenter",
            Message = $"{range} is silent, but {holders[0].Source} says that {holders[0].Text} has it.",
            Hint = "free it there, or choose another address",
        };
    }

    /// <summary>The address that was asked about, and its address space.</summary>
    private static (IpRange Range, string Space)? AddressOf(CheckResult result, Plan plan)
    {
        var claim = plan.Claims.FirstOrDefault(each => each.Subject.ToString() == result.Subject);
        if (result.Target is { } target && IpRange.TryParse(target, out var range, out _))
            return (range, claim?.AddressSpace ?? plan.Estate.Sites.FirstOrDefault(site => result.Subject.StartsWith(site.Name + "/", StringComparison.Ordinal))?.AddressSpace ?? "default");
        return claim is { Range.IsSingle: true } ? (claim.Range, claim.AddressSpace) : null;
    }

    private static IEnumerable<MacAddress> MacsOf(CheckResult result) => result.Evidence
        .SelectMany(evidence => evidence.Text.Split([' ', ',', '(', ')', ';'], StringSplitOptions.RemoveEmptyEntries))
        .Select(word => MacAddress.TryParse(word.AsSpan().TrimEnd('.'), out var mac) ? mac : (MacAddress?)null)
        .OfType<MacAddress>()
        .Distinct();
}
