using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Fairlead.Core.Observations;

/// <summary>
/// What a DHCP client calls itself: the client identifier of DHCPv4 (RFC 2132, 9.14; RFC 4361) or the DUID of DHCPv6 (RFC 8415, 11). <c>default</c> is none. Octets and not
/// text: there are a million of them.
/// </summary>
public readonly struct ClientId : IEquatable<ClientId>, IComparable<ClientId>
{
    /// <summary>HashCode's own is another in each process, so that nobody can choose ids that meet.</summary>
    private static readonly ulong s_seed = unchecked((ulong)(uint)HashCode.Combine(1) << 32 | (uint)HashCode.Combine(2)) | 1;

    private readonly byte[]? _octets;

    private ClientId(byte[] octets) => _octets = octets;

    public bool IsNone => _octets is null;

    public ReadOnlySpan<byte> Octets => _octets;

    /// <returns>None where there are no octets.</returns>
    public static ClientId Of(ReadOnlySpan<byte> octets) => octets.IsEmpty ? default : new(octets.ToArray());

    /// <summary>Pairs of hexadecimal digits with <c>:</c> or <c>-</c> between them; between colons one digit will do.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out ClientId value)
    {
        value = default;
        Span<byte> octets = text.Length <= 512 ? stackalloc byte[256] : new byte[text.Length / 2 + 1];
        var (count, digits, octet) = (0, 0, 0);
        foreach (var c in text)
        {
            if (c is (byte)':' or (byte)'-')
            {
                if (digits == 0)
                    return false;
                octets[count++] = (byte)octet;
                (digits, octet) = (0, 0);
            }
            else if (!char.IsAsciiHexDigit((char)c) || ++digits > 2)
            {
                return false;
            }
            else
            {
                octet = octet << 4 | (c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
            }
        }

        if (digits == 0)
            return false;
        octets[count++] = (byte)octet;
        value = Of(octets[..count]);
        return true;
    }

    /// <exception cref="FormatException">It is none.</exception>
    public static ClientId Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return TryParse(System.Text.Encoding.UTF8.GetBytes(text), out var value) ? value : throw new FormatException($"'{text}' is no client id in hexadecimal.");
    }

    public static bool operator ==(ClientId left, ClientId right) => left.Equals(right);

    public static bool operator !=(ClientId left, ClientId right) => !left.Equals(right);

    public static bool operator <(ClientId left, ClientId right) => left.CompareTo(right) < 0;

    public static bool operator >(ClientId left, ClientId right) => left.CompareTo(right) > 0;

    public static bool operator <=(ClientId left, ClientId right) => left.CompareTo(right) <= 0;

    public static bool operator >=(ClientId left, ClientId right) => left.CompareTo(right) >= 0;

    public bool Equals(ClientId other) => ReferenceEquals(_octets, other._octets) || (_octets is not null && other._octets is not null && _octets.AsSpan().SequenceEqual(other._octets));

    public override bool Equals([NotNullWhen(true)] object? obj) => obj is ClientId other && Equals(other);

    /// <summary>By octets.</summary>
    public int CompareTo(ClientId other) => Octets.SequenceCompareTo(other.Octets);

    public override int GetHashCode()
    {
        // Words, and not the octets one by one as HashCode takes them: a million ids are looked up.
        var hash = s_seed;
        var rest = Octets;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
            hash = Mixed(hash, BinaryPrimitives.ReadUInt64LittleEndian(rest));
        foreach (var octet in rest)
            hash = hash << 8 ^ octet ^ hash >> 56;
        hash = Mixed(hash, (ulong)Octets.Length);
        return (int)(hash >> 33);
    }

    private static ulong Mixed(ulong hash, ulong word)
    {
        var high = Math.BigMul(hash ^ word, 0x9E37_79B9_7F4A_7C15, out var low);
        return high ^ low;
    }

    /// <summary>Lower-case hexadecimal with colons; empty for none.</summary>
    public override string ToString() => _octets is null ? "" : string.Create(_octets.Length * 3 - 1, _octets, static (text, from) =>
    {
        for (var at = 0; at < from.Length; at++)
        {
            if (at > 0)
                text[at * 3 - 1] = ':';
            text[at * 3] = "0123456789abcdef"[from[at] >> 4];
            text[at * 3 + 1] = "0123456789abcdef"[from[at] & 15];
        }
    });
}
