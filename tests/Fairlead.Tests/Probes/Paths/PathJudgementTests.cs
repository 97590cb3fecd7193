using Fairlead.Core.Addressing;
using Fairlead.Core.Checks;
using Fairlead.Core.Checks.Families;
using Fairlead.Core.Diagnostics;
using Fairlead.Probes.Links;
using Fairlead.Probes.Paths;
using Xunit;

namespace Fairlead.Tests.Probes.Paths;

public sealed class PathJudgementTests
{
    private static readonly IcmpNotice Router = new(IpAddr.Parse("10.20.0.1"), 3, 13);
    private static readonly IcmpNotice Narrow = new(IpAddr.Parse("10.20.0.1"), 3, 4, 1400);

    [Theory]
    [InlineData(TcpAnswer.Connected, true, CheckOutcome.Passed, "tcp-connected", true)]
    [InlineData(TcpAnswer.Refused, true, CheckOutcome.Failed, "tcp-refused", true)]
    [InlineData(TcpAnswer.Filtered, true, CheckOutcome.Failed, "tcp-filtered", true)]
    [InlineData(TcpAnswer.Prohibited, true, CheckOutcome.Failed, "icmp-prohibited", true)]
    [InlineData(TcpAnswer.NoRoute, true, CheckOutcome.Failed, "no-route", true)]
    [InlineData(TcpAnswer.Connected, false, CheckOutcome.Passed, "tcp-connected", true)]
    [InlineData(TcpAnswer.Refused, false, CheckOutcome.Unknown, "tcp-refused", false)]
    [InlineData(TcpAnswer.Filtered, false, CheckOutcome.Unknown, "tcp-filtered", false)]
    [InlineData(TcpAnswer.Prohibited, false, CheckOutcome.Failed, "icmp-prohibited", true)]
    [InlineData(TcpAnswer.NoRoute, false, CheckOutcome.Unknown, "no-route", false)]
    public void A_port(TcpAnswer answer, bool mustExist, CheckOutcome outcome, string reason, bool isRequired)
    {
        var finding = PathJudgement.OfPort(Target(PathChecks.Port, mustExist), new TcpReply(answer));

        Assert.Equal((outcome, reason, isRequired), (finding.Outcome, finding.Reason, finding.IsRequired));
        Assert.Equal(outcome == CheckOutcome.Passed, finding.Hint is null);
    }

    [Fact]
    public void A_port_says_who_forbade_it()
    {
        var finding = PathJudgement.OfPort(Target(PathChecks.Port, true), new TcpReply(TcpAnswer.Prohibited, Router));

        Assert.EndsWith("is administratively prohibited, says 10.20.0.1.", finding.Message, StringComparison.Ordinal);
        Assert.Equal("10.10.0.5:443: icmp-prohibited (ICMP type 3 code 13 from 10.20.0.1)", finding.Evidence!.Text);
    }

