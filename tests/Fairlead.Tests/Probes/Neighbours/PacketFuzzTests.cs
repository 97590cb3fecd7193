using Fairlead.Core.Addressing;
using Fairlead.Probes.Arp;
using Fairlead.Probes.Neighbours;
using Fairlead.Tests.Fuzzing;
using Xunit;

namespace Fairlead.Tests.Probes.Neighbours;

/// <summary>Whatever comes from the wire: the codecs must not throw, nor read what is not there, and what they read must be in the frame.</summary>
public sealed class PacketFuzzTests
{
    private const int Codecs = 2;

    /// <summary>Read, and refused: both happen to so many at least, so that all of a codec is tried.</summary>
    private const double Least = 0.05;

    private static readonly ArpProtocol Arp = new(TestLinks.Of("10.77.0.50/24"));
    private static readonly NeighbourDiscovery Discovery = new(TestLinks.Of("fe80::aa/64"));

    [Fact]
    public void Codecs_survive_the_frames_of_a_fixed_seed() => CodecFuzz.Survive(Next, Read, least: Least);

    [Fact]
    [Trait("Category", "Soak")]
    public void Codecs_survive_a_million_frames_each() => CodecFuzz.Soak(Next, Read, CodecFuzz.SoakInputs * Codecs, Least);

    private static bool Read(byte[] frame)
    {
        if (!Arp.TryRead(frame, out var reply) && !Discovery.TryRead(frame, out reply))
            return false;
        AssertIsIn(frame, reply);
        return true;
    }

    private static void AssertIsIn(byte[] frame, NeighbourReply reply)
    {
        Assert.False(reply.Address.IsNone);
        var hex = Convert.ToHexStringLower(frame);
        Assert.Contains(reply.Mac.ToString().Replace(":", "", StringComparison.Ordinal), hex, StringComparison.Ordinal);
    }

    /// <summary>A frame that is right, with up to four octets changed, cut or lengthened; sometimes noise alone.</summary>
    private static byte[] Next(Random random)
    {
        var frame = new byte[NeighbourPacket.LongestFrame];
        var length = random.Next(4) switch
        {
            0 => NeighbourPacket.WriteProbe(frame, TestLinks.Mac, IpAddr.Parse("2001:db8::5")),
            1 => NeighbourPacket.WriteRequest(frame, TestLinks.Mac, IpAddr.Parse("fe80::1"), IpAddr.Parse("2001:db8::5")),
            _ => WriteArp(random, frame),
        };
        frame = frame[..length];
        for (var changes = random.Next(5); changes > 0; changes--)
            frame[random.Next(frame.Length)] = (byte)random.Next(256);
        if (random.Next(2) == 0)
            MendSum(frame);
        return random.Next(12) switch
        {
            0 => frame[..random.Next(frame.Length)],
            1 => [.. frame, .. Noise(random, 60)],
            2 => Noise(random, 120),
            _ => frame,
        };
    }

    /// <summary>RFC 4443 section 2.3, so that what lies behind the sum is tried as well.</summary>
    private static void MendSum(byte[] frame)
    {
        const int message = 54;
        var length = Math.Min((frame[18] << 8) | frame[19], frame.Length - message);
        if (length < 4)
            return;
        (frame[message + 2], frame[message + 3]) = (0, 0);
        byte[] summed = [.. frame[22..message], 0, 0, (byte)(length >> 8), (byte)(length & 0xFF), 0, 0, 0, 58, .. frame[message..(message + length)], 0];
        var sum = 0;
        for (var i = 0; i + 1 < summed.Length; i += 2)
            sum += (summed[i] << 8) | summed[i + 1];
        while (sum >> 16 != 0)
            sum = (sum & 0xFFFF) + (sum >> 16);
        (frame[message + 2], frame[message + 3]) = ((byte)(~sum >> 8 & 0xFF), (byte)(~sum & 0xFF));
    }

    private static int WriteArp(Random random, byte[] frame)
    {
        new ArpPacket((ushort)random.Next(1, 3), TestLinks.Mac, IpAddr.FromV4((uint)random.Next()), default, IpAddr.FromV4((uint)random.Next()), TestLinks.Mac, MacAddress.Broadcast).Write(frame);
        return ArpPacket.FrameLength;
    }

    private static byte[] Noise(Random random, int most)
    {
        var noise = new byte[random.Next(most)];
        random.NextBytes(noise);
        return noise;
    }
}
