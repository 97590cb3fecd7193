using System.Buffers.Binary;
using Fairlead.Core.Addressing;
using Fairlead.Probes.Dns;
using Fairlead.Probes.Links;

namespace Fairlead.Tests.Probes.Dns;

/// <summary>Answers as a server writes them, octet by octet and without the codec under test.</summary>
internal static class DnsWire
{
    /// <summary>A pointer to the question's name, which always begins behind the header.</summary>
    public static readonly byte[] QuestionName = [0xC0, 12];

    public static byte[] Answer(ushort id, string name, DnsType type, int code, bool truncated, params byte[][] records)
    {
        var header = new byte[12];
        BinaryPrimitives.WriteUInt16BigEndian(header, id);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(2), (ushort)(0x8180 | code | (truncated ? 0x0200 : 0)));
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(4), 1);
        BinaryPrimitives.WriteUInt16BigEndian(header.AsSpan(6), (ushort)records.Length);
        return [.. header, .. Name(name), 0, (byte)type, 0, 1, .. records.SelectMany(record => record)];
    }

    public static byte[] Address(byte[] owner, string address)
    {
        var octets = IpAddr.Parse(address).ToOctets();
        return Record(owner, octets.Length == 4 ? DnsType.A : DnsType.Aaaa, octets);
    }

    public static byte[] Alias(byte[] owner, byte[] target) => Record(owner, DnsType.Cname, target);

    public static byte[] Record(byte[] owner, DnsType type, byte[] data) => [.. owner, 0, (byte)type, 0, 1, 0, 0, 0, 60, (byte)(data.Length >> 8), (byte)data.Length, .. data];

    public static byte[] Name(string name) => [.. name.Split('.').SelectMany(label => (byte[])[(byte)label.Length, .. System.Text.Encoding.ASCII.GetBytes(label)]), 0];
}
