using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Probes.Arp;
using Fairlead.Probes.Neighbours;
using Xunit;

namespace Fairlead.Tests.Probes.Arp;

/// <summary>What an address is meant for, what was seen of it, and what is said then.</summary>
public sealed class ArpJudgementTests
{
    private static readonly ArpTarget ControlPlane = new(ArpChecks.ControlPlaneIp, "madrid/clusters/shop/controlPlane/ip", null, IpRange.Parse("10.77.0.20"), "the control plane IP of madrid/shop") { MustBeHeld = true };
    private static readonly ArpTarget Pool = new(ArpChecks.LoadBalancer, "madrid/clusters/shop/loadBalancer/addresses/0", null, IpRange.Parse("10.77.0.40-10.77.0.49"), "load balancer of madrid/shop");
    private static readonly ArpTarget Machine = new(ArpChecks.BridgeAddress, "madrid/resourceBridge/nodeIPs", null, IpRange.Parse("10.77.0.21"), "a machine of the bridge") { IsMachine = true };

    public static TheoryData<Case> Cases =>
    [
        new Case("before: somebody holds it", ControlPlane, false, InUse(9), Known, CheckOutcome.Failed, Verdict.InUse, "arp-reply"),
        new Case("before: a future member holds it", ControlPlane, false, InUse(6), Known, CheckOutcome.Failed, Verdict.InUse, "arp-reply"),
        new Case("before: silence", ControlPlane, false, Silent, Known, CheckOutcome.Passed, Verdict.NoAnswer, "no-reply"),
        new Case("before: a proxy", ControlPlane, false, Unknown("proxy-arp"), Known, CheckOutcome.Unknown, Verdict.Unknown, "proxy-arp"),
        new Case("before: not permitted", ControlPlane, false, Unknown("needs-cap-net-raw"), Known, CheckOutcome.Skipped, Verdict.Unknown, "needs-cap-net-raw"),
        new Case("before: it is this machine's", ControlPlane, false, Own, Known, CheckOutcome.Failed, Verdict.InUse, "own-address"),
        new Case("before: it answers from afar", ControlPlane, false, Afar, Membership.Unknown("off-link"), CheckOutcome.Failed, Verdict.InUse, "icmp-reply"),
        new Case("active: a member", ControlPlane, true, InUse(6), Known, CheckOutcome.Passed, Verdict.InUse, "held-by-member"),
        new Case("active: a stranger", ControlPlane, true, InUse(9), Known, CheckOutcome.Failed, Verdict.InUse, "held-by-stranger"),
        new Case("active: a member and a stranger", ControlPlane, true, InUse(6, 9), Known, CheckOutcome.Failed, Verdict.InUse, "held-by-stranger"),
        new Case("active: two members", ControlPlane, true, InUse(6, 5), Known, CheckOutcome.Passed, Verdict.InUse, "held-by-member"),
        new Case("active: nobody", ControlPlane, true, Silent, Known, CheckOutcome.Failed, Verdict.NoAnswer, "not-held"),
        new Case("active: nobody, through a filter", ControlPlane, true, Unknown("probe-filtered"), Known, CheckOutcome.Unknown, Verdict.Unknown, "probe-filtered"),
        new Case("active: a MAC that moves", ControlPlane, true, Holders(Links.MacOf("00:00:5e:00:01:07")), Known, CheckOutcome.Unknown, Verdict.InUse, "virtual-mac"),
        new Case("active: members can't be known", ControlPlane, true, InUse(9), Membership.Unknown("no-node-addresses"), CheckOutcome.Unknown, Verdict.InUse, "no-node-addresses"),
        new Case("active: it answers from afar", ControlPlane, true, Afar, Membership.Unknown("off-link"), CheckOutcome.Unknown, Verdict.InUse, "off-link"),
        new Case("active: it answers, raw packets are not permitted", ControlPlane, true, Afar, Membership.Unknown("needs-cap-net-raw"), CheckOutcome.Skipped, Verdict.InUse, "needs-cap-net-raw"),
        new Case("active: this machine is a member", ControlPlane, true, Own, KnownWithUs, CheckOutcome.Passed, Verdict.InUse, "held-by-member"),
        new Case("active: this machine is a stranger", ControlPlane, true, Own, Known, CheckOutcome.Failed, Verdict.InUse, "held-by-stranger"),
        new Case("active pool: a member", Pool, true, InUse(6), Known, CheckOutcome.Passed, Verdict.InUse, "held-by-member"),
        new Case("active pool: silence", Pool, true, Silent, Known, CheckOutcome.Passed, Verdict.NoAnswer, "no-reply"),
        new Case("active pool: a stranger", Pool, true, InUse(9), Known, CheckOutcome.Failed, Verdict.InUse, "held-by-stranger"),
        new Case("active bridge: a machine's own address", Machine, true, InUse(9), Known, CheckOutcome.Passed, Verdict.InUse, "arp-reply"),
        new Case("active bridge: the spare address", Machine, true, Silent, Known, CheckOutcome.Passed, Verdict.NoAnswer, "no-reply"),
        new Case("bridge to come: a machine's address is taken", Machine, false, InUse(9), Known, CheckOutcome.Failed, Verdict.InUse, "arp-reply"),
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Judges(Case each)
    {
        ArgumentNullException.ThrowIfNull(each);
        var target = each.Target with { IsActive = each.IsActive };

        var opinion = ArpJudgement.Of(target, each.Reading, each.Members, Links.Mac);

        Assert.Equal(new ArpOpinion(each.Outcome, each.Verdict, each.Reason), opinion);
        var (message, hint) = ArpWords.Of(target, opinion, each.Reading, "10.77.0.20", new LinkControl(IpAddr.Parse("10.77.0.1"), true, true));
        Assert.Contains("10.77.0.20", message, StringComparison.Ordinal);
        Assert.DoesNotContain("free", message, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(opinion.Outcome == CheckOutcome.Passed, hint is null);
    }

    [Fact]
    public void Names_the_holder_with_its_vendor()
    {
        var reading = Holders(Links.MacOf("00:50:56:ab:cd:ef"));
        var (message, _) = ArpWords.Of(ControlPlane, ArpJudgement.Of(ControlPlane, reading, Known, null), reading, "10.77.0.20", null);

        Assert.Equal("10.77.0.20 (the control plane IP of madrid/shop) is held by 00:50:56:ab:cd:ef (VMware virtual machine).", message);
    }

    [Fact]
    public void Puts_every_address_of_a_range_into_exactly_one_result()
    {
        var readings = new List<ReadAddress>();
        for (var i = 40; i < 50; i++)
        {
            var address = IpAddr.Parse($"10.77.0.{i}");
            readings.Add(new(i switch
            {
                43 => InUse(9) with { Address = address },
                46 or 47 => Unknown("proxy-arp") with { Address = address },
                _ => Silent with { Address = address },
            }));
        }

        var gateway = new NeighbourSighting(IpAddr.Parse("10.77.0.1"), Mac(1), Mac(1), SeenAs.AnsweredProbe | SeenAs.AnsweredRequest, default);
        var link = new LinkReading(new ScanOutcome([gateway], 0, LinkFault.None), Links.Of("10.77.0.50/24"), new LinkHosts { Gateways = [gateway.Address] });

        var results = new ArpAnswers(link, Links.Mac, TimeSpan.Zero).Of(Pool, readings, Known).ToList();

        Assert.Equal(
            [
                ("10.77.0.43", CheckOutcome.Failed, "arp-reply"),
                ("10.77.0.40-10.77.0.42,10.77.0.44-10.77.0.45,10.77.0.48-10.77.0.49", CheckOutcome.Passed, "no-reply"),
                ("10.77.0.46-10.77.0.47", CheckOutcome.Unknown, "proxy-arp"),
            ],
            results.Select(result => (result.Target, result.Outcome, result.Reason)));
    }

    [Fact]
    public void Tells_twins_apart_from_single_holders()
    {
        AddressReading[] readings = [InUse(9) with { Address = IpAddr.Parse("10.77.0.40") }, InUse(8, 9) with { Address = IpAddr.Parse("10.77.0.41") }, Silent with { Address = IpAddr.Parse("10.77.0.42") }];

        var results = new ArpAnswers(null, null, TimeSpan.Zero).Duplicates(Pool, readings).ToList();

        Assert.Equal(
            [("arp.duplicate-address", "10.77.0.41", CheckOutcome.Failed, "two-holders"), ("arp.duplicate-address", "10.77.0.40", CheckOutcome.Passed, "one-holder")],
            results.Select(result => (result.Check.Id, result.Target, result.Outcome, result.Reason)));
        Assert.Contains("02:00:00:00:00:08", results[0].Message, StringComparison.Ordinal);
        Assert.Contains("02:00:00:00:00:09", results[0].Message, StringComparison.Ordinal);
    }

    private static Membership Known => new(new HashSet<MacAddress> { Mac(5), Mac(6) }, null);

    private static Membership KnownWithUs => new(new HashSet<MacAddress> { Mac(6), Links.Mac }, null);

    private static AddressReading Silent => new(IpAddr.Parse("10.77.0.20"), Verdict.NoAnswer, "no-reply", [], []);

    private static AddressReading Own => new(IpAddr.Parse("10.77.0.20"), Verdict.InUse, "own-address", [], []);

    private static AddressReading Afar => new(IpAddr.Parse("10.77.0.20"), Verdict.InUse, "icmp-reply", [], []);

    private static AddressReading Unknown(string reason) => new(IpAddr.Parse("10.77.0.20"), Verdict.Unknown, reason, [], []);

    private static AddressReading InUse(params int[] macs) => Holders([.. macs.Select(Mac)]);

    private static AddressReading Holders(params MacAddress[] macs) =>
        new(IpAddr.Parse("10.77.0.20"), Verdict.InUse, "arp-reply", [.. macs.Select(mac => new NeighbourSighting(IpAddr.Parse("10.77.0.20"), mac, mac, SeenAs.AnsweredProbe | SeenAs.AnsweredRequest, default))], []);

    private static MacAddress Mac(int number) => Links.MacOf($"02:00:00:00:00:{number:x2}");

    public sealed record Case
    {
        private readonly string _title;

        internal Case(string title, ArpTarget target, bool isActive, AddressReading reading, Membership members, CheckOutcome outcome, Verdict verdict, string reason) =>
            (_title, Target, IsActive, Reading, Members, Outcome, Verdict, Reason) = (title, target, isActive, reading, members, outcome, verdict, reason);

        internal ArpTarget Target { get; }

        internal bool IsActive { get; }

        internal AddressReading Reading { get; }

        internal Membership Members { get; }

        internal CheckOutcome Outcome { get; }

        internal Verdict Verdict { get; }

        internal string Reason { get; }

        public override string ToString() => _title;
    }
}
