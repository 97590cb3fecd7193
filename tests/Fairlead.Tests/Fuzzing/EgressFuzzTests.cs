using System.Text;
using Fairlead.Probes.Egress;
using Fairlead.Probes.Proxies;
using Fairlead.Testing.Lab.Egress;
using Xunit;

namespace Fairlead.Tests.Fuzzing;

/// <summary>No octets of a stranger may make egress fail: a fixed seed in every run, a million inputs per codec in the soak campaign.</summary>
public sealed class EgressFuzzTests
{
    /// <summary>A chain takes a millisecond to judge: fewer in every run.</summary>
    private const int Chains = 1_000;

    private static readonly DateTimeOffset Now = new(2026, 11, 25, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Without roots: what is tried is the reading, and a million times.</summary>
    private static readonly ChainJudgement Judgement = new(Authorities.None, Authorities.None);

    private static readonly Lazy<byte[][]> Certificates = new(() =>
    {
        using var authority = new LabAuthority("Fuzz", Now);
        return [.. authority.CertifyDer(["mcr.microsoft.com"], Now.AddDays(-1), Now.AddDays(1))];
    });

    private static readonly Dictionary<string, (Func<byte[][]> Seeds, Func<byte[], bool> Read)> All = new()
    {
        ["http"] = (() => [Encoding.ASCII.GetBytes("HTTP/1.1 403 Forbidden\r\nServer: squid/5.7\r\nVia: 1.1 box (squid)\r\nLocation: http://portal.example/\r\nDate: Wed, 25 Nov 2026 12:00:00 GMT\r\nContent-Type: text/html\r\n\r\n<h1>Access denied</h1>")], ReadHttp),
        ["tls"] = (() => [[21, 3, 3, 0, 2, 2, 40], [22, 3, 3, 0, 4, 2, 0, 0, 0], Encoding.ASCII.GetBytes("HTTP/1.1 403 \u001b[2J")], octets => TlsAnswer.Of(octets, TlsEnd.Closed).End == TlsEnd.Refused),
        ["proxy"] = (() => [Encoding.ASCII.GetBytes("http://ops:geheim@[2001:db8::1]:3128/x"), Encoding.ASCII.GetBytes("proxy.contoso.com:3128")], octets => ProxyAddress.Parse(Encoding.Latin1.GetString(octets)) is { } proxy && proxy.ToString().Length > 0),
        ["certificate"] = (() => Certificates.Value, octets => Judgement.Of([octets, Certificates.Value[1]], "mcr.microsoft.com", Now).Subjects.Count > 0),
    };

    public static TheoryData<string> Codecs => [.. All.Keys];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_codec_survives_the_inputs_of_a_fixed_seed(string codec) => CodecFuzz.Survive(Next(codec), All[codec].Read, codec == "certificate" ? Chains : CodecFuzz.Inputs);

    [Theory]
    [Trait("Category", "Soak")]
    [MemberData(nameof(Codecs))]
    public void A_codec_survives_a_million_inputs(string codec) => CodecFuzz.Soak(Next(codec), All[codec].Read);

    private static Func<Random, byte[]> Next(string codec)
    {
        var seeds = new Lazy<byte[][]>(All[codec].Seeds);
        return random => CodecFuzz.Mutated(seeds.Value, random);
    }

    private static bool ReadHttp(byte[] octets)
    {
        if (HttpHead.Read(octets, out var head, out var length) != HttpReading.Whole)
            return false;
        Assert.InRange(length, 1, octets.Length);
        _ = BlockSigns.Of(head!, Encoding.Latin1.GetString(octets, length, octets.Length - length), "mcr.microsoft.com", true);
        _ = new HttpSeen(head, "", Now, null).ClockOffset;
        Assert.All(PlainText.Of(head!.Reason), letter => Assert.False(char.IsControl(letter)));
        return true;
    }
}
