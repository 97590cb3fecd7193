using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Probes.Neighbours;
using Xunit;

namespace Fairlead.Tests.Probes.Neighbours;

/// <summary>Every way in which a link may answer, and what may be said then.</summary>
public sealed class LinkReadingTests
{
    private const SeenAs Both = SeenAs.AnsweredProbe | SeenAs.AnsweredRequest;
    private const SeenAs Plain = SeenAs.AnsweredRequest;
    private const SeenAs Probe = SeenAs.AnsweredProbe;
    private const string Gateway = "10.77.0.1";

    /// <summary>On a link whose gateway is 02:01 and whose asked addresses are .20 and up; an entry is <c>address mac how</c>.</summary>
    public static TheoryData<Case> Cases =>
    [
        new Case("silence, and the gateway answers both ways", [(Gateway, 1, Both)], "10.77.0.20", Verdict.NoAnswer, "no-reply"),
        new Case("a host answers both ways", [(Gateway, 1, Both), ("10.77.0.20", 9, Both)], "10.77.0.20", Verdict.InUse, "arp-reply", [9]),
        new Case("a host answers the probe alone", [(Gateway, 1, Both), ("10.77.0.20", 9, Probe)], "10.77.0.20", Verdict.InUse, "arp-reply", [9]),
        new Case("a host, not the gateway, answers plain ARP alone", [(Gateway, 1, Both), ("10.77.0.20", 9, Plain)], "10.77.0.20", Verdict.InUse, "arp-reply", [9]),
        new Case("a host speaks without being asked", [(Gateway, 1, Both), ("10.77.0.20", 9, SeenAs.Announced)], "10.77.0.20", Verdict.InUse, "arp-announcement", [9]),
        new Case("somebody else probes for it", [(Gateway, 1, Both), ("10.77.0.20", 9, SeenAs.Probing)], "10.77.0.20", Verdict.Unknown, "probed-by-another"),
        new Case("somebody probes for it and somebody holds it", [(Gateway, 1, Both), ("10.77.0.20", 9, SeenAs.Probing), ("10.77.0.20", 8, Both)], "10.77.0.20", Verdict.InUse, "arp-reply", [8]),
        new Case("probes are dropped: silence", [(Gateway, 1, Plain)], "10.77.0.20", Verdict.Unknown, "probe-filtered"),
        new Case("probes are dropped: a host", [(Gateway, 1, Plain), ("10.77.0.20", 9, Plain)], "10.77.0.20", Verdict.InUse, "arp-reply", [9]),
        new Case("probes are dropped: the gateway answers for it", [(Gateway, 1, Plain), ("10.77.0.20", 1, Plain)], "10.77.0.20", Verdict.Unknown, "proxy-arp"),
        new Case("the gateway answers plain ARP for it", [(Gateway, 1, Both), ("10.77.0.20", 1, Plain)], "10.77.0.20", Verdict.Unknown, "proxy-arp"),
        new Case("the gateway answers plain ARP for it, and a host holds it", [(Gateway, 1, Both), ("10.77.0.20", 1, Plain), ("10.77.0.20", 9, Both)], "10.77.0.20", Verdict.InUse, "arp-reply", [9]),
        new Case("the gateway itself has it as a second address", [(Gateway, 1, Both), ("10.77.0.20", 1, Both)], "10.77.0.20", Verdict.InUse, "arp-reply", [1]),
        new Case("another router answers plain ARP for three", [(Gateway, 1, Both), ("10.77.0.20", 9, Plain), ("10.77.0.21", 9, Plain), ("10.77.0.22", 9, Plain)], "10.77.0.21", Verdict.Unknown, "proxy-arp"),
        new Case("a proxy answers probes too, for three", [(Gateway, 1, Both), ("10.77.0.20", 9, Both), ("10.77.0.21", 9, Both), ("10.77.0.22", 9, Both)], "10.77.0.20", Verdict.Unknown, "proxy-arp"),
        new Case("a machine has two of the addresses", [(Gateway, 1, Both), ("10.77.0.20", 9, Both), ("10.77.0.21", 9, Both)], "10.77.0.20", Verdict.InUse, "arp-reply", [9]),
        new Case("a proxy answers for three, and a host holds one", [(Gateway, 1, Both), ("10.77.0.20", 9, Both), ("10.77.0.21", 9, Both), ("10.77.0.22", 9, Both), ("10.77.0.20", 8, Both)], "10.77.0.20", Verdict.InUse, "arp-reply", [8]),
        new Case("a proxy answers for three, silence elsewhere", [(Gateway, 1, Both), ("10.77.0.20", 9, Both), ("10.77.0.21", 9, Both), ("10.77.0.22", 9, Both)], "10.77.0.30", Verdict.NoAnswer, "no-reply"),
        new Case("two machines", [(Gateway, 1, Both), ("10.77.0.20", 8, Both), ("10.77.0.20", 9, Both)], "10.77.0.20", Verdict.InUse, "arp-reply", [8, 9]),
        new Case("two machines, of which one is a proxy for three", [(Gateway, 1, Both), ("10.77.0.20", 8, Both), ("10.77.0.20", 9, Plain), ("10.77.0.21", 9, Plain), ("10.77.0.22", 9, Plain)], "10.77.0.20", Verdict.InUse, "arp-reply", [8]),
        new Case("nobody answers anything", [], "10.77.0.20", Verdict.Unknown, "no-control"),
        new Case("the gateway is silent, another host answers", [("10.77.0.21", 9, Both)], "10.77.0.20", Verdict.NoAnswer, "no-reply"),
        new Case("the gateway is silent, a proxy alone answers", [("10.77.0.21", 9, Both), ("10.77.0.22", 9, Both), ("10.77.0.23", 9, Both)], "10.77.0.20", Verdict.Unknown, "no-control"),
        new Case("the gateway is silent, another host answers plain ARP alone", [("10.77.0.21", 9, Plain)], "10.77.0.20", Verdict.Unknown, "probe-filtered"),
        new Case("the gateway merely spoke", [(Gateway, 1, SeenAs.Announced)], "10.77.0.20", Verdict.Unknown, "no-control"),
        new Case("an address of this machine", [(Gateway, 1, Both)], "10.77.0.50", Verdict.InUse, "own-address"),
        new Case("an address of this machine that another has too", [(Gateway, 1, Both), ("10.77.0.50", 9, Both)], "10.77.0.50", Verdict.InUse, "own-address", [9]),
        new Case("a virtual router's machine answers for others with its own MAC", [(Gateway, 1, Both, 2), ("10.77.0.20", 2, Plain)], "10.77.0.20", Verdict.Unknown, "proxy-arp"),
        new Case("a server with two roles and one target is no crowd", [(Gateway, 1, Both), ("10.77.0.53", 9, Both), ("10.77.0.20", 9, Both), ("10.77.0.21", 9, Both)], "10.77.0.20", Verdict.InUse, "arp-reply", [9]),
        new Case("a member may hold many", [(Gateway, 1, Both), ("10.77.0.20", 6, Both), ("10.77.0.21", 6, Both), ("10.77.0.22", 6, Both)], "10.77.0.21", Verdict.InUse, "arp-reply", [6]),
        new Case("a known proxy", [(Gateway, 1, Both), ("10.77.0.20", 7, Both)], "10.77.0.20", Verdict.Unknown, "proxy-arp"),
        new Case("the interface went away: silence", [(Gateway, 1, Both)], "10.77.0.20", Verdict.Unknown, "interface-lost", Fault: LinkFault.InterfaceLost),
        new Case("the interface went away: life stays life", [(Gateway, 1, Both), ("10.77.0.20", 9, Both)], "10.77.0.20", Verdict.InUse, "arp-reply", [9], Fault: LinkFault.InterfaceLost),
        new Case("the cable was pulled", [], "10.77.0.20", Verdict.Unknown, "no-carrier", Fault: LinkFault.NoCarrier),
        new Case("the lease was lost", [(Gateway, 1, Both)], "10.77.0.20", Verdict.Unknown, "address-changed", Fault: LinkFault.AddressChanged),
        new Case("without an own address: silence", [(Gateway, 1, Probe)], "10.77.0.20", Verdict.NoAnswer, "no-reply-to-probe", Own: null),
        new Case("without an own address: a host", [(Gateway, 1, Probe), ("10.77.0.20", 9, Probe)], "10.77.0.20", Verdict.InUse, "arp-reply", [9], Own: null),
        new Case("IPv6: silence", [("fe80::1", 1, Both)], "2001:db8::20", Verdict.NoAnswer, "no-reply"),
        new Case("IPv6: a host", [("fe80::1", 1, Both), ("2001:db8::20", 9, Both)], "2001:db8::20", Verdict.InUse, "neighbour-reply", [9]),
        new Case("IPv6: ARP's control says nothing", [(Gateway, 1, Both)], "2001:db8::20", Verdict.Unknown, "no-control"),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Reads(Case each)
    {
        ArgumentNullException.ThrowIfNull(each);
        var at = new DateTimeOffset(2026, 3, 16, 9, 0, 0, TimeSpan.Zero);
        var sightings = each.Seen.Select(seen => new NeighbourSighting(IpAddr.Parse(seen.Address), Mac(seen.Mac), Mac(seen.Frame == 0 ? seen.Mac : seen.Frame), seen.As, at)).ToList();
        var hosts = new LinkHosts
        {
            Gateways = [IpAddr.Parse(Gateway), IpAddr.Parse("fe80::1")],
            Others = [IpAddr.Parse("10.77.0.53")],
            Members = new HashSet<MacAddress> { Mac(6) },
            Proxies = new HashSet<MacAddress> { Mac(7) },
        };
        var link = each.Own is null ? TestLinks.Of() : TestLinks.Of(each.Own, "fe80::aa/64");

        var reading = new LinkReading(new ScanOutcome(sightings, 0, each.Fault), link, hosts).Of(IpAddr.Parse(each.Asked));

        Assert.Equal((each.Verdict, each.Reason), (reading.Verdict, reading.Reason));
        Assert.Equal((each.Holders ?? []).Select(Mac), reading.Holders.Select(seen => seen.Mac));
        Assert.Equal((each.Holders?.Length ?? 0) > (each.Reason == "own-address" ? 0 : 1), reading.IsDuplicate);
    }

    private static MacAddress Mac(int number) => TestLinks.MacOf($"02:00:00:00:00:{number:x2}");

    /// <param name="Frame">The frame's source where it is another than the packet's.</param>
    public readonly record struct Entry(string Address, int Mac, SeenAs As, int Frame)
    {
        public static implicit operator Entry((string Address, int Mac, SeenAs As) each) => new(each.Address, each.Mac, each.As, 0);

        public static implicit operator Entry((string Address, int Mac, SeenAs As, int Frame) each) => new(each.Address, each.Mac, each.As, each.Frame);
    }

    public sealed record Case(
        string Title, Entry[] Seen, string Asked, Verdict Verdict, string Reason, int[]? Holders = null, LinkFault Fault = LinkFault.None, string? Own = "10.77.0.50/24")
    {
        public override string ToString() => Title;
    }
}
