using System.Buffers.Binary;
using Fairlead.Probes.Dhcp;
using Fairlead.Probes.Links;
using Fairlead.Tests.Fuzzing;
using Xunit;

namespace Fairlead.Tests.Probes.Dhcp;

/// <summary>No frame may make a codec fail or read what is not there. A failure names its seed and input.</summary>
public sealed class DhcpFuzzTests
{
    /// <summary>Read to the end, and refused: both happen to so many at least.</summary>
    private const double Least = 0.05;

    private static readonly byte[][] Seeds =
    [
        Replies.FrameOf(Replies.Offer(7, "10.20.1.7", "10.20.0.1", Replies.UsualOptions)),
        Replies.FrameOf(Replies.Offer(7, "10.20.1.7", null, 53, 1, 2, 52, 1, 3, 6, 4, 10, 10, 0, 53, 6, 2, 10, 10, 255)),
        Replies.FrameOf6(Replies.UsualAdvertise(7)),
        Replies.RouterFrame(0xC0, 1800, [.. Replies.PrefixOption("2001:db8:20::", 64), .. Replies.DnsOption("2001:db8:10::53"), 5, 1, 0, 0, 0, 0, 0x05, 0xAA]),
    ];

    [Fact]
    public void Codecs_survive_the_frames_of_a_fixed_seed() => CodecFuzz.Survive(Next, Judge, least: Least);

    [Fact]
    [Trait("Category", "Soak")]
    public void Codecs_survive_a_million_frames_each() => CodecFuzz.Soak(Next, Judge, CodecFuzz.SoakInputs * Seeds.Length, Least);

    private static byte[] Next(Random random) => Changed(Seeds[random.Next(Seeds.Length)], random);

    private static byte[] Changed(byte[] seed, Random random)
    {
        List<byte> octets = [.. seed];
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(14, octets.Count);
            switch (random.Next(6))
            {
                case 0: octets[at] = (byte)random.Next(256); break;
                case 1: octets[at] ^= (byte)(1 << random.Next(8)); break;
                case 2: octets[at] = random.Next(2) == 0 ? (byte)0 : (byte)255; break;
                case 3: octets.RemoveRange(at, Math.Min(random.Next(1, 20), octets.Count - at)); break;
                case 4: octets.InsertRange(at, octets.GetRange(random.Next(14, octets.Count), 1)); break;
                default: octets.AddRange(new byte[random.Next(1, 60)]); break;
            }

            if (octets.Count < 20)
                octets.AddRange(new byte[20]);
        }

        byte[] frame = [.. octets];
        if (random.Next(4) > 0)
            Mend(frame);
        return frame;
    }

    /// <summary>Makes lengths and checksums right again, so that what lies deeper is reached.</summary>
    private static void Mend(byte[] frame)
    {
        if (frame[12] == 0x08 && frame.Length >= 42)
        {
            (frame[14], frame[20], frame[21], frame[23]) = (0x45, 0, 0, 17);
            Put(frame, 16, frame.Length - 14);
            Put(frame, 24, 0);
            Put(frame, 24, InternetChecksum.Fold(InternetChecksum.Sum(frame.AsSpan(14, 20))));
            Put(frame, 38, frame.Length - 34);
        }
        else if (frame[12] == 0x86 && frame.Length >= 62)
        {
            frame[14] = 0x60;
            Put(frame, 18, frame.Length - 54);
            Put(frame, frame[20] == 17 ? 58 : 56, frame[20] == 17 ? frame.Length - 54 : 0);
            if (frame[20] == 58)
                Put(frame, 56, InternetChecksum.Fold(IpFrame.PseudoSum(NetAddress.ReadV6(frame.AsSpan(22, 16)), NetAddress.ReadV6(frame.AsSpan(38, 16)), IpProtocol.IcmpV6, frame.AsSpan(54))));
        }
    }

    private static void Put(byte[] frame, int at, int value) => BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(at), (ushort)value);

    /// <returns>It was read as an offer, an ADVERTISE or a router advertisement.</returns>
    private static bool Judge(byte[] octets)
    {
        if (!IpFrame.TryRead(octets, out var frame))
            return false;
        Assert.True(octets.AsSpan(14).Overlaps(frame.Payload) || frame.Payload.IsEmpty);
        if (RouterAdvertisement.TryRead(frame, out var router))
        {
            Shown(DhcpWords.Evidence(new RouterSeen(router, frame.Source, frame.SourceMac, default)).Text);
            Assert.All(router.Prefixes, prefix => Assert.InRange(prefix.Prefix.Length, 0, 128));
            return true;
        }

        if (!UdpDatagram.TryRead(frame, out var datagram))
            return false;
        Assert.True(datagram.Payload.Length <= frame.Payload.Length - 8);
        if (Dhcp6Packet.TryReadAdvertise(datagram.Payload, out var advertise))
            Shown(DhcpWords.Evidence(new Dhcp6Advertise(advertise, frame.Source, frame.SourceMac, default)).Text);
        if (!DhcpPacket.TryRead(datagram.Payload, out var packet))
            return frame.Source.IsV6 && datagram.Payload.Length > 0;
        var offer = DhcpOffer.Of(packet, frame, default);
        Assert.True(offer.Offered.IsV4 && offer.Server.IsV4);
        Shown(DhcpWords.Evidence(offer).Text);
        return packet.IsOffer;
    }

    private static void Shown(string text)
    {
        Assert.DoesNotContain(text, char.IsControl);
        Assert.True(text.Length < 70_000);
    }
}
