using Fairlead.Core.Addressing;
using Fairlead.Probes.Dhcp;
using Xunit;

namespace Fairlead.Tests.Probes.Dhcp;

/// <summary>Which frames answer this machine's questions.</summary>
public sealed class Ipv6CollectorTests
{
    private readonly Ipv6Collector _collector = new(Replies.Client, transaction: 0xFF_FFFE);

    [Theory]
    [InlineData(0xFF_FFFD, 0)] // somebody else's
    [InlineData(0xFF_FFFE, 1)]
    [InlineData(0x00_0002, 1)] // the fifth round, past the highest number
    [InlineData(0x00_0003, 0)]
    public void Only_answers_to_own_transactions_count(int transaction, int expected)
    {
        _collector.Saw(Replies.FrameOf6(Replies.UsualAdvertise(transaction)), default);

        Assert.Equal(expected, _collector.Advertises.Count);
        Assert.Equal(expected, _collector.Servers);
    }

    [Fact]
    public void What_this_machine_sends_is_no_answer()
    {
        var frame = Replies.FrameOf6(Replies.UsualAdvertise(0xFF_FFFE));
        Replies.Client.Write(frame.AsSpan(6));

        _collector.Saw(frame, default);

        Assert.Empty(_collector.Advertises);
    }

    [Fact]
    public void The_last_advertisement_of_a_router_counts()
    {
        _collector.Saw(Replies.RouterFrame(0, 0, []), default);
        _collector.Saw(Replies.RouterFrame(0x80, 1800, []), default);

        Assert.True(Assert.Single(_collector.Routers).Said.IsManaged);
    }

    [Fact]
    public void A_flood_of_routers_is_kept_within_bounds()
    {
        for (var i = 1; i <= 1000; i++)
            _collector.Saw(Replies.RouterFrame(0, 0, [], IpAddr.FromV6(IpAddr.Parse("fe80::").Bits + (UInt128)i).ToString()), default);

        Assert.Equal(256, _collector.Routers.Count);
    }
}
