using System.Net;
using Fairlead.Core.Addressing;
using Xunit;

namespace Fairlead.Tests.Addressing;

public sealed class IpAddrTextTests
{
    public static TheoryData<AcceptedText> Accepted =>
    [
        new AcceptedText("0.0.0.0", "0.0.0.0"),
        new AcceptedText("10.0.0.1", "10.0.0.1"),
        new AcceptedText("255.255.255.255", "255.255.255.255"),
        new AcceptedText("192.168.100.200", "192.168.100.200"),
        new AcceptedText("::", "::"),
        new AcceptedText("::1", "::1"),
        new AcceptedText("1::", "1::"),
        new AcceptedText("0:0:0:0:0:0:0:0", "::"),
        new AcceptedText("0000:0000:0000:0000:0000:0000:0000:0001", "::1"),
        new AcceptedText("2001:DB8::00aB", "2001:db8::ab"),
        new AcceptedText("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
        new AcceptedText("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        new AcceptedText("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        new AcceptedText("::2:3:4:5:6:7:8", "0:2:3:4:5:6:7:8"),
        new AcceptedText("1:2:3::5:6:7:8", "1:2:3:0:5:6:7:8"),
        new AcceptedText("1:0:3:0:5:0:7:0", "1:0:3:0:5:0:7:0"),
        new AcceptedText("1:2:3:4:5:6::", "1:2:3:4:5:6::"),
        new AcceptedText("::ffff:a00:1", "::ffff:a00:1"),
        new AcceptedText("::a00:1", "::a00:1"),
        new AcceptedText("64:ff9b::a00:1", "64:ff9b::a00:1"),
        new AcceptedText("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
    ];

    public static TheoryData<RefusedText> Refused =>
    [
        new RefusedText("", AddressErrorKind.Empty),
        new RefusedText(" 10.0.0.1", AddressErrorKind.Whitespace),
        new RefusedText("10.0.0.1\n", AddressErrorKind.Whitespace),
        new RefusedText("10.0. 0.1", AddressErrorKind.Whitespace),
        new RefusedText("::1\u00A0", AddressErrorKind.Whitespace),
        new RefusedText("010.0.0.1", AddressErrorKind.LeadingZero, "write 10 instead of 010"),
        new RefusedText("10.0.0.00", AddressErrorKind.LeadingZero, "write 0 instead of 00"),
        new RefusedText("10.0.0.01", AddressErrorKind.LeadingZero),
        new RefusedText("10.1", AddressErrorKind.ShortForm),
        new RefusedText("1", AddressErrorKind.ShortForm),
        new RefusedText("10.0.1", AddressErrorKind.ShortForm),
        new RefusedText("167772161", AddressErrorKind.ShortForm),
        new RefusedText("0x0a000001", AddressErrorKind.Hexadecimal),
        new RefusedText("10.0.0.0x1", AddressErrorKind.Hexadecimal),
        new RefusedText("0X0A.0.0.1", AddressErrorKind.Hexadecimal),
        new RefusedText("10.0.0.256", AddressErrorKind.PartOutOfRange),
        new RefusedText("99999999999999999999.0.0.1", AddressErrorKind.PartOutOfRange),
        new RefusedText("10.0.0.1.2", AddressErrorKind.NotAnAddress, "four"),
        new RefusedText("10.0.0.", AddressErrorKind.NotAnAddress),
        new RefusedText(".10.0.0", AddressErrorKind.NotAnAddress),
        new RefusedText("10..0.1", AddressErrorKind.NotAnAddress),
        new RefusedText("+10.0.0.1", AddressErrorKind.NotAnAddress),
        new RefusedText("-10.0.0.1", AddressErrorKind.NotAnAddress),
        new RefusedText("10,0,0,1", AddressErrorKind.NotAnAddress),
        new RefusedText("vcenter.example", AddressErrorKind.NotAnAddress),
        new RefusedText("\u0661\u0660.0.0.1", AddressErrorKind.NotAnAddress),
        new RefusedText("\uFF11.0.0.1", AddressErrorKind.NotAnAddress),
        new RefusedText("10.0.0.1:53", AddressErrorKind.Port, "10.0.0.1"),
        new RefusedText("[::1]", AddressErrorKind.Brackets),
        new RefusedText("[::1]:53", AddressErrorKind.Brackets),
        new RefusedText("fe80::1%eth0", AddressErrorKind.ZoneIndex),
        new RefusedText("fe80::1%3", AddressErrorKind.ZoneIndex),
        new RefusedText("::ffff:10.0.0.1", AddressErrorKind.EmbeddedIpv4, "write ::ffff:a00:1, or 10.0.0.1"),
        new RefusedText("::10.0.0.1", AddressErrorKind.EmbeddedIpv4, "::a00:1"),
        new RefusedText("1:2:3:4:5:6:10.0.0.1", AddressErrorKind.EmbeddedIpv4, "1:2:3:4:5:6:a00:1"),
        new RefusedText("::10.0.0.256", AddressErrorKind.NotAnAddress),
        new RefusedText("10.0.0.1/32", AddressErrorKind.UnexpectedPrefix),
        new RefusedText("10.0.0.1-10.0.0.2", AddressErrorKind.UnexpectedRange),
        new RefusedText(":", AddressErrorKind.NotAnAddress),
        new RefusedText(":::", AddressErrorKind.NotAnAddress),
        new RefusedText("1:", AddressErrorKind.NotAnAddress),
        new RefusedText(":1", AddressErrorKind.NotAnAddress),
        new RefusedText(":1::", AddressErrorKind.NotAnAddress),
        new RefusedText("::1:", AddressErrorKind.NotAnAddress),
        new RefusedText("1::2::3", AddressErrorKind.NotAnAddress),
        new RefusedText("1:2:3:4:5:6:7", AddressErrorKind.NotAnAddress),
        new RefusedText("1:2:3:4:5:6:7:8:9", AddressErrorKind.NotAnAddress),
        new RefusedText("1:2:3:4:5:6:7:8:", AddressErrorKind.NotAnAddress),
        new RefusedText("1:2:3:4::5:6:7:8", AddressErrorKind.NotAnAddress),
        new RefusedText("1:2:3:4:5:6:7:8::", AddressErrorKind.NotAnAddress),
        new RefusedText("::1:2:3:4:5:6:7:8", AddressErrorKind.NotAnAddress),
        new RefusedText("12345::", AddressErrorKind.NotAnAddress),
        new RefusedText("::00001", AddressErrorKind.NotAnAddress),
        new RefusedText("::g", AddressErrorKind.NotAnAddress),
        new RefusedText("::-1", AddressErrorKind.UnexpectedRange),
    ];

    [Theory]
    [MemberData(nameof(Accepted))]
    public void TryParse_accepts_and_ToString_is_canonical(AcceptedText text)
    {
        Assert.True(IpAddr.TryParse(text.Text, out var address, out var error), error.ToString());
        Assert.Equal(default, error);
        Assert.Equal(text.Canonical, address.ToString());
        Assert.Equal(address, IpAddr.Parse(text.Canonical));
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void TryParse_refuses_with_the_reason_and_the_mend(RefusedText text)
    {
        Assert.False(IpAddr.TryParse(text.Text, out var address, out var error));
        Assert.True(address.IsNone);
        Assert.Equal(text.Kind, error.Kind);
        Assert.NotEmpty(error.Message);
        Assert.NotEmpty(error.Hint);
        Assert.Contains(text.Hint, error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Refused))]
    public void Parse_throws_with_message_and_hint(RefusedText text)
    {
        Assert.False(IpAddr.TryParse(text.Text, out _, out var error));
        var thrown = Assert.Throws<FormatException>(() => IpAddr.Parse(text.Text));
        Assert.Equal($"{error.Message}; {error.Hint}", thrown.Message);
    }

    [Fact]
    public void A_long_text_is_quoted_in_short_and_without_control_characters()
    {
        Assert.False(IpAddr.TryParse("\u001b[2J" + new string('x', 10_000), out _, out var error));
        Assert.InRange(error.Message.Length, 10, 100);
        Assert.DoesNotContain(error.Message, char.IsControl);
        Assert.Contains("…", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToString_agrees_with_the_base_class_library_for_random_IPv4_and_IPv6()
    {
        var random = new Random(1);
        Span<byte> bytes = stackalloc byte[16];
        for (var i = 0; i < 20_000; i++)
        {
            random.NextBytes(bytes);
            // Zero groups are rare in noise and are what the canonical form is about.
            for (var group = 0; group < 8; group++)
            {
                if (random.Next(2) == 0) bytes.Slice(2 * group, 2).Clear();
            }

            // The library writes dotted quads below these; Fairlead never does.
            bytes[0] |= 0x20;
            var library = new IPAddress(bytes);
            var address = IpAddr.FromV6(System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes));
            Assert.Equal(library.ToString(), address.ToString());
            Assert.Equal(address, IpAddr.Parse(library.ToString()));

            var v4 = IpAddr.FromV4(System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(bytes));
            Assert.Equal(new IPAddress(bytes[..4]).ToString(), v4.ToString());
            Assert.Equal(v4, IpAddr.Parse(v4.ToString()));
        }
    }

    [Fact]
    public void Every_pattern_of_zero_groups_round_trips_and_shortens_the_first_longest_run()
    {
        for (var pattern = 0; pattern < 256; pattern++)
        {
            var groups = Enumerable.Range(0, 8).Select(i => (pattern >> i & 1) == 1 ? "a" : "0").ToArray();
            var full = string.Join(':', groups);
            var address = IpAddr.Parse(full);
            Assert.Equal(ShortenByHand(full), address.ToString());
            Assert.Equal(address, IpAddr.Parse(address.ToString()));
        }
    }

    [Fact]
    public void A_dotted_quad_is_never_written()
    {
        foreach (var text in (string[])["::ffff:a00:1", "::a00:1", "::ffff:0:a00:1", "64:ff9b::a00:1", "::5efe:a00:1"])
        {
            Assert.Equal(text, IpAddr.Parse(text).ToString());
        }
    }

    [Fact]
    public void TryFormat_writes_all_or_nothing()
    {
        var address = IpAddr.Parse("10.0.0.1");
        Span<char> exact = stackalloc char[8];
        Span<char> tooSmall = stackalloc char[7];
        Assert.True(address.TryFormat(exact, out var written));
        Assert.Equal("10.0.0.1", exact[..written].ToString());
        Assert.False(address.TryFormat(tooSmall, out written));
        Assert.Equal(0, written);
        Assert.Equal("to 10.0.0.1", $"to {address}");
    }

    private static string ShortenByHand(string full)
    {
        for (var length = 8; length >= 2; length--)
        {
            var run = string.Join(':', Enumerable.Repeat("0", length));
            var at = full.IndexOf(run, StringComparison.Ordinal);
            if (at >= 0) return full[..at].TrimEnd(':') + "::" + full[(at + run.Length)..].TrimStart(':');
        }

        return full;
    }
}
