using System.Globalization;
using System.Text;
using Fairlead.Probes.Egress;
using Fairlead.Probes.Proxies;
using Fairlead.Testing.Lab.Egress;
using Xunit;

namespace Fairlead.Tests.Fuzzing;

/// <summary>No octets of a stranger may make egress fail: a fixed seed in every run, a million inputs per codec in the soak campaign.</summary>
public sealed class EgressFuzzTests
{
    private const int Inputs = 20_000;
    private const int SoakInputs = 1_000_000;

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
    public void A_codec_survives_the_inputs_of_a_fixed_seed(string codec) => Survive(codec, 20_261_125, codec == "certificate" ? Chains : Inputs);

    [Theory]
    [Trait("Category", "Soak")]
    [MemberData(nameof(Codecs))]
    public void A_codec_survives_a_million_inputs(string codec)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("FAIRLEAD_SOAK") != "1", "the soak campaign runs with FAIRLEAD_SOAK=1");
        Survive(codec, Random.Shared.Next(), SoakInputs);
    }

    private static void Survive(string codec, int seed, int inputs)
    {
        var (makeSeeds, read) = All[codec];
        var seeds = makeSeeds();
        var random = new Random(seed);
        var accepted = 0;
        for (var i = 0; i < inputs; i++)
        {
            var octets = Mutate(seeds[random.Next(seeds.Length)], random);
            try
            {
                accepted += read(octets) ? 1 : 0;
            }
            catch (Exception exception)
            {
                Assert.Fail(string.Create(CultureInfo.InvariantCulture, $"seed {seed}, input {i} ({Convert.ToHexString(octets)}): {exception}"));
            }
        }

        Assert.InRange(accepted, 1, inputs - 1); // both kinds were there: read, and refused
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

    /// <summary>None to four changes: an octet, a bit, a cut, more octets.</summary>
    private static byte[] Mutate(byte[] octets, Random random)
    {
        var mutated = octets.ToList();
        for (var change = random.Next(5); change > 0 && mutated.Count > 0; change--)
        {
            var at = random.Next(mutated.Count);
            switch (random.Next(4))
            {
                case 0: mutated[at] = (byte)random.Next(256); break;
                case 1: mutated[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: mutated.RemoveRange(at, random.Next(mutated.Count - at) + 1); break;
                default: mutated.InsertRange(at, mutated.GetRange(at, random.Next(mutated.Count - at) + 1)); break;
            }
        }

        return [.. mutated];
    }
}
