using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Probes.Links;
using Fairlead.Probes.Running;

namespace Fairlead.Probes.Arp;

/// <summary>Who holds addresses of one link that were named by hand.</summary>
public sealed class AddressProbe
{
    private readonly ArpRun _run;
    private readonly ArpWork _work;
    private readonly BroadcastPacer _pacer;

    /// <param name="ranges">On the link, as <see cref="Refusal"/> says.</param>
    public AddressProbe(LinkInterface link, IReadOnlyList<IpRange> ranges, BroadcastPacer pacer, IPacketTap? tap, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(ranges);
        _pacer = pacer;
        _work = ArpWork.ByHand(link, [.. ranges.Distinct().Select(range => new ArpTarget(ArpChecks.Address, range.ToString(), null, range, ""))], PacketSocket.IsPermitted());
        _run = new ArpRun(_work, pacer, tap, time);
    }

    public IReadOnlyList<Announcement> Announce() => ArpRun.Announce(_work, _pacer, null);

    /// <summary>In the order of the addresses.</summary>
    public async Task<IReadOnlyList<CheckResult>> AskAsync(Action<string> progress, CancellationToken ct) =>
        CheckOrder.Sort(await _run.AskAsync(progress, ct), []);

    /// <summary>Why these can't be asked from this interface, in one sentence; null when they can.</summary>
    public static string? Refusal(LinkInterface link, IReadOnlyList<IpRange> ranges)
    {
        ArgumentNullException.ThrowIfNull(link);
        ArgumentNullException.ThrowIfNull(ranges);
        var prefixes = IpSet.Of(link.Addresses.Select(own => own.Prefix.Range));
        if (ranges.FirstOrDefault(range => !prefixes.Contains(range)) is { IsNone: false } beyond)
        {
            return prefixes.IsEmpty
                ? $"{link.Name} has no address, so nothing says which addresses lie on its link; give it one, or use 'fairlead check --interface {link.Name} --segment NAME', where the site says it."
                : $"{beyond} does not lie on the link of {link.Name} ({string.Join(", ", link.Addresses.Select(own => own.Prefix))}): beyond a router nobody can see who holds an address. Ask from a machine in its segment.";
        }

        var large = ranges.FirstOrDefault(range => range.Count > (UInt128)ArpWork.MostOf(range.Family));
        return large.IsNone ? null : FormattableString.Invariant($"{large} has too many addresses: at most {ArpWork.MostOf(large.Family)} of {(large.Family == IpFamily.V4 ? "IPv4" : "IPv6")} are asked one by one.");
    }
}
