using Fairlead.Core.Addressing;
using Fairlead.Probes.Dhcp;
using Xunit;

namespace Fairlead.Tests.Probes.Dhcp;

public sealed class IpFrameTests
{
    private static readonly byte[] Payload = [1, 2, 3, 4, 5];

    [Fact]
    public void What_is_written_is_read_back()
    {
        var (v4, v6) = (IpAddr.Parse("10.20.0.67"), IpAddr.Parse("fe80::67"));
        var frame4 = IpFrame.WriteV4(Replies.Server, Replies.Client, v4, Replies.Everybody, IpProtocol.Udp, UdpDatagram.Write(v4, 67, Replies.Everybody, 68, Payload));
        var frame6 = IpFrame.WriteV6(Replies.Server, Replies.Client, v6, v6, IpProtocol.Udp, 9, UdpDatagram.Write(v6, 547, v6, 546, Payload));

        Assert.True(IpFrame.TryRead(frame4, out var read4) && UdpDatagram.TryRead(read4, out var datagram4));
        UdpDatagram.TryRead(read4, out datagram4);
        Assert.Equal((Replies.Server, Replies.Client, v4, Replies.Everybody, 67, 68), (read4.SourceMac, read4.DestinationMac, read4.Source, read4.Destination, datagram4.SourcePort, datagram4.DestinationPort));
        Assert.Equal(Payload, datagram4.Payload);
        Assert.Equal(0, InternetChecksum.Fold(IpFrame.PseudoSum(v4, Replies.Everybody, IpProtocol.Udp, read4.Payload)));

        Assert.True(IpFrame.TryRead(frame6, out var read6));
        Assert.True(UdpDatagram.TryRead(read6, out var datagram6));
        Assert.Equal((v6, v6, 9, 547, 546), (read6.Source, read6.Destination, (int)read6.Hops, datagram6.SourcePort, datagram6.DestinationPort));
        Assert.Equal(Payload, datagram6.Payload);
        Assert.Equal(0, InternetChecksum.Fold(IpFrame.PseudoSum(v6, v6, IpProtocol.Udp, read6.Payload)));
    }

    [Fact]
    public void A_frame_that_is_cut_anywhere_is_refused()
    {
        foreach (var frame in new[] { Replies.FrameOf(Replies.Offer(7, "10.20.1.7", null, Replies.UsualOptions)), Replies.FrameOf6(Replies.UsualAdvertise(7)) })
        {
            for (var length = 0; length < frame.Length; length++)
                Assert.False(IpFrame.TryRead(frame.AsSpan(0, length), out _));
        }
    }

    [Fact]
    public void Padding_is_no_payload()
    {
        var frame = Replies.FrameOf(Payload);
        Assert.True(IpFrame.TryRead(frame, out var bare));
        Assert.True(IpFrame.TryRead((byte[])[.. frame, .. new byte[30]], out var padded));

        Assert.Equal(bare.Payload, padded.Payload);
    }

    [Theory]
    [InlineData(14, 0x44)] // header shorter than its least
    [InlineData(14, 0x65)] // another version
    [InlineData(17, 0xFF)] // longer than the frame
    [InlineData(20, 0x20)] // more fragments follow
    [InlineData(21, 0x01)] // a later fragment
    [InlineData(22, 0x01)] // a header that was changed on the way
    public void An_IPv4_header_that_lies_is_refused(int at, byte octet)
    {
        var frame = Replies.FrameOf(Payload);
        frame[at] = octet;

        Assert.False(IpFrame.TryRead(frame, out _));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)] // shorter than its own header
    [InlineData(14)] // one more than there is
    public void A_UDP_length_that_lies_is_refused(byte length)
    {
        var frame = Replies.FrameOf(Payload);
        (frame[38], frame[39]) = (0, length);

        Assert.True(IpFrame.TryRead(frame, out var read));
        Assert.False(UdpDatagram.TryRead(read, out _));
    }
}
