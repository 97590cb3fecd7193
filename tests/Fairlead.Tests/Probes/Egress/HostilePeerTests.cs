using System.Text;
using Fairlead.Probes.Egress;
using Xunit;

namespace Fairlead.Tests.Probes.Egress;

/// <summary>Whatever a peer says, the exchange ends with a value.</summary>
public sealed class HostilePeerTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>A ServerHello of TLS 1.2 without its end, an alert, and clear text.</summary>
    private static readonly byte[][] Greetings =
    [
        [22, 3, 3, 0, 42, 2, 0, 0, 38, 3, 3, .. new byte[32], 0, 0xC0, 0x2F, 0],
        [21, 3, 3, 0, 2, 2, 40],
        Encoding.ASCII.GetBytes("HTTP/1.1 403 Forbidden\r\nContent-Type: text/html\r\n\r\n<h1>Access denied</h1>"),
        [23, 3, 3, 0xFF, 0xFF, 1, 2, 3],
    ];

    [Theory]
    [InlineData("", TlsEnd.Closed, "no octet came back")]
    [InlineData("15030300020228", TlsEnd.Refused, "alert handshake_failure")]
    [InlineData("15030100020270", TlsEnd.Refused, "alert unrecognized_name")]
    [InlineData("150303000202FE", TlsEnd.Refused, "alert 254")]
    [InlineData("485454502F312E31", TlsEnd.NotTls, "it began with 'HTTP/1.1'")]
    [InlineData("1602", TlsEnd.NotTls, "it began with ''")]
    public async Task A_failed_greeting_is_told_by_its_first_octets(string octets, object end, string detail)
    {
        var (seen, stream) = await GreetAsync(Convert.FromHexString(octets));
        Assert.Null(stream);
        Assert.Equal((end, detail), ((object)seen.End, seen.Detail));
    }

    [Fact]
    public async Task No_greeting_makes_it_fail()
    {
        var random = new Random(20_261_125);
        for (var i = 0; i < 400; i++)
        {
            var octets = Changed(Greetings[random.Next(Greetings.Length)], random);
            var (seen, stream) = await GreetAsync(octets);
            Assert.True(stream is null && seen.End != TlsEnd.Established, Convert.ToHexString(octets));
        }
    }

    [Theory]
    [InlineData("", "the connection was closed")]
    [InlineData("HTTP/1.1 200", "the connection was closed within the head")]
    [InlineData("SSH-2.0", "what came is not HTTP: 'SSH-2.0'")]
    [InlineData("HTTP/1.1 100 Continue\r\n\r\n", "the connection was closed")]
    public async Task A_failed_request_says_what_came(string says, string fault)
    {
        var seen = await AskAsync(Encoding.ASCII.GetBytes(says));
        Assert.Equal((null, fault), (seen.Head, seen.Fault));
    }

    [Fact]
    public async Task Interim_responses_are_passed_over_and_the_body_is_cut()
    {
        var seen = await AskAsync(Encoding.ASCII.GetBytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: a\r\n\r\nHTTP/1.1 200 OK\r\n\r\n" + new string('x', 100_000)));
        Assert.Equal(200, seen.Head!.Status);
        Assert.Equal(4096, seen.Body.Length);
    }

    private static Task<HttpSeen> AskAsync(byte[] says) =>
        HttpExchange.AskAsync(new ScriptedStream(says), "GET", "/", "mcr.microsoft.com", "", TimeProvider.System, Patience, TestContext.Current.CancellationToken);

    private static Task<(TlsSeen Seen, System.Net.Security.SslStream? Stream)> GreetAsync(byte[] says) =>
        TlsExchange.OpenAsync(new ScriptedStream(says), "mcr.microsoft.com", offersHttp2: true, Patience, TestContext.Current.CancellationToken);

    private static byte[] Changed(byte[] octets, Random random)
    {
        var changed = octets[..random.Next(octets.Length + 1)];
        for (var change = random.Next(4); change > 0 && changed.Length > 0; change--)
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
        return changed;
    }
}
