using Fairlead.Core.Addressing;
using Fairlead.Probes.Links;
using Fairlead.Probes.Paths;
using Xunit;

namespace Fairlead.Tests.Probes.Paths;

public sealed class MtuObservationTests
{
    private static readonly IcmpNotice TooBig = new(IpAddr.Parse("10.20.0.1"), 3, 4, 1400);

    public static TheoryData<int, int> Widths
    {
        get
        {
            var rows = new TheoryData<int, int>();
            foreach (var width in new[] { 64, 65, 575, 576, 1279, 1280, 1399, 1400, 1401, 1498, 1499 })
                rows.Add(width, 1500);
            rows.Add(1500, 9000);
            rows.Add(8999, 9000);
            rows.Add(1500, 65_535);
            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Finds_the_width_of_a_black_hole(int width, int mtu)
    {
        var asked = 0;
        var seen = await MtuObservation.AskAsync(mtu, size => Task.FromResult(new EchoReply(++asked > 0 && size <= width ? EchoAnswer.Answered : EchoAnswer.Silent)));

        Assert.Equal(new MtuObservation(EchoAnswer.Answered, width), seen);
        Assert.InRange(asked, 1, MtuObservation.MostEchoes);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public async Task Finds_the_width_that_a_router_names_or_misnames(int width, int mtu)
    {
        var asked = 0;
        var seen = await MtuObservation.AskAsync(mtu, size => Task.FromResult(++asked > 0 && size <= width ? new EchoReply(EchoAnswer.Answered) : new EchoReply(EchoAnswer.TooBig, TooBig)));

        Assert.Equal(new MtuObservation(EchoAnswer.Answered, width, true, TooBig), seen);
        Assert.True(width != 1400 || asked == 4, $"{asked} echoes for a width that the router named");
    }

    [Fact]
    public async Task A_router_that_names_no_width_is_believed_all_the_same()
    {
        var mute = TooBig with { Mtu = 0 };
        var seen = await MtuObservation.AskAsync(1500, size => Task.FromResult(size <= 1400 ? new EchoReply(EchoAnswer.Answered) : new EchoReply(EchoAnswer.TooBig, mute)));

        Assert.Equal(new MtuObservation(EchoAnswer.Answered, 1400, true, mute), seen);
    }

    [Fact]
    public async Task One_lost_echo_of_each_size_changes_nothing()
    {
        var lost = new HashSet<int>();
        var seen = await MtuObservation.AskAsync(1500, size => Task.FromResult(new EchoReply(!lost.Add(size) && size <= 1450 ? EchoAnswer.Answered : EchoAnswer.Silent)));

        Assert.Equal(new MtuObservation(EchoAnswer.Answered, 1450), seen);
    }

    [Theory]
    [InlineData(EchoAnswer.Silent, 2)]
    [InlineData(EchoAnswer.Unreachable, 1)]
    [InlineData(EchoAnswer.NotPermitted, 1)]
    public async Task Without_a_small_answer_nothing_large_is_sent(object answer, int echoes)
    {
        var sizes = new List<int>();
        var seen = await MtuObservation.AskAsync(1500, size =>
        {
            sizes.Add(size);
            return Task.FromResult(new EchoReply((EchoAnswer)answer));
        });

        Assert.Equal(new MtuObservation((EchoAnswer)answer), seen);
        Assert.Equal(Enumerable.Repeat(64, echoes), sizes);
    }
}
