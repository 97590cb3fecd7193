using System.Buffers.Binary;
using Fairlead.Probes.Links;

namespace Fairlead.Probes.Dns;

/// <summary>A DNS message (RFC 1035 section 4) as far as a client needs it: header, one question, and the answer section.</summary>
/// <remarks>
/// <code>
///  0  2     4       6       8       10      12
/// +----+-------+-------+-------+-------+-------+----------+---------+
/// | id | flags |QDCOUNT|ANCOUNT|NSCOUNT|ARCOUNT| question | answers |
/// +----+-------+-------+-------+-------+-------+----------+---------+
///      QR Opcode(4) AA TC RD | RA Z(3) RCODE(4)
/// </code>
/// </remarks>
/// <param name="Code">0 no error, 2 SERVFAIL, 3 NXDOMAIN, 5 REFUSED, …</param>
/// <param name="QuestionName">Null when the server left the question out, as some do with an error.</param>
internal sealed record DnsPacket(ushort Id, bool IsTruncated, int Code, string? QuestionName, DnsType QuestionType, IReadOnlyList<DnsRecord> Answers)
{
    public const int HeaderLength = 12;

    private const ushort Response = 0x8000;
    private const ushort OpcodeMask = 0x7800;
    private const ushort Truncated = 0x0200;
    private const ushort RecursionDesired = 0x0100;
    private const ushort CodeMask = 0x000F;
    private const ushort ClassInternet = 1;

    /// <summary>Type, class, TTL and length of a record behind its name.</summary>
    private const int RecordFixed = 10;

    /// <returns>Null for a name that DNS can't carry.</returns>
    public static byte[]? Query(ushort id, string name, DnsType type)
    {
        if (!DnsName.TryEncode(name, out var encoded))
            return null;
        var packet = new byte[HeaderLength + encoded.Length + 4];
        BinaryPrimitives.WriteUInt16BigEndian(packet, id);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), RecursionDesired);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), 1);
        encoded.CopyTo(packet, HeaderLength);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(HeaderLength + encoded.Length), (ushort)type);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(HeaderLength + encoded.Length + 2), ClassInternet);
        return packet;
    }

    /// <summary>Any octets in: an answer, or false. A truncated answer keeps the records that are whole.</summary>
    public static bool TryRead(ReadOnlySpan<byte> octets, out DnsPacket packet)
    {
        packet = null!;
        if (octets.Length < HeaderLength)
            return false;
        var flags = BinaryPrimitives.ReadUInt16BigEndian(octets[2..]);
        var questions = BinaryPrimitives.ReadUInt16BigEndian(octets[4..]);
        if ((flags & Response) == 0 || (flags & OpcodeMask) != 0 || questions > 1)
            return false;
        var at = HeaderLength;
        string? name = null;
        DnsType type = 0;
        if (questions == 1 && !TryReadQuestion(octets, ref at, out name, out type))
            return false;
        var isTruncated = (flags & Truncated) != 0;
        var answers = new List<DnsRecord>();
        for (var left = BinaryPrimitives.ReadUInt16BigEndian(octets[6..]); left > 0; left--)
        {
            if (TryReadRecord(octets, ref at, out var record))
            {
                if (record is not null)
                    answers.Add(record);
            }
            else if (isTruncated)
            {
                break;
            }
            else
            {
                return false;
            }
        }

        packet = new(BinaryPrimitives.ReadUInt16BigEndian(octets), isTruncated, flags & CodeMask, name, type, answers);
        return true;
    }

    /// <summary>Whether it answers what was asked, as far as it says: names are compared without case (RFC 4343).</summary>
    public bool IsAnswerTo(ushort id, string name, DnsType type) =>
        Id == id && (QuestionName is null ? Code != 0 : QuestionType == type && QuestionName.Equals(name.Length > 1 ? name.TrimEnd('.') : name, StringComparison.OrdinalIgnoreCase));

    /// <summary>The names that the one asked about stands for: itself, then what each alias leads to. Ends where a chain bites its tail.</summary>
    public IReadOnlyList<string> Chain()
    {
        var chain = new List<string>();
        for (var name = QuestionName; name is not null && !chain.Contains(name, StringComparer.OrdinalIgnoreCase);)
        {
            chain.Add(name);
            name = Answers.FirstOrDefault(record => record.Type == DnsType.Cname && record.Name.Equals(name, StringComparison.OrdinalIgnoreCase))?.Target;
        }

        return chain;
    }

    /// <summary>The records of the type asked for, on the name or on what it stands for.</summary>
    public IEnumerable<DnsRecord> Wanted()
    {
        var chain = Chain();
        return Answers.Where(record => record.Type == QuestionType && chain.Contains(record.Name, StringComparer.OrdinalIgnoreCase));
    }

    private static bool TryReadQuestion(ReadOnlySpan<byte> octets, ref int at, out string? name, out DnsType type)
    {
        type = 0;
        if (!DnsName.TryRead(octets, ref at, out name) || at + 4 > octets.Length)
            return false;
        type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(octets[at..]);
        at += 4;
        return true;
    }

    /// <param name="record">Null for one of a type or class that is not read.</param>
    private static bool TryReadRecord(ReadOnlySpan<byte> octets, ref int at, out DnsRecord? record)
    {
        record = null;
        if (!DnsName.TryRead(octets, ref at, out var name) || at + RecordFixed > octets.Length)
            return false;
        var type = (DnsType)BinaryPrimitives.ReadUInt16BigEndian(octets[at..]);
        var isInternet = BinaryPrimitives.ReadUInt16BigEndian(octets[(at + 2)..]) == ClassInternet;
        var length = BinaryPrimitives.ReadUInt16BigEndian(octets[(at + 8)..]);
        var data = at + RecordFixed;
        at = data + length;
        if (at > octets.Length)
            return false;
        if (!isInternet)
            return true;
        switch (type)
        {
            case DnsType.A when length == 4:
                record = new(name, type, NetAddress.ReadV4(octets.Slice(data, 4)), null);
                return true;
            case DnsType.Aaaa when length == 16:
                record = new(name, type, NetAddress.ReadV6(octets.Slice(data, 16)), null);
                return true;
            case DnsType.A or DnsType.Aaaa:
                return false;
            case DnsType.Cname or DnsType.Ns or DnsType.Ptr:
                if (!DnsName.TryRead(octets, ref data, out var target) || data != at)
                    return false;
                record = new(name, type, null, target);
                return true;
            default:
                return true;
        }
    }
}
