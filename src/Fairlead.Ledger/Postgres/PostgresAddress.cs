using System.Buffers.Binary;
using System.Net;
using Fairlead.Core.Addressing;

namespace Fairlead.Ledger.Postgres;

/// <summary>An address as Npgsql carries <c>inet</c>, in binary, with the mask of a single address. No text is parsed on the way.</summary>
internal static class PostgresAddress
{
    public static IPAddress Of(IpAddr address)
    {
        Span<byte> bytes = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, address.Bits);
        return new(address.IsV4 ? bytes[12..] : bytes);
    }

    public static IpAddr Read(IPAddress address)
    {
        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out var length);
        return length == 4 ? IpAddr.FromV4(BinaryPrimitives.ReadUInt32BigEndian(bytes)) : IpAddr.FromV6(BinaryPrimitives.ReadUInt128BigEndian(bytes));
    }
}
