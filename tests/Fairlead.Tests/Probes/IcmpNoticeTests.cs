using Fairlead.Probes.Links;
using Xunit;

namespace Fairlead.Tests.Probes;

public sealed class IcmpNoticeTests
{
    /// <summary>The layout of Linux on 64 bits, little-endian: "administratively prohibited" (type 3 code 13) from 10.20.0.1.</summary>
    private const string Prohibited =
        "3000000000000000" + "00000000" + "0b000000" // cmsg_len 48, SOL_IP, IP_RECVERR
        + "71000000" + "02" + "03" + "0d" + "00" + "00000000" + "00000000" // EHOSTUNREACH, SO_EE_ORIGIN_ICMP, type, code
        + "02000000" + "0a140001" + "0000000000000000"; // sockaddr_in of who said it

    public static TheoryData<string, int, int, bool, bool> Meanings => new()
    {
        { "10.0.0.1", 3, 13, true, false },
        { "10.0.0.1", 3, 9, true, false },
        { "10.0.0.1", 3, 10, true, false },
        { "10.0.0.1", 3, 3, false, true },
        { "10.0.0.1", 3, 0, false, false },
        { "10.0.0.1", 3, 1, false, false },
        { "10.0.0.1", 11, 0, false, false },
        { "2001:db8::1", 1, 1, true, false },
        { "2001:db8::1", 1, 5, true, false },
        { "2001:db8::1", 1, 6, true, false },
        { "2001:db8::1", 1, 4, false, true },
        { "2001:db8::1", 1, 3, false, false },
        { "2001:db8::1", 3, 13, false, false },
    };

    [Theory]
    [MemberData(nameof(Meanings))]
    public void Tells_prohibitions_and_closed_ports_apart(string from, int type, int code, bool isProhibition, bool isPort)
    {
        var notice = new IcmpNotice(Core.Addressing.IpAddr.Parse(from), type, code);

        Assert.Equal((isProhibition, isPort), (notice.IsProhibition, notice.IsPortUnreachable));
    }

    [Fact]
    public void Reads_what_the_kernel_writes()
    {
        Assert.True(IcmpNotice.TryRead(Convert.FromHexString(Prohibited), out var notice));

        Assert.Equal("ICMP type 3 code 13 from 10.20.0.1", notice.ToString());
    }

    [Fact]
    public void Reads_what_the_next_link_takes()
    {
        // Type 3 code 4 with 1400 in ee_info; a message of the time (SOL_SOCKET, SO_TIMESTAMP) stands before it.
        var octets = Convert.FromHexString("2000000000000000" + "01000000" + "1d000000" + new string('0', 32) + Prohibited.Replace("02030d0000000000", "0203040078050000", StringComparison.Ordinal));

        Assert.True(IcmpNotice.TryRead(octets, out var notice));
        Assert.Equal((true, 1400, false), (notice.IsTooBig, notice.Mtu, notice.IsProhibition));
    }

    [Fact]
    public void Reads_who_complains_of_IPv6()
    {
        var octets = Convert.FromHexString(
            "3c00000000000000" + "29000000" + "19000000" + "0d000000" + "03" + "01" + "01" + "00" + "00000000" + "00000000" // EACCES, SO_EE_ORIGIN_ICMP6, type 1 code 1
            + "0a000000" + "00000000" + "20010db8000000000000000000000001" + "00000000");

        Assert.True(IcmpNotice.TryRead(octets, out var notice));
        Assert.Equal(("ICMPv6 type 1 code 1 from 2001:db8::1", true), (notice.ToString(), notice.IsProhibition));
    }

    [Fact]
    public void Reads_no_notice_from_anything_cut()
    {
        var whole = Convert.FromHexString(Prohibited);
        for (var length = 0; length < whole.Length; length++)
            Assert.False(IcmpNotice.TryRead(whole.AsSpan(0, length), out _), $"{length} octets");
    }

    [Fact]
    public void Random_octets_never_throw()
    {
        var random = new Random(4);
        var whole = Convert.FromHexString(Prohibited);
        for (var i = 0; i < 20_000; i++)
        {
            var octets = (byte[])whole.Clone();
            for (var change = random.Next(1, 5); change > 0; change--)
                octets[random.Next(octets.Length)] = (byte)random.Next(256);
            IcmpNotice.TryRead(octets.AsSpan(0, random.Next(octets.Length + 1)), out _);
        }
    }
}
