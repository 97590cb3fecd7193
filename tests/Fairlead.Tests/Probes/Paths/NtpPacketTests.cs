using Fairlead.Probes.Paths;
using FsCheck.Xunit;
using Xunit;

namespace Fairlead.Tests.Probes.Paths;

public sealed class NtpPacketTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_request_is_48_octets_of_version_4_from_a_client()
    {
        var request = NtpPacket.Request(Noon);

        Assert.Equal((48, 0x23), (request.Length, request[0]));
        // 2026-11-25T12:00:00Z is 4,004,596,800 seconds after 1900: date -u +%s, and 2,208,988,800.
        Assert.Equal("EEB14C4000000000", Convert.ToHexString(request.AsSpan(40)));
    }

    [Theory]
    [InlineData("2036-02-07T06:28:15Z")]
    [InlineData("2036-02-07T06:28:16Z")]
    [InlineData("2036-02-07T06:28:17Z")]
    [InlineData("2060-01-01T00:00:00.5Z")]
    [InlineData("1970-01-01T00:00:00Z")]
    public void Times_around_the_end_of_the_era_come_back(string text)
    {
        var time = DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange((NtpPacket.Rounded(time) - time).Duration(), TimeSpan.Zero, TimeSpan.FromTicks(1));
    }

    [Property]
    public bool A_time_comes_back_within_a_tick(long number)
    {
        // From 1968 (the highest bit is set) to 2104.
        var span = new DateTimeOffset(2104, 1, 1, 0, 0, 0, TimeSpan.Zero) - new DateTimeOffset(1968, 2, 1, 0, 0, 0, TimeSpan.Zero);
        var time = new DateTimeOffset(1968, 2, 1, 0, 0, 0, TimeSpan.Zero).AddTicks((number & long.MaxValue) % span.Ticks);
        return (NtpPacket.Rounded(time) - time).Duration() <= TimeSpan.FromTicks(1);
    }

    [Fact]
    public void Reads_what_a_server_writes()
    {
        var octets = new byte[60];
        octets[0] = 0x24; // leap 0, version 4, mode 4
        octets[1] = 2;
        NtpPacket.Request(Noon).AsSpan(40).CopyTo(octets.AsSpan(24));
        NtpPacket.Request(Noon.AddSeconds(2)).AsSpan(40).CopyTo(octets.AsSpan(32));
        NtpPacket.Request(Noon.AddSeconds(3)).AsSpan(40).CopyTo(octets.AsSpan(40));

        Assert.True(NtpPacket.TryRead(octets, out var packet));
        Assert.Equal(new(0, 4, 2, Noon, Noon.AddSeconds(2), Noon.AddSeconds(3)), packet);
    }

    [Fact]
    public void Refuses_what_is_shorter()
    {
        for (var length = 0; length < NtpPacket.Length; length++)
            Assert.False(NtpPacket.TryRead(new byte[length], out _));
    }

    [Fact]
    public void The_offset_is_that_of_RFC_5905()
    {
        // 100 ms there, 20 ms at the server, 60 ms back; the server is 5 s ahead.
        var sent = NtpPacket.Rounded(Noon);
        var answer = new NtpPacket(0, 4, 2, sent, sent.AddSeconds(5).AddMilliseconds(100), sent.AddSeconds(5).AddMilliseconds(120));

        var seen = NtpObservation.From(answer, sent, sent.AddMilliseconds(180));

        Assert.Equal((5020, 160, 2, true), ((int)seen!.Offset.TotalMilliseconds, (int)seen.RoundTrip.TotalMilliseconds, seen.Stratum, seen.IsSynchronised));
    }

    [Theory]
    [InlineData(0, 4, 1, true)]
    [InlineData(1, 4, 15, true)]
    [InlineData(3, 4, 2, false)]
    [InlineData(0, 4, 0, false)]
    [InlineData(0, 4, 16, false)]
    [InlineData(0, 4, 255, false)]
    public void A_server_may_say_that_it_is_not_synchronised(int leap, int mode, int stratum, bool isSynchronised)
    {
        var sent = NtpPacket.Rounded(Noon);

        Assert.Equal(isSynchronised, NtpObservation.From(new(leap, mode, stratum, sent, sent, sent), sent, sent)!.IsSynchronised);
    }

    [Fact]
    public void An_answer_to_another_request_or_of_another_mode_is_none()
    {
        var sent = NtpPacket.Rounded(Noon);

        Assert.Null(NtpObservation.From(new(0, 4, 2, sent.AddTicks(1), sent, sent), sent, sent));
        Assert.Null(NtpObservation.From(new(0, 3, 2, sent, sent, sent), sent, sent));
        Assert.Null(NtpObservation.From(new(0, 5, 2, sent, sent, sent), sent, sent));
    }
}
