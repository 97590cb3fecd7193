using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Probes.Neighbours;
using Fairlead.Probes.Vendors;

namespace Fairlead.Probes.Arp;

/// <summary>What was read of one address, and what else was seen of it.</summary>
internal sealed record ReadAddress(AddressReading Reading, Evidence? Weak = null);

/// <summary>
/// From readings to results. Each address of a target lies in the <c>target</c> of exactly one result: who is held has one of its own, all others that
/// are judged alike share one, whose target names them as ranges.
/// </summary>
internal sealed class ArpAnswers(LinkReading? link, MacAddress? own, TimeSpan duration)
{
    private const int MostEvidence = 20;

    public IEnumerable<CheckResult> Of(ArpTarget target, IEnumerable<ReadAddress> addresses, Membership members)
    {
        var shared = new Dictionary<ArpOpinion, List<ReadAddress>>();
        foreach (var each in addresses)
        {
            var opinion = ArpJudgement.Of(target, each.Reading, members, own);
            if (opinion.Verdict == Verdict.InUse)
                yield return Result(target, opinion, [each]);
            else if (shared.TryGetValue(opinion, out var alike))
                alike.Add(each);
            else
                shared.Add(opinion, [each]);
        }

        foreach (var (opinion, alike) in shared)
            yield return Result(target, opinion, alike);
    }

    /// <summary>For addresses that were not asked at all.</summary>
    public static CheckResult NotAsked(ArpTarget target, IpSet addresses, string reason)
    {
        var first = addresses.Ranges[0].First;
        var opinion = new ArpOpinion(CheckOutcome.Skipped, Verdict.Unknown, reason);
        var (message, hint) = ArpWords.Of(target, opinion, new(first, Verdict.Unknown, reason, [], []), Text(addresses), null);
        // An IPv6 range can be asked from nowhere.
        return Make(target, Text(addresses), opinion, message, hint, [], TimeSpan.Zero) with { IsRequired = first.IsV4 };
    }

    /// <summary>Whether an address is held twice, for each that is held.</summary>
    public IEnumerable<CheckResult> Duplicates(ArpTarget target, IEnumerable<AddressReading> readings)
    {
        var held = readings.Where(reading => reading.Holders.Count > 0).ToList();
        foreach (var twins in held.Where(reading => reading.IsDuplicate))
        {
            var macs = string.Join(" and ", twins.Holders.Select(seen => MacVendors.Describe(seen.Mac)).Prepend(twins.IsOwn ? "this machine" : "").Where(who => who.Length > 0));
            yield return Make(target with { Check = ArpChecks.DuplicateAddress }, twins.Address.ToString(), new(CheckOutcome.Failed, Verdict.InUse, "two-holders"), $"{Named(twins.Address.ToString(), target)} is held by {macs}: two machines, or one with two adapters in the segment that both answer.", "find both, and take the address off one; packets go now to the one, now to the other", [.. twins.Holders.Select(ArpWords.Evidence)], duration);
        }

        var single = IpSet.Of(held.Where(reading => !reading.IsDuplicate).Select(reading => IpRange.Single(reading.Address)));
        if (!single.IsEmpty)
            yield return Make(target with { Check = ArpChecks.DuplicateAddress }, Text(single), new(CheckOutcome.Passed, Verdict.InUse, "one-holder"), $"One MAC alone answers for {Named(Text(single), target)}.", null, [], duration);
    }

    private CheckResult Result(ArpTarget target, ArpOpinion opinion, IReadOnlyList<ReadAddress> alike)
    {
        var reading = Merged(alike);
        var family = reading.Address.Family;
        var control = link?.Control(family);
        var place = Text(IpSet.Of(alike.Select(each => IpRange.Single(each.Reading.Address))));
        var (message, hint) = ArpWords.Of(target, opinion, reading, place, control);
        var seen = alike.SelectMany(each => each.Reading.Holders.Concat(each.Reading.Proxies)).Take(MostEvidence).Select(ArpWords.Evidence)
            .Concat(alike.Select(each => each.Weak).OfType<Evidence>().Take(MostEvidence)).ToList();
        if (reading.Verdict != Verdict.InUse && control is not null && ArpWords.Evidence(control, family) is { } witness)
            seen.Add(witness);
        return Make(target, place, opinion, message, hint, seen, duration);
    }

    /// <summary>The first, with the proxies of all.</summary>
    private static AddressReading Merged(IReadOnlyList<ReadAddress> alike) =>
        alike.Count == 1 ? alike[0].Reading : alike[0].Reading with { Proxies = [.. alike.SelectMany(each => each.Reading.Proxies).DistinctBy(seen => seen.Mac)] };

    private static CheckResult Make(ArpTarget target, string place, ArpOpinion opinion, string message, string? hint, IReadOnlyList<Evidence> evidence, TimeSpan duration) => new()
    {
        Check = target.Check,
        Subject = target.Subject,
        Target = place,
        Outcome = opinion.Outcome,
        Verdict = opinion.Verdict,
        Reason = opinion.Reason,
        Message = message,
        Hint = hint,
        Evidence = evidence,
        Duration = duration,
        Location = target.Location,
    };

    private static string Named(string place, ArpTarget target) => target.Party.Length == 0 ? place : $"{place} ({target.Party})";

    private static string Text(IpSet addresses) => string.Join(",", addresses.Ranges);
}
