using System.Text;
using Fairlead.Probes.Egress;
using Xunit;

namespace Fairlead.Tests.Probes.Egress;

public sealed class HttpHeadTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nServer: squid/5.7\r\nVIA:  1.1 box \r\n\r\nbody", 200, "OK", "squid/5.7", "1.1 box", 54)]
    [InlineData("HTTP/1.0 407 Proxy Authentication Required\r\n\r\n", 407, "Proxy Authentication Required", null, null, 46)]
    [InlineData("HTTP/1.1 403\r\nServer:a\r\n\r\n", 403, "", "a", null, 26)]
    [InlineData("HTTP/1.1 302 Found\nServer: b\n\nrest", 302, "Found", "b", null, 30)]
    [InlineData("HTTP/1.1 200 OK\r\nno colon here\r\n: no name\r\nServer: c\r\n\r\n", 200, "OK", "c", null, 56)]
    public void A_whole_head_is_read(string text, int status, string reason, string? server, string? via, int length)
    {
        Assert.Equal(HttpReading.Whole, HttpHead.Read(Encoding.ASCII.GetBytes(text), out var head, out var read));
        Assert.Equal((status, reason, server, via, length), (head!.Status, head.Reason, head.Field("Server"), head.Field("Via"), read));
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTT")]
    [InlineData("HTTP/1.1 200 OK\r\nServer: x\r\n")]
    public void Half_a_head_may_become_one(string text) => Assert.Equal(HttpReading.Partial, HttpHead.Read(Encoding.ASCII.GetBytes(text), out _, out _));

    [Theory]
    [InlineData("SSH-2.0-OpenSSH_9.2\r\n")]
    [InlineData("<html>")]
    [InlineData("HTTP/2 200\r\n\r\n")]
    [InlineData("HTTP/1.1 20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 2000 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 099 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 +20 OK\r\n\r\n")]
    [InlineData("HTTP/1.1\r\n\r\n")]
    public void What_is_no_head_is_malformed(string text)
    {
        Assert.Equal(HttpReading.Malformed, HttpHead.Read(Encoding.ASCII.GetBytes(text), out var head, out _));
        Assert.Null(head);
    }

    [Fact]
    public void A_head_without_end_is_given_up()
    {
        var endless = Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nX: " + new string('a', HttpHead.Longest));
        Assert.Equal(HttpReading.Malformed, HttpHead.Read(endless, out _, out _));
        Assert.Equal(HttpReading.Malformed, HttpHead.Read([.. endless, .. "\r\n\r\n"u8], out _, out _));
    }

    [Theory]
    [InlineData("Wed, 25 Nov 2026 12:00:10 GMT", 10)]
    [InlineData("Wed, 25 Nov 2026 11:00:00 GMT", -3600)]
    [InlineData("yesterday", null)]
    public void A_date_tells_how_far_the_clocks_are_apart(string date, int? seconds)
    {
        var seen = new HttpSeen(new HttpHead("HTTP/1.1", 200, "", [new("date", date)]), "", new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero), null);
        Assert.Equal(seconds is { } ahead ? TimeSpan.FromSeconds(ahead) : null, seen.ClockOffset);
    }
}
