using System.Text;
using Fairlead.Probes.Paths;
using Xunit;

namespace Fairlead.Tests.Probes.Paths;

public sealed class HttpDateTests
{
    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nDate: Wed, 25 Nov 2026 12:00:00 GMT\r\n\r\n", "2026-11-25 12:00:00Z")]
    [InlineData("HTTP/1.0 503 Busy\r\nServer: x\r\ndATE:Wed, 25 Nov 2026 12:00:00 GMT \r\n", "2026-11-25 12:00:00Z")]
    [InlineData("HTTP/1.1 200 OK\r\n\r\nDate: Wed, 25 Nov 2026 12:00:00 GMT\r\n", null)]
    [InlineData("HTTP/1.1 200 OK\r\nDate: Thu, 25 Nov 2026 12:00:00 GMT\r\n\r\n", null)]
    [InlineData("HTTP/1.1 200 OK\r\nDate: 1764072000\r\n\r\n", null)]
    [InlineData("HTTP/1.1 200 OK\r\nX-Date: Wed, 25 Nov 2026 12:00:00 GMT\r\n\r\n", null)]
    [InlineData("Date: Wed, 25 Nov 2026 12:00:00 GMT\r\n\r\n", null)]
    [InlineData("SSH-2.0-OpenSSH\r\nDate: Wed, 25 Nov 2026 12:00:00 GMT\r\n", null)]
    [InlineData("", null)]
    public void Finds_the_Date_in_the_head_alone(string head, string? expected) =>
        Assert.Equal(expected, HttpDate.TryFind(Encoding.Latin1.GetBytes(head), out var date) ? date.ToString("u") : null);

    [Fact]
    public void A_Date_is_cut_to_seconds_so_it_means_the_middle_of_one()
    {
        var sent = new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

        var seen = DateObservation.From(sent.AddSeconds(10), sent, sent.AddSeconds(1));

        Assert.Equal((10.0, 1.0), (seen.Offset.TotalSeconds, seen.Uncertainty.TotalSeconds));
    }
}
