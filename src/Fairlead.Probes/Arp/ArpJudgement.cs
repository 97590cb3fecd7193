using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Neighbours;
using Fairlead.Probes.Running;
using Fairlead.Probes.Vendors;

namespace Fairlead.Probes.Arp;

/// <summary>How one address of a target is judged.</summary>
internal readonly record struct ArpOpinion(CheckOutcome Outcome, Verdict Verdict, string Reason);

/// <summary>What a reading of an address means for what the address is meant for: pure, so that every case can be a row of a table.</summary>
internal static class ArpJudgement
{
    public const string OffLink = "off-link";

    /// <param name="own">The MAC of the interface, for an address that this machine holds itself.</param>
    public static ArpOpinion Of(ArpTarget target, AddressReading reading, Membership members, MacAddress? own) => reading.Verdict switch
    {
        Verdict.InUse when target.IsActive => OfActive(target, reading, members, own),
        Verdict.InUse => new(CheckOutcome.Failed, Verdict.InUse, reading.Reason),
        Verdict.NoAnswer when target is { IsActive: true, MustBeHeld: true } => new(CheckOutcome.Failed, Verdict.NoAnswer, "not-held"),
        Verdict.NoAnswer => new(CheckOutcome.Passed, Verdict.NoAnswer, reading.Reason),
        _ => new(reading.Reason == RawPermission.Reason ? CheckOutcome.Skipped : CheckOutcome.Unknown, Verdict.Unknown, reading.Reason),
    };

    private static ArpOpinion OfActive(ArpTarget target, AddressReading reading, Membership members, MacAddress? own)
    {
        var strangers = reading.Holders.Where(seen => !members.Macs.Contains(seen.Mac) && !members.Macs.Contains(seen.FrameSource)).ToList();
        var isMembers = strangers.Count == 0 && (reading.IsOwn ? own is { } mac && members.Macs.Contains(mac) : reading.Holders.Count > 0);
        // A machine of the bridge shows by its own address who it is.
        if (isMembers || target.IsMachine)
            return new(CheckOutcome.Passed, Verdict.InUse, target.IsMachine ? reading.Reason : "held-by-member");
        if (members.WhyUnknown is { } why)
            return new(why == RawPermission.Reason ? CheckOutcome.Skipped : CheckOutcome.Unknown, Verdict.InUse, why);
        if (strangers.Exists(seen => MacVendors.IsVirtualRouter(seen.Mac)))
            return new(CheckOutcome.Unknown, Verdict.InUse, "virtual-mac");
        return new(CheckOutcome.Failed, Verdict.InUse, "held-by-stranger");
    }
}
