using System.Globalization;

namespace Fairlead.Core.Addressing;

/// <summary>A 48-bit Ethernet address (IEEE 802 EUI-48). <c>default</c> is 00:00:00:00:00:00, which no adapter has.</summary>
public readonly record struct MacAddress : IComparable<MacAddress>
{
    public const int Length = 6;

    private readonly ulong _bits;

    private MacAddress(ulong bits) => _bits = bits;

    public static MacAddress Broadcast { get; } = new(0xFFFF_FFFF_FFFF);

    /// <summary>The low 48 bits; the first octet on the wire is the highest.</summary>
    public ulong Bits => _bits;

    /// <summary>The vendor's part, the first three octets.</summary>
    public uint Oui => (uint)(_bits >> 24);

    /// <summary>Sent to many: the lowest bit of the first octet.</summary>
    public bool IsGroup => (_bits >> 40 & 1) != 0;

    /// <summary>Not given by a vendor: the second lowest bit of the first octet.</summary>
    public bool IsLocal => (_bits >> 40 & 2) != 0;

    /// <param name="bits">As <see cref="Bits"/> gives them; more than 48 are refused.</param>
    public static MacAddress FromBits(ulong bits) => bits >> 48 == 0 ? new(bits) : throw new ArgumentOutOfRangeException(nameof(bits), bits, "A MAC address has 48 bits.");

    /// <param name="octets">The first six are read, in wire order.</param>
    public static MacAddress Read(ReadOnlySpan<byte> octets)
    {
        var bits = 0UL;
        foreach (var octet in octets[..Length])
            bits = bits << 8 | octet;
        return new(bits);
    }

    /// <param name="octets">The first six are written, in wire order.</param>
    public void Write(Span<byte> octets)
    {
        for (var i = 0; i < Length; i++)
            octets[i] = (byte)(_bits >> (8 * (Length - 1 - i)) & 0xFF);
    }

    /// <summary>Reads six pairs of hexadecimal digits with <c>:</c> or <c>-</c> between them, or twelve digits, or Cisco's three groups of four with points.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out MacAddress value)
    {
        value = default;
        Span<char> digits = stackalloc char[2 * Length];
        var size = text.Length switch { 17 => 2, 14 => 4, 12 => 12, _ => 0 };
        if (size == 0)
            return false;
        var count = 0;
        for (var i = 0; i < text.Length; i++)
        {
            var isSeparator = i % (size + 1) == size;
            if (isSeparator && (size == 2 ? text[i] is ':' or '-' && text[i] == text[2] : text[i] == '.'))
                continue;
            if (isSeparator || !char.IsAsciiHexDigit(text[i]))
                return false;
            digits[count++] = text[i];
        }

        value = new(ulong.Parse(digits, NumberStyles.HexNumber, CultureInfo.InvariantCulture));
        return true;
    }

    public int CompareTo(MacAddress other) => _bits.CompareTo(other._bits);

    public static bool operator <(MacAddress left, MacAddress right) => left._bits < right._bits;

    public static bool operator >(MacAddress left, MacAddress right) => left._bits > right._bits;

    public static bool operator <=(MacAddress left, MacAddress right) => left._bits <= right._bits;

    public static bool operator >=(MacAddress left, MacAddress right) => left._bits >= right._bits;

    /// <summary>Lower case with colons.</summary>
    public override string ToString() => string.Create(17, _bits, static (text, bits) =>
    {
        for (var i = 0; i < Length; i++)
        {
            var octet = (byte)(bits >> (8 * (Length - 1 - i)) & 0xFF);
            octet.TryFormat(text[(3 * i)..], out _, "x2", CultureInfo.InvariantCulture);
            if (i > 0)
                text[3 * i - 1] = ':';
        }
    });
}