    public static TheoryData<object, CheckOutcome, string, bool> Sizes => new()
    {
        { new MtuObservation(EchoAnswer.Answered, 1500), CheckOutcome.Passed, "full-size", true },
        { new MtuObservation(EchoAnswer.Answered, 1400, true, Narrow), CheckOutcome.Warning, "mtu-reduced", true },
        { new MtuObservation(EchoAnswer.Answered, 1400, true), CheckOutcome.Warning, "mtu-reduced", true },
        { new MtuObservation(EchoAnswer.Answered, 1400), CheckOutcome.Failed, "mtu-black-hole", true },
        { new MtuObservation(EchoAnswer.Silent), CheckOutcome.Unknown, "no-echo", false },
        { new MtuObservation(EchoAnswer.Unreachable, Notice: Router), CheckOutcome.Unknown, "no-echo", false },
        { new MtuObservation(EchoAnswer.TooBig, Notice: Narrow), CheckOutcome.Unknown, "no-echo", false },
        { new MtuObservation(EchoAnswer.NotPermitted), CheckOutcome.Skipped, "needs-cap-net-raw", true },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_packet_size(object seen, CheckOutcome outcome, string reason, bool isRequired)
    {
        var finding = PathJudgement.OfMtu(Target(PathChecks.Mtu, true), (MtuObservation)seen, 1500);

        Assert.Equal((outcome, reason, isRequired), (finding.Outcome, finding.Reason, finding.IsRequired));
    }

    [Theory]
    [InlineData(0, 0, CheckOutcome.Passed, "in-step")]
    [InlineData(1.0, 0, CheckOutcome.Passed, "in-step")]
    [InlineData(-1.0, 0, CheckOutcome.Passed, "in-step")]
    [InlineData(1.1, 0.3, CheckOutcome.Passed, "in-step")]
    [InlineData(1.1, 0.1, CheckOutcome.Warning, "clock-offset")]
    [InlineData(-59, 0, CheckOutcome.Warning, "clock-offset")]
    [InlineData(60.1, 0.3, CheckOutcome.Warning, "clock-offset")]
    [InlineData(-61, 0.3, CheckOutcome.Failed, "clock-skew")]
    [InlineData(1e9, 0.3, CheckOutcome.Failed, "clock-skew")]
    public void A_time_server(double offset, double roundTrip, CheckOutcome outcome, string reason)
    {
        var finding = PathJudgement.OfClock(Target(PathChecks.Clock, true), new(TimeSpan.FromSeconds(offset), TimeSpan.FromSeconds(roundTrip), 2, true), null);

        Assert.Equal((outcome, reason), (finding.Outcome, finding.Reason));
    }

    [Theory]
    [InlineData(null, "ntp-silent")]
    [InlineData(TcpAnswer.Filtered, "ntp-silent")]
    [InlineData(TcpAnswer.Refused, "ntp-port-closed")]
    [InlineData(TcpAnswer.Prohibited, "icmp-prohibited")]
    [InlineData(TcpAnswer.NoRoute, "no-route")]
    public void A_time_server_that_does_not_answer_fails_with_one_cause(TcpAnswer? network, string reason)
    {
        var finding = PathJudgement.OfClock(Target(PathChecks.Clock, true), null, network is { } answer ? new(answer, Router) : null);

        Assert.Equal((CheckOutcome.Failed, reason), (finding.Outcome, finding.Reason));
    }

    [Fact]
    public void A_time_server_that_is_lost_itself_fails_whatever_it_says()
    {
        var finding = PathJudgement.OfClock(Target(PathChecks.Clock, true), new(TimeSpan.FromHours(1), TimeSpan.Zero, 16, false), null);

        Assert.Equal((CheckOutcome.Failed, "not-synchronised"), (finding.Outcome, finding.Reason));
    }

    [Theory]
    [InlineData(0, CheckOutcome.Passed, "in-step")]
    [InlineData(1.4, CheckOutcome.Passed, "in-step")]
    [InlineData(1.6, CheckOutcome.Warning, "clock-offset")]
    [InlineData(-90, CheckOutcome.Failed, "clock-skew")]
    public void A_Date(double offset, CheckOutcome outcome, string reason)
    {
        var finding = PathJudgement.OfDate(Target(PathChecks.Clock, true), new(DateTimeOffset.UnixEpoch, TimeSpan.FromSeconds(offset), TimeSpan.FromSeconds(0.5)));

        Assert.Equal((outcome, reason), (finding.Outcome, finding.Reason));
    }

    [Fact]
    public void No_Date_is_unknown_and_not_required()
    {
        var finding = PathJudgement.OfDate(Target(PathChecks.Clock, true), null);

        Assert.Equal((CheckOutcome.Unknown, "no-date", false), (finding.Outcome, finding.Reason, finding.IsRequired));
    }

    private static PathTarget Target(CheckInfo check, bool mustExist) =>
        new(check, IpAddr.Parse("10.10.0.5"), 443, "vCenter", Subject.Document("madrid", 0).Field("infrastructure"), default, mustExist, "drivers");
}
