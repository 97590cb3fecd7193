using System.Text;
using Fairlead.Probes.Dns;
using Fairlead.Probes.Links;
using Fairlead.Probes.Paths;
using Fairlead.Tests.Probes.Dns;
using Xunit;

namespace Fairlead.Tests.Fuzzing;

/// <summary>No octets may make a codec fail: a fixed seed in every run, a million inputs per codec that nobody has tried before in the soak campaign.</summary>
public sealed class NamesAndPathsFuzzTests
{
    public static TheoryData<string> Codecs => [.. All.Keys];

    private static readonly Dictionary<string, (byte[][] Seeds, Func<byte[], bool> Read)> All = new()
    {
        ["dns"] = (
            [
                DnsWire.Answer(7, "vcenter.contoso.com", DnsType.A, 0, false, DnsWire.Alias(DnsWire.QuestionName, DnsWire.Name("b.contoso.com")), DnsWire.Address(DnsWire.Name("b.contoso.com"), "10.10.0.5")),
                DnsWire.Answer(7, "vcenter.contoso.com", DnsType.Aaaa, 0, true, DnsWire.Alias(DnsWire.QuestionName, [1, 97, 0xC0, 12]), DnsWire.Address([1, 97, 0xC0, 12], "2001:db8::5")),
                DnsWire.Answer(7, "5.0.10.10.in-addr.arpa", DnsType.Ptr, 0, false, DnsWire.Record(DnsWire.QuestionName, DnsType.Ptr, DnsWire.Name("vcenter.contoso.com"))),
                DnsWire.Answer(7, "no.invalid", DnsType.A, 3, false),
            ],
            ReadDns),
        ["ntp"] = ([NtpPacket.Request(new DateTimeOffset(2026, 11, 25, 12, 0, 0, TimeSpan.Zero))], octets => NtpPacket.TryRead(octets, out var packet) && NtpObservation.From(packet with { Mode = 4 }, packet.Originate, packet.Receive) is not null),
        ["echo"] = ([EchoPacket.Request(true, 1, 2, 64), [0x45, .. new byte[19], 0, 0, 255, 255, 0, 1, 0, 2]], octets => EchoPacket.IsReply(octets, true, true, 1, 2) | EchoPacket.IsReply(octets, false, false, 1, 2)),
        ["http-date"] = ([Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nDate: Wed, 25 Nov 2026 12:00:00 GMT\r\n\r\n")], octets => HttpDate.TryFind(octets, out _)),
        ["icmp-notice"] = ([Convert.FromHexString("300000000000000000000000" + "0b000000" + "7100000002030d000000000000000000" + "020000000a1400010000000000000000")], octets => IcmpNotice.TryRead(octets, out _)),
    };

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_codec_survives_the_inputs_of_a_fixed_seed(string codec) => CodecFuzz.Survive(random => CodecFuzz.Mutated(All[codec].Seeds, random), All[codec].Read);

    [Theory]
    [Trait("Category", "Soak")]
    [MemberData(nameof(Codecs))]
    public void A_codec_survives_a_million_inputs(string codec) => CodecFuzz.Soak(random => CodecFuzz.Mutated(All[codec].Seeds, random), All[codec].Read);

    /// <summary>Everything that a question does with an answer.</summary>
    private static bool ReadDns(byte[] octets)
    {
        if (!DnsPacket.TryRead(octets, out var packet))
            return false;
        packet.IsAnswerTo(7, "vcenter.contoso.com", DnsType.A);
        var server = Core.Addressing.IpAddr.Parse("10.0.0.1");
        _ = DnsReply.From(packet, DnsTransport.Udp, server, "vcenter.contoso.com", DnsType.A, TimeSpan.Zero, default).ToEvidence().Text;
        Assert.InRange(packet.Answers.Count, 0, octets.Length / 11);
        return true;
    }
}
