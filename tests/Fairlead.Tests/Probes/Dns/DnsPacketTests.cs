using Fairlead.Core.Addressing;
using Fairlead.Probes.Dns;
using FsCheck.Xunit;
using Xunit;

namespace Fairlead.Tests.Probes.Dns;

public sealed class DnsPacketTests
{
    private const string Name = "vcenter.contoso.com";

    [Fact]
    public void A_query_is_what_RFC_1035_says()
    {
        var query = DnsPacket.Query(0x1234, "Ab.c.", DnsType.Aaaa);

        Assert.Equal("123401000001000000000000" + "0241620163" + "00" + "001C0001", Convert.ToHexString(query!));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a..b")]
    [InlineData(".a")]
    [InlineData("grüße.example")]
    [InlineData("a123456789012345678901234567890123456789012345678901234567890123.example")]
    public void A_name_that_DNS_can_not_carry_makes_no_query(string name) => Assert.Null(DnsPacket.Query(1, name, DnsType.A));

    [Fact]
    public void A_name_may_have_253_characters_and_no_more()
    {
        var label = new string('a', 63);
        var longest = string.Join('.', label, label, label, label[..61]);

        Assert.Equal(253, longest.Length);
        Assert.NotNull(DnsPacket.Query(1, longest, DnsType.A));
        Assert.Null(DnsPacket.Query(1, longest + "a", DnsType.A));
    }

    [Fact]
    public void Reads_addresses_behind_aliases_in_any_order()
    {
        var octets = DnsWire.Answer(7, Name, DnsType.A, 0, false,
            DnsWire.Address(DnsWire.Name("c.contoso.com"), "10.10.0.5"),
            DnsWire.Alias(DnsWire.QuestionName, DnsWire.Name("b.contoso.com")),
            DnsWire.Alias(DnsWire.Name("b.contoso.com"), DnsWire.Name("c.contoso.com")),
            DnsWire.Address(DnsWire.Name("another.contoso.com"), "10.10.0.6"));

        var packet = Read(octets);

        Assert.Equal([Name, "b.contoso.com", "c.contoso.com"], packet.Chain());
        Assert.Equal([IpAddr.Parse("10.10.0.5")], packet.Wanted().Select(record => record.Address!.Value));
    }

    [Fact]
    public void Aliases_in_a_circle_end()
    {
        var packet = Read(DnsWire.Answer(7, Name, DnsType.A, 0, false, DnsWire.Alias(DnsWire.QuestionName, DnsWire.Name("b.c")), DnsWire.Alias(DnsWire.Name("b.c"), DnsWire.QuestionName)));

        Assert.Equal([Name, "b.c"], packet.Chain());
        Assert.Empty(packet.Wanted());
    }

    [Fact]
    public void Reads_a_real_answer_with_an_unknown_record_between()
    {
        var packet = Read(DnsWire.Answer(7, Name, DnsType.Aaaa, 0, false, DnsWire.Record(DnsWire.QuestionName, (DnsType)46, [1, 2, 3]), DnsWire.Address(DnsWire.QuestionName, "2001:db8::5")));

        Assert.Equal("2001:db8::5", packet.Wanted().Single().Address.ToString());
    }

    [Fact]
    public void A_truncated_answer_keeps_its_whole_records()
    {
        var octets = DnsWire.Answer(7, Name, DnsType.A, 0, true, DnsWire.Address(DnsWire.QuestionName, "10.0.0.1"), DnsWire.Address(DnsWire.QuestionName, "10.0.0.2"));

        var packet = Read(octets[..^3]);

        Assert.True(packet.IsTruncated);
        Assert.Equal("10.0.0.1", packet.Answers.Single().Address.ToString());
    }

    [Fact]
    public void Every_cut_answer_is_refused()
    {
        var octets = DnsWire.Answer(7, Name, DnsType.A, 0, false, DnsWire.Alias(DnsWire.QuestionName, DnsWire.Name("b.c")), DnsWire.Address(DnsWire.Name("b.c"), "10.0.0.2"));
        for (var length = 0; length < octets.Length; length++)
            Assert.False(DnsPacket.TryRead(octets.AsSpan(0, length), out _), $"{length} octets");
    }

    public static TheoryData<string, byte[]> Malformed => new()
    {
        { "a pointer to itself", DnsWire.Answer(7, Name, DnsType.A, 0, false, DnsWire.Record([0xC0, 37], DnsType.A, [1, 2, 3, 4])) },
        { "a pointer forwards", DnsWire.Answer(7, Name, DnsType.A, 0, false, DnsWire.Record([0xC0, 50], DnsType.A, [1, 2, 3, 4])) },
        { "a reserved label type", DnsWire.Answer(7, Name, DnsType.A, 0, false, DnsWire.Record([0x80, 1], DnsType.A, [1, 2, 3, 4])) },
        { "an IPv4 address of 5 octets", DnsWire.Answer(7, Name, DnsType.A, 0, false, DnsWire.Record(DnsWire.QuestionName, DnsType.A, [1, 2, 3, 4, 5])) },
        { "an IPv6 address of 4 octets", DnsWire.Answer(7, Name, DnsType.Aaaa, 0, false, DnsWire.Record(DnsWire.QuestionName, DnsType.Aaaa, [1, 2, 3, 4])) },
        { "an alias with octets behind its name", DnsWire.Answer(7, Name, DnsType.A, 0, false, DnsWire.Alias(DnsWire.QuestionName, [1, 97, 0, 0])) },
        { "an alias that runs out of its record", DnsWire.Answer(7, Name, DnsType.A, 0, false, DnsWire.Alias(DnsWire.QuestionName, [3, 97])) },
        { "a query in place of an answer", DnsPacket.Query(7, Name, DnsType.A)! },
        { "two questions", [0, 7, 0x81, 0x80, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1] },
        { "another opcode", [0, 7, 0xA9, 0x80, 0, 0, 0, 0, 0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Malformed))]
    public void Refuses(string what, byte[] octets) => Assert.False(DnsPacket.TryRead(octets, out _), what);

    [Theory]
    [InlineData(7, "VCENTER.contoso.com", DnsType.A, true)]
    [InlineData(7, "vcenter.contoso.com.", DnsType.A, true)]
    [InlineData(8, "vcenter.contoso.com", DnsType.A, false)]
    [InlineData(7, "vcenter.contoso.org", DnsType.A, false)]
    [InlineData(7, "vcenter.contoso.com", DnsType.Aaaa, false)]
    public void An_answer_belongs_to_its_own_question(int id, string name, DnsType type, bool belongs) =>
        Assert.Equal(belongs, Read(DnsWire.Answer(7, Name, DnsType.A, 3, false)).IsAnswerTo((ushort)id, name, type));

    [Fact]
    public void An_error_may_leave_the_question_out_and_an_answer_may_not()
    {
        Assert.True(Read([0, 7, 0x81, 0x85, 0, 0, 0, 0, 0, 0, 0, 0]).IsAnswerTo(7, Name, DnsType.A));
        Assert.False(Read([0, 7, 0x81, 0x80, 0, 0, 0, 0, 0, 0, 0, 0]).IsAnswerTo(7, Name, DnsType.A));
    }

    [Fact]
    public void Octets_of_no_host_name_are_escaped()
    {
        var at = 0;
        Assert.True(DnsName.TryRead([4, 97, 46, 0, 200, 0], ref at, out var name));
        Assert.Equal(("a\\046\\000\\200", 6), (name, at));
    }

    [Property]
    public bool What_is_encoded_is_read_back(ushort id, byte labels, byte length)
    {
        var name = string.Join('.', Enumerable.Repeat(new string('x', (length % 20) + 1), (labels % 10) + 1));
        var query = DnsPacket.Query(id, name, DnsType.Ptr)!;
        query[2] |= 0x80; // as an answer
        return DnsPacket.TryRead(query, out var packet) && packet.Id == id && packet.QuestionName == name && packet.QuestionType == DnsType.Ptr;
    }

    private static DnsPacket Read(byte[] octets)
    {
        Assert.True(DnsPacket.TryRead(octets, out var packet));
        return packet;
    }
}
