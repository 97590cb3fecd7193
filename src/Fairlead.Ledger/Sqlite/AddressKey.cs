using System.Buffers.Binary;
using Fairlead.Core.Addressing;

namespace Fairlead.Ledger.Sqlite;

/// <summary>
/// An address as 16 bytes, the most significant first: SQLite compares them as the addresses compare. IPv4 fills the low four; its family
/// stands in a column of its own, since 0.0.0.1 and ::1 have the same bytes.
/// </summary>
internal static class AddressKey
{
    public const int Length = 16;

    public static void Write(IpAddr address, Span<byte> key) => BinaryPrimitives.WriteUInt128BigEndian(key, address.Bits);

    /// <exception cref="FormatException">No address has this key.</exception>
    public static IpAddr Read(long family, ReadOnlySpan<byte> key)
    {
        if (key.Length != Length || family is not (4 or 6)) throw new FormatException($"{Convert.ToHexString(key)} of family {family} is no key of an address.");
        var bits = BinaryPrimitives.ReadUInt128BigEndian(key);
        if (family == 4 && bits > uint.MaxValue) throw new FormatException($"{Convert.ToHexString(key)} is too large for IPv4.");
        return IpAddr.FromBits((IpFamily)family, bits);
    }
}
